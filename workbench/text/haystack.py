"""Many texts in few strings, so that looking for a word in all of them is one search and not one for each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

_END = "\n"


class Haystack:
    """Texts by number, from 0 in the order in which they came; kept as UTF-8, some bytes more than the texts take.

    Who folds the texts folds what is looked for in the same way. Line breaks become spaces.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._pieces: list[tuple[bytes, array[int]]] = []
        self._firsts: list[int] = []
        self._count = 0
        self.add(texts)

    def __len__(self) -> int:
        return self._count

    def add(self, texts: Iterable[str]) -> None:
        """Take in texts; those of one call are searched together, so a call for each is slow."""
        encoded = [text.replace(_END, " ").encode("utf-8", "surrogatepass") for text in texts]
        if not encoded:
            return
        starts, at = array("I"), 0
        for text in encoded:
            starts.append(at)
            at += len(text) + 1
        self._pieces.append((_END.encode().join(encoded), starts))
        self._firsts.append(self._count)
        self._count += len(encoded)

    def holding(self, wanted: str, first: int = 0) -> Iterator[int]:
        """The numbers of the texts that contain a text, in order; all of them where it is empty.

        Args:
            first: begin with the piece (what came in one call) that holds this number.
        """
        needle = wanted.replace(_END, " ").encode("utf-8", "surrogatepass")
        from_piece = max(0, bisect_right(self._firsts, first) - 1)
        for (joined, starts), number in zip(self._pieces[from_piece:], self._firsts[from_piece:], strict=True):
            at = joined.find(needle)
            while at >= 0:
                row = bisect_right(starts, at) - 1
                yield number + row
                at = joined.find(needle, starts[row + 1]) if row + 1 < len(starts) else -1

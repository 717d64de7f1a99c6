"""One stream of texts through one direction: cut, deduplicated, looked up, decoded, put together, in order.

Memory is bounded: what was said is remembered for the latest segments only, and no more than a few windows are under
way. What counts as a repeat depends on the texts before it alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from workbench.core.hypothesis import Hypothesis
from workbench.core.ports import KnownTranslations
from workbench.services.decoder import Decoder, Finish
from workbench.services.guards import Guarded
from workbench.services.skeleton import Skeleton, is_worded

WINDOW = 1_024
"""Texts in a window where nobody else cuts windows."""

UNDER_WAY = 3
"""Windows begun before the first of them is waited for."""

_REMEMBERED = 50_000
_REMEMBERED_CHARACTERS = 10_000_000


class Said:
    """What is said for a segment, once it is."""

    __slots__ = ("guarded", "known")

    def __init__(self, guarded: Guarded | None = None, *, known: bool = False) -> None:
        self.guarded, self.known = guarded, known

    @property
    def hypothesis(self) -> Hypothesis:
        """Its hypothesis.

        Raises: AssertionError before the window that decodes it is done.
        """
        assert self.guarded is not None
        return self.guarded.hypothesis


@dataclass(frozen=True, slots=True)
class Filled:
    """A text and what was said for each of its segments, in their order."""

    skeleton: Skeleton
    said: tuple[Said, ...]

    @property
    def target(self) -> str:
        """The text with everything in its place."""
        return self.skeleton.filled([each.hypothesis.text for each in self.said])


@dataclass(frozen=True, slots=True)
class Window:
    """Texts under way: those that have to be decoded, and what waits for them."""

    filled: list[Filled]
    wanted: list[Said]
    answers: Future[list[Guarded]] | None


class Flow:
    """Texts in windows through one direction.

    Args:
        decoder: decodes what is new.
        source, target: language tags.
        keep_lines: every line is translated by itself and stays a line; else a line end inside a sentence counts as a
            space.
        known: translations that need no engine.
        finish: gives figures that stand alone the form of the target language.
    """

    def __init__(
        self,
        decoder: Decoder,
        source: str,
        target: str,
        *,
        keep_lines: bool = True,
        known: KnownTranslations | None = None,
        finish: Finish | None = None,
    ) -> None:
        self._decoder, self._source, self._target = decoder, source, target
        self._keep_lines, self._known, self._finish = keep_lines, known, finish
        self._latest: OrderedDict[str, Said] = OrderedDict()
        self._characters = 0
        self.new = self.repeated = 0
        """Segments decoded for the first time, and those that had been before or were known."""

    def submit(self, texts: Iterable[str]) -> Window:
        """Begin a window; `result` has to be asked for in the order of windows."""
        new: dict[str, Said] = {}
        filled = []
        for text in texts:
            skeleton = Skeleton(text, self._source, keep_lines=self._keep_lines)
            filled.append(Filled(skeleton, tuple(self._said(core, new) for core in skeleton.cores)))
        self._forget()
        answers = self._decoder.submit(list(new)) if new else None
        return Window(filled, list(new.values()), answers)

    def result(self, window: Window) -> list[Filled]:
        """The texts of a window with what is said for them, in their order.

        Raises: EngineError, WriteError, JobCancelled
        """
        if window.answers is not None:
            for said, guarded in zip(window.wanted, window.answers.result(), strict=True):
                said.guarded = guarded
        return window.filled

    def run(self, windows: Iterable[Sequence[str]]) -> Iterator[list[Filled]]:
        """The windows one after the other, some of them under way while earlier ones are waited for."""
        waiting: list[Window] = []
        for texts in windows:
            waiting.append(self.submit(texts))
            if len(waiting) >= UNDER_WAY:
                yield self.result(waiting.pop(0))
        for window in waiting:
            yield self.result(window)

    def _said(self, core: str, new: dict[str, Said]) -> Said:
        said = self._latest.get(core)
        if said is not None:
            self.repeated += 1
            return said
        said = self._without_engine(core)
        if said is None:
            said = new[core] = Said()
            self.new += 1
        else:
            self.repeated += 1
        self._latest[core] = said
        self._characters += len(core)
        return said

    def _without_engine(self, core: str) -> Said | None:
        """What is said for a segment that a memory knows, or that has no word in it."""
        route = self._source, self._target
        if not is_worded(core):
            text = self._finish(core, core) if self._finish else core
            return Said(Guarded(Hypothesis(text, 0.0, "", route)))
        found = self._known.exact(core, *route) if self._known else None
        return Said(Guarded(Hypothesis(found, 0.0, "", route)), known=True) if found is not None else None

    def _forget(self) -> None:
        """Let go of what has been there longest; windows under way keep what they need."""
        while len(self._latest) > _REMEMBERED or self._characters > _REMEMBERED_CHARACTERS:
            core, _ = self._latest.popitem(last=False)
            self._characters -= len(core)

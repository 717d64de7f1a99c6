"""A dictionary in a process of its own: reading one takes a second and tens of megabytes, and would hold up the keys.

Started with the file of a dictionary, it answers requests on its standard input with lines on its standard output,
both JSON, one for each line: a list of words with those among them that are misspelt, a word with what may be meant.
It ends with its input, and so with whoever started it.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

_ADDONS = frozenset((".oxt", ".xpi", ".zip"))
_MOST, _LONGEST_S = 5, 0.4


class Words(Protocol):
    """A dictionary that has been read."""

    def lookup(self, word: str) -> bool:
        """Whether a word is in it, in any form."""
        ...

    def suggest(self, word: str) -> Any:
        """Words that are like one, the likest first."""
        ...


def read(path: Path) -> Words:
    """The dictionary in a file (without its ending) or an add-on; any exception means that it cannot be used."""
    from spylls.hunspell import Dictionary

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # spylls 0.1.7 leaves its files open for the collector
        packed = path.suffix.lower() in _ADDONS
        made: Words = Dictionary.from_zip(str(path)) if packed else Dictionary.from_files(str(path))
    return made


def answer(words: Words, request: Any) -> list[str]:
    """The misspelt ones of a list of words; for a single word what may be meant."""
    if isinstance(request, list):
        return [word for word in request if not _is_known(words, word)]
    found: list[str] = []
    began = time.monotonic()
    for each in words.suggest(str(request)):
        found.append(str(each))
        if len(found) >= _MOST or time.monotonic() - began > _LONGEST_S:
            break
    return found


def _is_known(words: Words, word: str) -> bool:
    """Whether a word is spelt right; one that the library stumbles over is."""
    try:
        return words.lookup(word.replace("’", "'")) or words.lookup(word)
    except Exception:  # a dictionary of unknown make, read by a library that is not ours
        return True


def main(arguments: Sequence[str]) -> None:
    """Read the dictionary, say so or what is wrong, then answer until the input ends."""
    try:
        words = read(Path(arguments[0]))
    except Exception as error:  # whatever a broken file makes the library do, it is told
        _say({"error": f"{type(error).__name__}: {error}"})
        return
    _say({"ready": True})
    for line in sys.stdin:
        _say(answer(words, json.loads(line)))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

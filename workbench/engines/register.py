"""What a small package was made for: the words it knows, and how to tell a text that is outside."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import PackageError
from workbench.text.normalize import lower, nfc

FILE = "register.json"

_WORD = re.compile(r"[^\W\d_]+")
_INSIDE_WORDS = dict.fromkeys(map(ord, "՛՜՞\u00ad"))
"""Armenian stress, exclamation and question marks stand inside words, soft hyphens anywhere; neither parts a word."""


def words(text: str, language: str) -> list[str]:
    """The words of a text as a register lists them: runs of letters in lower case, in order, with repeats."""
    return _WORD.findall(lower(nfc(text).translate(_INSIDE_WORDS), language))


@dataclass(frozen=True, slots=True)
class Register:
    """The words a package knows and the bounds it sets.

    Attributes:
        known: word forms in lower case, or what they begin with.
        min_known_share: 0..1; a source with a smaller share of known words is outside.
        min_score: mean log-probability per token; an output below it is outside.
        letters: how many first letters tell a word from others, so that its endings do not count; 0 for all.
    """

    known: frozenset[str]
    min_known_share: float
    min_score: float
    letters: int = 0

    def known_share(self, source: str, language: str) -> float:
        """Share of the source's running words that are known, 0..1; 1 where there are no words."""
        found = words(source, language)
        return sum(word[: self.letters or None] in self.known for word in found) / len(found) if found else 1.0

    def outside(self, known_share: float, score: float) -> bool:
        """Whether a source with this share, and an output with this score, are outside the register."""
        return known_share < self.min_known_share or score < self.min_score


def read_register(folder: Path) -> Register | None:
    """The register in a package's folder, None if it has none.

    Raises: PackageError if its file is not what it should be.
    """
    path = folder / FILE
    try:
        values = json.loads(path.read_bytes())
        known = frozenset(str(word) for word in values["words"])
        bounds = float(values["min_known_share"]), float(values["min_score"])
        return Register(known, *bounds, letters=max(0, int(values.get("letters", 0))))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PackageError(f"{path}: is not a register (words, min_known_share, min_score): {error!r}") from error

"""What may not be trained on: anything too like the statements that the packages are judged by.

The law: no training sentence shares a run of `RUN` words with a statement of `corpora/`, nor more than `MOST_ALIKE` of
its running character 5-grams with a sentence of one; both are compared without case and punctuation. A text of fewer
than `SHORTEST` words is a term and no sentence: only the first half of the law is for it.

`data/corpora.freeze` records which corpora those are: the commit that froze them and a hash over their contents. It is
held against the files whenever the law is read.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

import numpy

from tools.starter.inflect import az_lower
from tools.starter.lexicon import DATA
from workbench.core.errors import InputError
from workbench.formats.sniff import read_document
from workbench.text.segmenter import segment

CORPORA = Path(__file__).parents[2] / "corpora"
FREEZE = DATA / "corpora.freeze"
RUN, GRAM, SHORTEST, MOST_ALIKE = 6, 5, 4, 0.5
_NO_WORD = re.compile(r"[\W_]+")
_INSIDE_WORDS = re.compile("[՛՜՞\u00ad]")


def normal(text: str, language: str) -> str:
    """The text in lower case, its words divided by single spaces, without any punctuation."""
    return normal_part(text, language).strip(" ")


def normal_part(text: str, language: str) -> str:
    """The same with a space wherever something stood before the first or after the last word.

    Joined, the parts of a text are the normalised text, but for spaces where there are several.
    """
    text = _INSIDE_WORDS.sub("", unicodedata.normalize("NFC", text))
    text = az_lower(text) if language == "az" else text.lower().replace("և", "եվ")
    return _NO_WORD.sub(" ", text)


def runs(normalised: str) -> Iterator[tuple[str, ...]]:
    """Every run of `RUN` words of a normalised text."""
    words = normalised.split(" ")
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def grams(normalised: str) -> list[str]:
    """The running character 5-grams of a normalised text, spaces among them."""
    return [normalised[start : start + GRAM] for start in range(len(normalised) - GRAM + 1)]


class Law:
    """The statements of one language, and how like them a text is.

    Args:
        statements: the sentences of each statement.
    """

    def __init__(self, language: str, statements: Sequence[Sequence[str]]) -> None:
        self.language = language
        self.runs = {run for sentences in statements for run in runs(normal(" ".join(sentences), language))}
        self.sentences = [normal(sentence, language) for sentences in statements for sentence in sentences]

    @cached_property
    def places(self) -> dict[str, int]:
        """5-gram → its row in `holders`, those of the sentences only."""
        return {gram: row for row, gram in enumerate(sorted({g for text in self.sentences for g in grams(text)}))}

    @cached_property
    def holders(self) -> numpy.ndarray:
        """Which sentence holds which 5-gram: 0 or 1, shape (5-grams, sentences)."""
        table = numpy.zeros((len(self.places), len(self.sentences)), dtype=numpy.uint16)
        for column, text in enumerate(self.sentences):
            table[[self.places[gram] for gram in grams(text)], column] = 1
        return table

    def known(self, normalised: str) -> list[int]:
        """The rows of the running 5-grams of a normalised text that any sentence holds."""
        places = self.places
        return [places[gram] for gram in grams(normalised) if gram in places]

    def shared(self, rows: Sequence[int]) -> numpy.ndarray:
        """How many of the 5-grams of these rows each sentence holds; shape (sentences,)."""
        return self.holders.take(numpy.array(rows, dtype=numpy.intp), axis=0).sum(axis=0, dtype=numpy.uint16)

    def likeness(self, text: str) -> float:
        """The largest share of the text's running 5-grams that one sentence holds, 0 to 1."""
        normalised = normal(text, self.language)
        size = len(normalised) - GRAM + 1
        return float(self.shared(self.known(normalised)).max(initial=0)) / size if size > 0 else 0.0

    def nearness(self, texts: Iterable[str]) -> list[float]:
        """For each sentence the largest share of its own 5-grams that one of the texts holds, 0 to 1."""
        sizes = self.holders.sum(axis=0).clip(min=1)
        best = numpy.zeros(len(self.sentences))
        for text in texts:
            found = set(self.known(normal(text, self.language)))
            if found:
                numpy.maximum(best, self.shared(list(found)) / sizes, out=best)
        return [float(share) for share in best]

    def breaks(self, text: str) -> bool:
        """Whether the text may not be trained on."""
        return self.breaks_normal(normal(text, self.language))

    def breaks_normal(self, normalised: str) -> bool:
        """The same of a text that is normalised already."""
        if not self.runs.isdisjoint(runs(normalised)):
            return True
        if normalised.count(" ") + 1 < SHORTEST:
            return False
        rows, allowed = self.known(normalised), MOST_ALIKE * max(len(normalised) - GRAM + 1, 0)
        # What all sentences hold together clears many texts at once.
        return len(rows) > allowed and bool(self.shared(rows).max() > allowed)


@dataclass(frozen=True, slots=True)
class Freeze:
    """The frozen corpora: the commit that last changed them, and the SHA-256 over their contents."""

    commit: str
    sha256: str


def statement_files(corpora: Path = CORPORA) -> dict[str, list[Path]]:
    """The files of all statements, sorted or not, by language, as the manifest names them."""
    manifest = tomllib.loads((corpora / "manifest.toml").read_text(encoding="utf-8"))
    found: dict[str, list[Path]] = {"en": [], "fr": [], "az": [], "hy": []}
    for entry in manifest.values():
        for language in found.keys() & entry.keys():
            found[language].append(corpora / entry[language])
    return found


def contents_hash(corpora: Path = CORPORA) -> str:
    """SHA-256 over name and contents of every file of `statements/` and `unsorted/`, in order of the names."""
    total = hashlib.sha256()
    for folder in ("statements", "unsorted"):
        for path in sorted((corpora / folder).iterdir()):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{folder}/{path.name} {digest}\n".encode())
    return total.hexdigest()


def read_freeze(path: Path = FREEZE) -> Freeze:
    """What was frozen."""
    return Freeze(**tomllib.loads(path.read_text(encoding="utf-8")))


def check_freeze(corpora: Path = CORPORA) -> None:
    """Holds the corpora against what was frozen.

    Raises: InputError if they were changed since.
    """
    frozen = read_freeze()
    if contents_hash(corpora) != frozen.sha256:
        raise InputError(
            f"{corpora}: its statements are not the ones frozen at commit {frozen.commit[:12]}; put them back, or "
            f"record the new ones in {FREEZE.name} and train again, because the training text was held against the old"
        )


def read_law(language: str, corpora: Path = CORPORA) -> Law:
    """The law for texts of a language.

    Raises: InputError if the corpora are not the frozen ones.
    """
    check_freeze(corpora)
    return Law(language, [_sentences(path, language) for path in statement_files(corpora)[language]])


def _sentences(path: Path, language: str) -> list[str]:
    text = read_document(BytesIO(path.read_bytes()), path.name).text
    return [sentence.strip() for sentence in segment(text, language)]

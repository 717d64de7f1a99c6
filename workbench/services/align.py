"""Aligning texts and files: what helps to align, and one pair of texts at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from workbench.alignment.aligner import Aids, PairReader, Render, SentenceAligner
from workbench.alignment.lexicon import Lesson
from workbench.alignment.pair import Pair
from workbench.alignment.vectors import Embed
from workbench.core.errors import InputError
from workbench.core.language import UNDETERMINED
from workbench.core.ports import Detector, TermFinder, Vocabulary
from workbench.core.term import TermHit
from workbench.formats.lines import read_lines
from workbench.formats.sniff import read_document
from workbench.services.bitext import Bitext
from workbench.storage.termbase import no_collection
from workbench.text.segmenter import segment

Unit = tuple[str, str]
"""A translation unit: source and target text."""

_MOST_UNITS = 20_000


@dataclass(frozen=True, slots=True)
class Method:
    """What helps to align.

    Attributes:
        finder: finds terms, whose concepts are evidence.
        vocabulary: knows what common words may mean.
        units: gives the translation units that are known of two languages (a memory), which teach words and are
            recognised.
        render: gives what puts texts of one language into another, such as an engine; None where there is no route.
        embed: gives vectors of sentences.
        workers: processes that may share the work.
    """

    finder: TermFinder | None = None
    vocabulary: Vocabulary | None = None
    units: Callable[[str, str], Sequence[Unit]] = lambda source, target: ()
    render: Callable[[str, str], Render | None] = lambda source, target: None
    embed: Embed | None = None
    workers: int = 1


@dataclass(slots=True)
class Reading:
    """Reads and aligns pairs of texts in two languages, which can learn from each other.

    Args:
        source_language, target_language: language tags.
        method: what helps.
    """

    source_language: str
    target_language: str
    method: Method
    lessons: list[Lesson] = field(default_factory=list)
    _aligner: SentenceAligner = field(init=False)
    _reader: PairReader = field(init=False)

    def __post_init__(self) -> None:
        method, languages = self.method, (self.source_language, self.target_language)
        units = list(method.units(*languages))[-_MOST_UNITS:]
        render = _from_memory(units, method.render(*languages))
        self._aligner = SentenceAligner(Aids(method.vocabulary, render, method.embed), workers=method.workers)
        self._reader = self._aligner.reader(*languages)
        self.learn_from(units)

    def learn_from(self, units: Sequence[Unit]) -> None:
        """Let some translation units teach their words."""
        if units:
            self.lessons.append(self._reader.lesson(units))

    def pair(self, source: Sequence[str], target: Sequence[str]) -> Pair:
        """Two segmented texts, read."""
        with no_collection():
            terms = self._terms(source, self.source_language), self._terms(target, self.target_language)
            return self._reader.pair(source, target, *terms)

    def align(self, pairs: Sequence[Pair], *, joint: bool = True) -> None:
        """Put the alignment of each pair into it.

        Raises: AlignmentError
        """
        with no_collection():
            self._aligner.align_pairs(pairs, joint=joint, lessons=self.lessons)

    def realign(self, pair: Pair) -> None:
        """Align a pair again around its pins, with what was learnt before; see `SentenceAligner.realign`.

        Raises: AlignmentError if the pins do not fit it.
        """
        with no_collection():
            self._aligner.realign(pair)

    def _terms(self, segments: Sequence[str], language: str) -> list[list[TermHit]] | None:
        finder = self.method.finder
        return None if finder is None else [finder.find(one, language) for one in segments]


def _from_memory(units: Sequence[Unit], render: Render | None) -> Render | None:
    """Renderings of what a memory has, and else by what else there is."""
    if not units:
        return render
    known = {source.strip(): target for source, target in units}

    def rendered(texts: Sequence[str]) -> Sequence[str]:
        unknown = [text for text in texts if text.strip() not in known] if render else []
        other = dict(zip(unknown, render(unknown), strict=True)) if render and unknown else {}
        return [known.get(text.strip()) or other.get(text, "") for text in texts]

    return rendered


def align_texts(
    source: str | Sequence[str],
    target: str | Sequence[str],
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    method: Method | None = None,
) -> Bitext:
    """Align two texts.

    Args:
        source, target: running text; with `presegmented` lines of text, or texts with one segment a line.
        method: what helps; by default nothing.
    Raises: AlignmentError
    """
    sides = [
        segments_of(text, language, presegmented=presegmented)
        for text, language in ((source, source_language), (target, target_language))
    ]
    reading = Reading(source_language, target_language, method or Method())
    pair = reading.pair(*sides)
    reading.align([pair], joint=False)
    return bitext_of(sides, (source_language, target_language), pair, presegmented=presegmented)


def segments_of(text: str | Sequence[str], language: str, *, presegmented: bool) -> list[str]:
    """The segments of a text: its lines if it is segmented already, else its sentences."""
    if presegmented:
        return text.splitlines() if isinstance(text, str) else list(text)
    return segment(_whole(text), language)


def bitext_of(
    sides: Sequence[Sequence[str]], languages: tuple[str, str], pair: Pair, *, presegmented: bool = False
) -> Bitext:
    """A pair that is aligned, with its texts."""
    joint = " " if presegmented else ""
    return Bitext(tuple(sides[0]), tuple(sides[1]), *languages, tuple(pair.beads), joint)


def align_files(
    source: Path,
    target: Path,
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    method: Method | None = None,
    input_format: str | None = None,
) -> Bitext:
    """Align two files; with `presegmented` one segment a line.

    Raises: InputError, FormatError with the path; AlignmentError
    """
    with opened(source) as left, opened(target) as right:
        return align_streams(
            *(left, str(source), right, str(target), source_language, target_language),
            presegmented=presegmented,
            method=method,
            input_format=input_format,
        )


def align_streams(
    source: BinaryIO,
    source_name: str,
    target: BinaryIO,
    target_name: str,
    source_language: str,
    target_language: str,
    *,
    presegmented: bool = False,
    method: Method | None = None,
    input_format: str | None = None,
    detector: Detector | None = None,
) -> Bitext:
    """Align two open inputs (a file, standard input); see `align_files`.

    Args:
        detector: tells the language of a side whose language is given as `und`.
    Raises: InputError if it cannot.
    """
    texts: list[str | list[str]] = []
    languages: list[str] = []
    for stream, name, given in ((source, source_name, source_language), (target, target_name, target_language)):
        text = text_of(stream, name, presegmented=presegmented, input_format=input_format)
        texts.append(text)
        languages.append(_told(_whole(text), name, given, detector))
    return align_texts(*(texts[0], texts[1], languages[0], languages[1]), presegmented=presegmented, method=method)


def text_of(stream: BinaryIO, name: str, *, presegmented: bool, input_format: str | None = None) -> str | list[str]:
    """The text of an input: its lines if it is segmented already.

    Raises: InputError, FormatError with the name
    """
    return read_lines(stream, name) if presegmented else read_document(stream, name, input_format=input_format).text


def _told(text: str, name: str, given: str, detector: Detector | None) -> str:
    """The language given, or the one that the text is in."""
    language = detector.detect(text)[0] if given == UNDETERMINED and detector else given
    if language == UNDETERMINED:
        raise InputError(f"{name}: its language cannot be told from the text; give --from and --to")
    return language


def _whole(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def opened(path: Path) -> BinaryIO:
    """A file, open for reading.

    Raises: InputError
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error

"""Files on their way in: read, and told which statement and which language they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import ConfigError, InputError
from workbench.core.language import UNDETERMINED, base, language_tag, without_region
from workbench.core.ports import Detector
from workbench.formats.document import Document
from workbench.formats.encoding import refuse_lost_letters
from workbench.formats.sniff import is_document, read_document
from workbench.services.folders import files_below
from workbench.services.naming import name_evidence, slug

SURE = 0.8
"""Score from which the detector's answer is taken where nothing else tells the language."""

STRONG = 0.9
"""Score from which the detector's answer against a name or a front matter makes a language unclear."""

_LOOKED_AT = 20_000
_LONGEST_HEADLINE = 160
_STOPS = tuple(".!?…։:;,")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was read.

    Attributes:
        path: as the user gave it.
        document: what it holds.
        key: of the statement it is a version of.
        language: normalised tag, empty where it is unclear.
        how: what told the language: `given`, `front matter`, `name` or `detected`.
        doubt: why the language is unclear.
        title: of the document, or its first line if that is a headline; may be empty.
        date: of the document or in its name; may be empty.
    """

    path: Path
    document: Document
    key: str
    language: str
    how: str
    doubt: str
    title: str
    date: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A language, what told it, or why it cannot be told."""

    language: str
    how: str
    doubt: str = ""


def document_files(paths: Sequence[Path], unreadable: list[OSError] | None = None) -> Iterator[Path]:
    """The files that are meant: folders are searched for documents, in the order of names; no file comes twice.

    Args:
        unreadable: takes an error for each folder that cannot be searched.
    """
    unreadable = [] if unreadable is None else unreadable
    seen: set[Path] = set()
    for path in paths:
        for file in files_below(path, is_document, unreadable.append) if path.is_dir() else [path]:
            if (real := _real(file)) not in seen:
                seen.add(real)
                yield file


def _real(file: Path) -> Path:
    """The file behind links; of links that lead in a circle, the first, so that reading it says what is wrong."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):
        return file.absolute()


def read_arrival(
    path: Path,
    *,
    languages: Sequence[str],
    known: Collection[str],
    detector: Detector,
    language: str | None,
    input_format: str | None,
    keys: Mapping[Path, str],
) -> Arrival:
    """Read one file and find out what it is.

    Args:
        languages: those of the project, which alone are detected.
        known: those that a name may mean.
        language: what the user says it is, for all files.
        keys: statements that files have been found to belong to otherwise, such as by their content.
    Raises: InputError if it cannot be read, or its encoding cannot hold its language; ConfigError if its format is not
        read.
    """
    try:
        with path.open("rb") as stream:
            document = read_document(stream, str(path), input_format=input_format)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    told = name_evidence(path.absolute(), known)
    named = told.language
    decision = (
        Decision(language, "given") if language else decide_language(document, named, languages, detector, str(path))
    )
    refuse_lost_letters(document.encoding, decision.language, str(path))
    return Arrival(
        path,
        document,
        keys.get(path) or slug(document.statement) or told.key,
        *(decision.language, decision.how, decision.doubt),
        document.title or headline(document.text),
        document.date or told.date,
    )


def decide_language(
    document: Document, named: str, languages: Sequence[str], detector: Detector, what: str
) -> Decision:
    """The language of a document: what it says of itself, then its name, then what its text looks like.

    Nothing is guessed silently: where two of them contradict each other, or the text cannot tell, it is unclear.
    """
    declared = document.language
    if declared and named and base(declared) != base(named):
        return Decision("", "", f"{what}: its name says {named}, its front matter {declared}; say --language")
    found, score = detector.detect(document.text[:_LOOKED_AT])
    seen = f"{found} ({score:.2f})"
    if claimed := declared or named:
        how = "front matter" if declared else "name"
        if found != UNDETERMINED and not _is_same(found, claimed) and score >= STRONG:
            return Decision("", "", f"{what}: its {how} says {claimed}, its text looks like {seen}; say --language")
        return Decision(_as_in_project(claimed, languages), how)
    if found == UNDETERMINED or score < SURE:
        guess = "cannot be told from its text" if found == UNDETERMINED else f"is perhaps {seen}, not surely"
        return Decision("", "", f"{what}: its language {guess}; name it like talks.fr.txt, or say --language")
    ours = next((tag for tag in languages if _is_same(found, tag)), "")
    if not ours:
        return Decision("", "", f"{what}: looks like {seen}, which is not a language of this project; say --language")
    return Decision(ours, "detected")


def _as_in_project(tag: str, languages: Sequence[str]) -> str:
    """A tag without a region as the project has it with one: `fr` is the `fr-CA` of a project that has no `fr`."""
    return tag if tag in languages else next((each for each in languages if without_region(each) == tag), tag)


def _is_same(found: str, tag: str) -> bool:
    """Whether a text that was seen to be in one language is what a tag says; an unusual script or spelling is not."""
    return found in (without_region(tag), base(tag))


def headline(text: str) -> str:
    """The first line of a text if it looks like a headline: not long, and without a full stop; else nothing."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = line.lstrip("#").strip()
    return "" if len(line) > _LONGEST_HEADLINE or line.endswith(_STOPS) else line


def given_language(language: str | None) -> str | None:
    """What the user says, normalised.

    Raises: ConfigError
    """
    if language is None:
        return None
    try:
        return language_tag(language)
    except ConfigError as error:
        raise ConfigError(f"--language: {error}") from error

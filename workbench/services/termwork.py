"""The termbase of a project: glossaries come in, terms are added, the whole goes out.

A project's own termbase is `glossaries/termbase.tbx` in its folder, and goes before all others. Once a project names
termbases, the shipped ones no longer stand in for it, so they are copied into the project the first time.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from workbench.config import Settings, load_settings
from workbench.core.errors import ConfigError, InputError, TermbaseError, WorkbenchError, WriteError
from workbench.core.language import language_tag
from workbench.core.ports import TermFinder
from workbench.core.term import Concept, Term, TermHit, TermStatus
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.tbx.writing import TbxHeader, safe_id, write_tbx
from workbench.services import bootstrap
from workbench.services.files import written_whole
from workbench.services.places import place_concepts
from workbench.services.records import Record
from workbench.services.settings_file import add_glossaries, replace_glossary
from workbench.services.termbases import read_termbase
from workbench.services.termmerge import Merge, merged
from workbench.storage.termbase import no_collection

OWN = Path("glossaries") / "termbase.tbx"
PLACES = Path("glossaries") / "places.tbx"
EXPORT_FORMATS = ("tbx", "csv", "tsv")


@dataclass(frozen=True, slots=True)
class GlossaryIn:
    """One file that was to come in.

    Attributes:
        report: what reading it met.
        error: why nothing of it came in; None if something did.
        merge: what it gave the termbase; None where nothing was to be written.
    """

    path: Path
    report: GlossaryReport
    error: WorkbenchError | None = None
    merge: Merge | None = None


@dataclass(frozen=True, slots=True)
class TermsIn:
    """What an import did.

    Attributes:
        termbase: the file that was written; None for a dry run.
        files: what was asked for, in its order.
        concepts: in the termbase now.
        losses: what the termbase's file cannot carry, with counts.
        copied: shipped termbases that the project got because it named none.
    """

    termbase: Path | None
    files: tuple[GlossaryIn, ...]
    concepts: int
    losses: Counter[str]
    copied: tuple[Path, ...] = ()


def import_glossaries(
    project: Path | None, paths: Sequence[Path], *, strict: bool = False, force: bool = False, dry_run: bool = False
) -> TermsIn:
    """Take glossary files into a project's termbase, each as far as it is sound.

    Args:
        project: the project's folder; None is enough for a dry run.
        strict: refuse a file that breaks any rule, and then write nothing at all.
        force: where a file contradicts the termbase, follow the file.
    Raises: TermbaseError (strict), WriteError; a file that cannot be read is told in `files`.
    """
    with no_collection():
        return _imported(project, paths, strict=strict, force=force, dry_run=dry_run)


def _imported(project: Path | None, paths: Sequence[Path], *, strict: bool, force: bool, dry_run: bool) -> TermsIn:
    files, concepts = [], _own_concepts(project) if project is not None else []
    for path in paths:
        report = GlossaryReport()
        try:
            found = read_termbase(path, report)
            if not found:
                raise TermbaseError(f"{path}: holds no concept that can be used")
        except WorkbenchError as error:
            files.append(GlossaryIn(path, report, error))
            continue
        merge = merged(concepts, (replace(concept, id=safe_id(concept.id)) for concept in found), force=force)
        concepts = merge.concepts
        files.append(GlossaryIn(path, report, merge=merge))
    if strict:
        _refuse_problems(files)
    if dry_run or project is None or all(each.error for each in files):
        return TermsIn(None, tuple(files), len(concepts), Counter())
    losses, copied = _write_own(project, concepts)
    return TermsIn(project / OWN, tuple(files), len(concepts), losses, copied)


def _refuse_problems(files: Sequence[GlossaryIn]) -> None:
    """Raises: TermbaseError naming the first broken rule of the first file that breaks one."""
    for each in files:
        if each.error is not None:
            raise each.error
        if each.report.problems:
            first, number = each.report.problems[0], sum(each.report.rules.values())
            raise TermbaseError(
                f"{each.path}:{first.line}: {first.message} [{first.rule}]; {number} problems in all, nothing was "
                "written; leave out --strict to take what is sound"
            )


def add_concept(project: Path, concept: Concept) -> Merge:
    """Add terms to a project's termbase; to the concept of that id if it has a term in common.

    Raises: TermbaseError if there is no term, WriteError
    """
    if not concept.terms:
        raise TermbaseError("no term to add; write for example: workbench terms add en=ceasefire fr=cessez-le-feu")
    merge = merged(_own_concepts(project), [replace(concept, id=safe_id(concept.id))])
    _write_own(project, merge.concepts)
    return merge


def settled_terms(words: Sequence[str]) -> tuple[Term, ...]:
    """The terms that `LANGUAGE=TERM` and `LANGUAGE:STATUS=TERM` stand for.

    Of those without a status the first of its language is preferred, the others are admitted.
    Raises: ConfigError
    """
    found: list[Term] = []
    for word in words:
        term = _term_of(word)
        stated = ":" in word.partition("=")[0]
        again = any(other.language == term.language and other.status is TermStatus.PREFERRED for other in found)
        found.append(replace(term, status=TermStatus.ADMITTED) if again and not stated else term)
    return tuple(found)


def _term_of(words: str) -> Term:
    about, separator, text = words.partition("=")
    language, _, status = about.partition(":")
    text = " ".join(text.split())
    if not separator or not text:
        raise ConfigError(f"{words!r} is no term; write LANGUAGE=TERM, for example fr=cessez-le-feu")
    try:
        return Term(text, language_tag(language), TermStatus(status) if status else TermStatus.PREFERRED)
    except ValueError as error:
        known = ", ".join(TermStatus)
        raise ConfigError(f"{words!r}: no status {status!r}; there are {known}") from error


def new_id(terms: Sequence[Term]) -> str:
    """An id for a new concept, from its first term: `c-cease-fire`."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in terms[0].text.lower()).strip("-")
    return f"c-{'-'.join(filter(None, plain.split('-')))[:40]}"


def seed_places(project: Path, languages: Sequence[str], *, force: bool = False) -> tuple[Path, int]:
    """Write territories, languages and months from CLDR as a termbase of the project; the file and how many concepts.

    Raises: WriteError if the file is there and `force` is not set; ConfigError if CLDR does not know a language.
    """
    concepts = list(place_concepts(languages))
    path = project / PLACES
    with written_whole(path, force=force) as stream:
        write_tbx(concepts, stream, TbxHeader("Territories, languages and months", source="Unicode CLDR, by Babel."))
    name_in_settings(project, PLACES)
    return path, len(concepts)


def write_glossary(concepts: Sequence[Concept], stream: BinaryIO, form: str) -> Counter[str]:
    """Write concepts as `tbx`, `csv` or `tsv`; what the format cannot carry, with counts."""
    if form == "tbx":
        return write_tbx(concepts, stream)
    from workbench.formats.glossary.writing import write_table

    return write_table(concepts, stream, delimiter="," if form == "csv" else "\t")


def find_terms(finder: TermFinder, records: Iterator[Record], language: str) -> Iterator[tuple[Record, list[TermHit]]]:
    """The hits in each text, as the texts come."""
    for record in records:
        yield record, finder.find(record.source, language)


def _own_concepts(project: Path) -> list[Concept]:
    """What the project's own termbase holds; nothing if there is none yet.

    Raises: TermbaseError if it is there and broken: writing it again would lose what it holds.
    """
    path = project / OWN
    if not path.exists():
        return []
    report = GlossaryReport()
    try:
        concepts = read_termbase(path, report)
    except InputError as error:
        raise TermbaseError(f"{error}; repair or move it before adding to it") from error
    if report.broken or report.skipped:
        what = report.broken or f"{path}: {sum(report.skipped.values())} of its concepts and terms cannot be used"
        raise TermbaseError(f"{what}; repair or move it before adding to it, since they would be lost")
    return concepts


def _write_own(project: Path, concepts: Sequence[Concept]) -> tuple[Counter[str], tuple[Path, ...]]:
    with written_whole(project / OWN, force=True) as stream:
        losses = write_tbx(concepts, stream, TbxHeader("Termbase of this project"))
    return losses, name_in_settings(project, OWN)


def name_in_settings(project: Path, own: Path) -> tuple[Path, ...]:
    """Name a termbase in the project's settings; the shipped ones too where they stood in for it, as copies."""
    settings: Settings = load_settings(project)
    if project / own in settings.glossaries:
        return ()
    copies: list[Path] = []
    if not settings.glossaries:
        copies = [_copied(path, project) for path in bootstrap.shipped_glossaries() if path.name != own.name]
    add_glossaries(project, [path.relative_to(project).as_posix() for path in copies])
    add_glossaries(project, [own.as_posix()], first=own == OWN)
    return tuple(copies)


def adopt(project: Path, path: Path) -> Path:
    """Copy a termbase into a project and name the copy in place of it; the copy.

    Where the project names none, all those that stand in for it are copied, since they no longer would.
    Raises: WriteError, ConfigError if the settings cannot be changed safely.
    """
    settings = load_settings(project)
    copied = (path,) if settings.glossaries else bootstrap.shipped_glossaries()
    copies = {each: _copied(each, project) for each in copied}
    names = {each: copy.relative_to(project).as_posix() for each, copy in copies.items()}
    if settings.glossaries:
        replace_glossary(project, path, names[path])
    else:
        add_glossaries(project, list(names.values()))
    return copies[path]


def _copied(shipped: Path, project: Path) -> Path:
    copy = project / "glossaries" / shipped.name
    try:
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shipped, copy)
    except OSError as error:
        raise WriteError(f"{copy}: cannot be written: {error.strerror or error}") from error
    return copy

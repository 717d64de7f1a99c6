"""Which files are versions of one statement: by what their names say, then by what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from workbench.alignment.likeness import Likeness, Likenesses, Profile, profile
from workbench.core.errors import InputError, WorkbenchError
from workbench.core.job import Job
from workbench.core.language import FOUR
from workbench.core.ports import Detector, TermFinder
from workbench.formats.document import Document
from workbench.formats.encoding import refuse_lost_letters
from workbench.formats.sniff import read_document
from workbench.services.arrivals import decide_language, document_files
from workbench.services.naming import name_evidence, slug

ENOUGH = 0.25
"""Likeness (0..1) from which two files may be versions of one statement; unrelated statements stay below 0.2."""

CLEARLY = 1.25
"""How many times as alike as the second best the best candidate has to be."""

_FEWEST_SHARED = 3
_SHOWN = 6
_KIND_NAMES = {"number": "numbers", "name": "names", "term": "terms"}


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are versions of one statement.

    Attributes:
        key: the statement's key.
        members: path by language, the source first where a file says that it is the source.
        by: `name`, `content` or `name and content`.
        evidence: what speaks for it, in words, a line for each pair.
    """

    key: str
    members: Mapping[str, PurePath]
    by: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A file that was left alone.

    Attributes:
        path, language: the file; language empty where it is unclear.
        reason: why.
        best, likeness: the candidate that came nearest and how alike (0..1), None and 0 if there was none.
    """

    path: PurePath
    language: str
    reason: str
    best: PurePath | None = None
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class PairReport:
    """Groups by key, and the files left alone by path."""

    groups: tuple[Group, ...]
    unmatched: tuple[Unmatched, ...]

    def keys(self) -> dict[PurePath, str]:
        """The statement of every file that was grouped."""
        return {path: group.key for group in self.groups for path in group.members.values()}


@dataclass(slots=True)
class _File:
    path: PurePath
    document: Document
    language: str
    key: str
    named: bool


@dataclass(slots=True)
class _Unit:
    """Files that belong together so far, by number, and why."""

    members: dict[str, int]
    by: set[str] = field(default_factory=set)
    evidence: list[str] = field(default_factory=list)


def pair_folder(
    paths: Sequence[Path],
    detector: Detector,
    *,
    languages: Sequence[str] = FOUR,
    finder: TermFinder | None = None,
    input_format: str | None = None,
    job: Job | None = None,
) -> PairReport:
    """Read files and folders and group what they hold; a file that cannot be read is left alone with the reason.

    Raises: InputError if a path does not exist; JobCancelled
    """
    job = job or Job()
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file or folder")
    files: list[tuple[PurePath, Document]] = []
    unread: list[Unmatched] = []
    barriers: list[OSError] = []
    found = list(document_files(paths, barriers))
    for barrier in barriers:
        unread.append(Unmatched(Path(barrier.filename), "", f"{barrier.filename}: cannot be read: {barrier.strerror}"))
    for number, path in enumerate(found):
        job.progress(number, len(found), str(path))
        try:
            with path.open("rb") as stream:
                files.append((path, read_document(stream, str(path), input_format=input_format)))
        except OSError as error:
            unread.append(Unmatched(path, "", f"{path}: cannot be read: {error.strerror or error}"))
        except WorkbenchError as error:
            unread.append(Unmatched(path, "", str(error)))
    report = group_files(files, detector, languages=languages, finder=finder, job=job)
    return PairReport(report.groups, tuple(sorted((*report.unmatched, *unread), key=lambda one: str(one.path))))


def group_files(
    files: Sequence[tuple[PurePath, Document]],
    detector: Detector,
    *,
    languages: Sequence[str] = FOUR,
    finder: TermFinder | None = None,
    job: Job | None = None,
) -> PairReport:
    """Group documents by the names of their files and what they say of themselves, then by content.

    Args:
        languages: those that a version may be in.
        finder: finds terms; the concepts that two texts share are evidence.
    """
    known, unmatched = _told(files, detector, languages)
    units, doubles = _by_name(known)
    unmatched += doubles
    profiles = []
    for number, one in enumerate(known):
        (job or Job()).progress(number, len(known), str(one.path))
        profiles.append(_profile(one, finder))
    alike = _Alike(known, profiles)
    units = alike.joined(units)
    groups = [_group(unit, known, alike) for unit in units if len(unit.members) > 1]
    single = [number for unit in units if len(unit.members) == 1 for number in unit.members.values()]
    unmatched += [alike.left_alone(number) for number in single]
    return PairReport(
        tuple(sorted(groups, key=lambda group: group.key)), tuple(sorted(unmatched, key=lambda one: str(one.path)))
    )


def _told(
    files: Sequence[tuple[PurePath, Document]], detector: Detector, languages: Sequence[str]
) -> tuple[list[_File], list[Unmatched]]:
    """The files whose language is clear, and the others."""
    known: list[_File] = []
    unclear: list[Unmatched] = []
    for path, document in files:
        named = name_evidence(path, {*languages, *FOUR})
        decision = decide_language(document, named.language, languages, detector, str(path))
        if not decision.language:
            unclear.append(Unmatched(path, "", decision.doubt))
            continue
        try:
            refuse_lost_letters(document.encoding, decision.language, str(path))
        except WorkbenchError as error:
            unclear.append(Unmatched(path, decision.language, str(error)))
            continue
        says = bool(document.statement or named.language)
        known.append(_File(path, document, decision.language, slug(document.statement) or named.key, says))
    return known, unclear


def _by_name(files: Sequence[_File]) -> tuple[list[_Unit], list[Unmatched]]:
    """A unit for each statement that names tell; two files for one place are told apart by their folders."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(files):
        by_key[one.key if one.named else f"\0{number}"].append(number)
    units: list[_Unit] = []
    doubles: list[Unmatched] = []
    for numbers in by_key.values():
        for part in _by_folder(files, numbers):
            unit = _Unit({})
            for number in part:
                first = unit.members.setdefault(files[number].language, number)
                if first != number:
                    reason = f"{files[first].path} is the {files[number].language} version of {files[number].key} too"
                    doubles.append(Unmatched(files[number].path, files[number].language, reason, files[first].path))
            if len(unit.members) > 1:
                unit.by.add("name")
                unit.evidence.append(f"their names or front matter say {files[part[0]].key}")
            units.append(unit)
    return units, doubles


def _by_folder(files: Sequence[_File], numbers: list[int]) -> list[list[int]]:
    """The files in one part, or by folder where that tells two versions in one language apart."""
    if len({files[number].language for number in numbers}) == len(numbers):
        return [numbers]
    parts: dict[PurePath, list[int]] = defaultdict(list)
    for number in numbers:
        parts[files[number].path.parent].append(number)
    return list(parts.values()) if any(len(part) > 1 for part in parts.values()) else [numbers]


def _profile(one: _File, finder: TermFinder | None) -> Profile:
    text = one.document.text
    concepts = {hit.concept: hit.surface for hit in finder.find(text, one.language)} if finder else {}
    return profile(text, one.language, concepts)


class _Alike:
    """The likenesses of files, and who is whose best."""

    def __init__(self, files: Sequence[_File], profiles: Sequence[Profile]) -> None:
        self._files, self._profiles = files, profiles
        self._likenesses = Likenesses(profiles)
        self._found: dict[tuple[int, int], Likeness] = {}
        self._ranked: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
        for one, other, likeness in self._likenesses.pairs():
            self._found[one, other] = likeness
            for here, there in ((one, other), (other, one)):
                self._ranked[here, files[there].language].append((likeness.score, there))
        for ranking in self._ranked.values():
            ranking.sort(key=lambda entry: (-entry[0], entry[1]))

    def joined(self, units: Sequence[_Unit]) -> list[_Unit]:
        """The units, those put together whose files are each other's best by far, the most alike first."""
        unit_of = {number: unit for unit in units for number in unit.members.values()}
        sure = [pair for pair in self._found if set(pair) <= unit_of.keys() and self._is_sure(*pair, unit_of)]
        for one, other in sorted(sure, key=lambda pair: (-self._found[pair].score, pair)):
            left, right = unit_of[one], unit_of[other]
            if left is right or left.members.keys() & right.members.keys():
                continue
            left.evidence += [*right.evidence, self.words(one, other)]
            left.by |= {*right.by, "content"}
            left.members.update(right.members)
            for number in right.members.values():
                unit_of[number] = left
        return list({id(unit): unit for unit in unit_of.values()}.values())

    def _is_sure(self, one: int, other: int, unit_of: Mapping[int, _Unit]) -> bool:
        found = self._found[one, other]
        both_named = self._files[one].named and self._files[other].named
        if both_named and self._files[one].key != self._files[other].key and len(unit_of[one].members) > 1:
            return False
        enough = found.score >= ENOUGH and _shared_count(found) >= _FEWEST_SHARED
        return enough and self._best(one, other) and self._best(other, one)

    def _best(self, one: int, other: int) -> bool:
        """Whether `other` is by far the best for `one` among the files in its language."""
        (score, first), *rest = self._ranked[one, self._files[other].language]
        return first == other and (not rest or score >= CLEARLY * rest[0][0])

    def words(self, one: int, other: int) -> str:
        """What two files share, for a person."""
        found = self._found[min(one, other), max(one, other)]
        left = self._profiles[min(one, other)]
        parts = []
        for kind, things in found.shared.items():
            if things:
                shown = ", ".join(left.things[thing] for thing in things[:_SHOWN])
                more = f" and {len(things) - _SHOWN} more" if len(things) > _SHOWN else ""
                parts.append(f"{_KIND_NAMES[kind]} {shown}{more}")
        names = " and ".join(self._files[number].path.name for number in (one, other))
        return f"{names} are alike ({found.score:.2f}): {'; '.join(parts)}; length {found.length_ratio:.2f} of expected"

    def left_alone(self, number: int) -> Unmatched:
        """Why a file found no partner."""
        one = self._files[number]
        rankings = [ranking for (here, _), ranking in self._ranked.items() if here == number]
        entries = sorted((entry for ranking in rankings for entry in ranking), key=lambda entry: (-entry[0], entry[1]))
        if not entries:
            return Unmatched(one.path, one.language, "shares nothing with a file in another language")
        score, best = entries[0]
        path = self._files[best].path
        if score < ENOUGH:
            reason = f"nothing is alike enough; nearest is {path} ({score:.2f} of {ENOUGH:.2f} needed)"
        elif not self._best(number, best) or not self._best(best, number):
            reason = f"it cannot be told from others in its language which one belongs to {path} ({score:.2f})"
        elif _shared_count(self._found[min(number, best), max(number, best)]) < _FEWEST_SHARED:
            reason = (
                f"too little to go by: {path} is alike ({score:.2f}), but they share less than {_FEWEST_SHARED} things"
            )
        else:
            reason = f"{path} is alike ({score:.2f}), but belongs to other files by its name or content"
        return Unmatched(one.path, one.language, reason, path, round(score, 4))


def _shared_count(likeness: Likeness) -> int:
    return sum(len(things) for things in likeness.shared.values())


def _group(unit: _Unit, files: Sequence[_File], alike: _Alike) -> Group:
    numbers = sorted(unit.members.values(), key=lambda number: (not files[number].document.is_source, number))
    named = [files[number].key for number in numbers if files[number].named]
    members = {files[number].language: files[number].path for number in numbers}
    by = " and ".join(sorted(unit.by, reverse=True))
    return Group((named or [files[numbers[0]].key])[0], members, by, tuple(unit.evidence))

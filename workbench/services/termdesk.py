"""The termbases of a project as a person works on them: which there are, which may be edited, and every edit undoable.

A termbase is edited where it lies when it is one of the project's own files in the form that the workbench writes, so
that nothing of it is lost. Others say why not: what came with the workbench is copied into the project first, tables
are imported. An edit writes the whole file, or nothing of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.config import load_settings
from workbench.core.errors import InputError, TermbaseError, WorkbenchError
from workbench.core.term import Concept
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.tbx.writing import TbxHeader, safe_id, write_tbx
from workbench.services import bootstrap
from workbench.services.files import write_whole
from workbench.services.termbases import key_of, open_termbase, read_termbase
from workbench.services.termwork import OWN, adopt, name_in_settings

MOST_STEPS = 50
"""Edits that can be taken back."""

_BODY = b"<body>"
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_OURS = "TBX v3 TBX-Basic (dca)"


@dataclass(frozen=True, slots=True)
class Book:
    """A termbase of the project.

    Attributes:
        path: its file; the project's own need not be there yet.
        name: how it is shown.
        concepts: in the order of the file.
        why_not: why it cannot be edited; empty if it can.
        told: what a person should know of it; empty for nothing.
        key: of the file's bytes when it was read; empty where there is no file.
    """

    path: Path
    name: str
    concepts: tuple[Concept, ...] = ()
    why_not: str = ""
    told: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """What an edit put in the place of what: `removed` stood at `at`, `added` stands there now."""

    path: Path
    at: int
    removed: tuple[Concept, ...]
    added: tuple[Concept, ...]

    def turned(self) -> _Step:
        return _Step(self.path, self.at, self.added, self.removed)


class TermDesk:
    """The termbases of a project; not for use by two threads at once.

    Args:
        project: the project's folder.
    """

    def __init__(self, project: Path) -> None:
        self.project = project
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def books(self) -> list[Book]:
        """Every termbase in force, the project's own first; one that cannot be read says why and holds nothing."""
        own = self.project / OWN
        named = load_settings(self.project).glossaries or bootstrap.shipped_glossaries()
        return [self.open(path) for path in dict.fromkeys([own, *named])]

    def open(self, path: Path) -> Book:
        """One of them, as it is now."""
        name = path.relative_to(self.project).as_posix() if path.is_relative_to(self.project) else path.name
        if path == self.project / OWN and not path.exists():
            return Book(path, name)
        try:
            termbase = open_termbase(path)
        except TermbaseError as error:  # nothing in it that can be used
            return Book(path, name, why_not=self._why_not(path), told=str(error), key=key_of(path))
        except WorkbenchError as error:
            return Book(path, name, why_not=str(error), told=str(error))
        return Book(path, name, termbase.concepts, self._why_not(path), termbase.told, termbase.key)

    def _why_not(self, path: Path) -> str:
        if not path.is_relative_to(self.project):
            return f"{path.name} lies outside of the project and is only read; copy it into the project to edit it"
        if path.suffix.lower() != ".tbx":
            return f"{path.name} is a table and is only read; import it into the project's own termbase to edit it"
        return ""

    # -- edits -------------------------------------------------------------------------------------------------------

    def change(self, book: Book, before: Concept | None, after: Concept | None) -> Book:
        """Put a concept in the place of another, add one (`before` None) or delete one (`after` None).

        Returns: the termbase as it is then; an id that XML does not allow, or that is taken, comes out changed.
        Raises: TermbaseError if it cannot be edited or the concept was changed meanwhile; WriteError.
        """
        now = self._to_edit(book)
        at = len(now.concepts) if before is None else _place(now, before)
        added = () if after is None else (_with_free_id(after, now, before),)
        return self._make(now, _Step(book.path, at, () if before is None else (before,), added))

    def undo(self) -> Book | None:
        """Take the last edit back; the termbase as it is then, or None if there is nothing to take back.

        Raises: TermbaseError if what it changed was changed again by somebody else; the edit is then forgotten.
        """
        return self._again(self._done, self._undone)

    def redo(self) -> Book | None:
        """Make the edit again that was taken back last; as `undo`."""
        return self._again(self._undone, self._done)

    def _again(self, steps: list[_Step], others: list[_Step]) -> Book | None:
        if not steps:
            return None
        step = steps.pop().turned()
        written = self._write(self._to_edit(self.open(step.path)), step)
        others.append(step)
        return written

    def _make(self, book: Book, step: _Step) -> Book:
        written = self._write(book, step)
        self._done = [*self._done, step][-MOST_STEPS:]
        self._undone.clear()
        return written

    def took(self, before: Book) -> Book:
        """Remember what something else (an import) has made of a termbase as one edit; the termbase as it is now."""
        now = self.open(before.path)
        step = _difference(before, now)
        if step.removed or step.added:
            self._done = [*self._done, step][-MOST_STEPS:]
            self._undone.clear()
        return now

    def _to_edit(self, book: Book) -> Book:
        """The termbase as it is now.

        Raises: TermbaseError if it cannot be edited without losing something.
        """
        if book.why_not:
            raise TermbaseError(book.why_not)
        if not book.path.exists():
            return Book(book.path, book.name)
        report = GlossaryReport()
        try:
            concepts = read_termbase(book.path, report)
        except InputError as error:
            raise TermbaseError(f"{error}; repair it before it is edited here") from error
        lost = report.broken or _lost(report)
        if lost:
            raise TermbaseError(f"{book.path}: it cannot be edited here, since this would be lost: {lost}; import it")
        return Book(book.path, book.name, tuple(concepts), told=book.told, key=key_of(book.path))

    def _write(self, book: Book, step: _Step) -> Book:
        end = step.at + len(step.removed)
        if book.concepts[step.at : end] != step.removed:
            step = _moved(book, step)
            end = step.at + len(step.removed)
        concepts = (*book.concepts[: step.at], *step.added, *book.concepts[end:])
        write_whole(book.path, _content(book.path, concepts), force=True)
        if book.path == self.project / OWN:
            name_in_settings(self.project, OWN)
        return Book(book.path, book.name, concepts, told=book.told, key=key_of(book.path))

    # -- whole termbases ---------------------------------------------------------------------------------------------

    def adopt(self, book: Book) -> Book:
        """Copy a termbase that lies elsewhere into the project, and name the copy in place of it.

        Raises: WriteError, ConfigError if the settings cannot be changed safely.
        """
        return self.open(adopt(self.project, book.path))


def _place(book: Book, concept: Concept) -> int:
    """Raises: TermbaseError if the concept is no longer there as it was."""
    if concept in book.concepts:
        return book.concepts.index(concept)
    raise TermbaseError(f"{book.name}: {concept.id} was changed by somebody else meanwhile; look at it again")


def _moved(book: Book, step: _Step) -> _Step:
    """The step at the place where what it replaces stands now; raises as `_place`."""
    at = _place(book, step.removed[0]) if step.removed else len(book.concepts)
    if book.concepts[at : at + len(step.removed)] != step.removed:
        raise TermbaseError(f"{book.name} was changed by somebody else meanwhile; this edit cannot be taken back")
    return _Step(step.path, at, step.removed, step.added)


def _with_free_id(concept: Concept, book: Book, before: Concept | None) -> Concept:
    taken = {each.id for each in book.concepts} - ({before.id} if before else set())
    wanted = name = safe_id(concept.id)
    number = 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return replace(concept, id=name)


def _difference(before: Book, after: Book) -> _Step:
    """What stands between the concepts that both begin with and those that both end with."""
    old, new = before.concepts, after.concepts
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return _Step(before.path, head, old[head : len(old) - tail], new[head : len(new) - tail])


def _lost(report: GlossaryReport) -> str:
    """What writing would lose of a file that was read; empty if nothing."""
    if report.format != _OURS:
        return f"what {report.format} has and TBX-Basic has not"
    lost = [f"{reason} ({number})" for (_, reason), number in report.skipped.items()]
    lost += [f"{name} ({number})" for name, number in report.ignored.items()]
    return ", ".join(lost)


def _content(path: Path, concepts: Sequence[Concept]) -> bytes:
    """The file with these concepts, its header as it stands there."""
    stream = io.BytesIO()
    write_tbx(concepts, stream, TbxHeader("Termbase of this project"))
    made = stream.getvalue()
    head = _head(path)
    return head + made[made.index(_BODY) :] if head else made


def _head(path: Path) -> bytes:
    """What a file has before its body, where it can be kept before a body in UTF-8; else nothing."""
    if not path.exists():
        return b""
    head, body, _ = path.read_bytes().partition(_BODY)
    declared = _DECLARED.search(head)
    sound = body and b"<!--" not in head and (declared is None or declared[1].lower() == b"utf-8")
    return head if sound else b""

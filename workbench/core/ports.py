"""What the services ask of the packages below them, as Protocols."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from workbench.core.bead import Bead
from workbench.core.change import Change, ChangeKind, Comment
from workbench.core.finding import Finding
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.link import WordLink
from workbench.core.match import Context, Match, MemoryEntry
from workbench.core.page import CellHits, Extra, OddRun, Tally, TextRun, VersionHead
from workbench.core.passage import Passage, Repetition
from workbench.core.project import Cell, Origin, Revision, State, Statement, Version
from workbench.core.term import Term, TermHit


class Batch(Protocol):
    """Segments that an engine decodes together."""

    @property
    def indices(self) -> Sequence[int]:
        """Where its segments stand among those that were given."""
        ...

    @property
    def segments(self) -> Sequence[str]:
        """Its segments, in the order of `indices`."""
        ...


class Engine(Protocol):
    """Translates segments from one language to another; a route of several engines is one too.

    `translate` answers any number of segments. Who wants to see the batches (to run them side by side with others, to
    note down what is done) asks for `batches` and gives each to `decode`, which may be called from several threads.
    """

    @property
    def route(self) -> tuple[str, ...]:
        """Languages passed through, source first."""
        ...

    @property
    def side_by_side(self) -> int:
        """How many batches it can decode at once; more calls of `decode` than these wait."""
        ...

    def translate(self, segments: Sequence[str], decoding: Decoding = ...) -> list[Hypothesis]:
        """One hypothesis for each segment, in their order; white space around a segment comes back as it is.

        Raises: EngineError
        """
        ...

    def batches(self, segments: Sequence[str]) -> Sequence[Batch]:
        """Every segment in one batch, by segments and settings alone, whatever runs beside.

        Raises: EngineError
        """
        ...

    def decode(self, batch: Batch, decoding: Decoding = ...) -> list[Hypothesis]:
        """One hypothesis for each segment of a batch of this engine's own, in the order of its `indices`.

        Raises: EngineError
        """
        ...


class Detector(Protocol):
    """Tells the language of a text."""

    def detect(self, text: str, languages: Sequence[str] | None = None) -> tuple[str, float]:
        """The language and a score 0..1; `und` and 0 where the text cannot tell. `languages` restricts the answer."""
        ...


class KnownTranslations(Protocol):
    """Translations that are there already."""

    def exact(self, segment: str, source: str, target: str) -> str | None:
        """The translation of exactly this segment between two languages, None if there is none."""
        ...


class TermFinder(Protocol):
    """Finds terms in running text."""

    def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
        """Hits in order of place, without overlap; with `homonyms` several at one place, the likeliest first."""
        ...


class Terms(TermFinder, Protocol):
    """A termbase: finds terms, and says how a concept is to be rendered."""

    def terms(self, concept: str, language: str) -> list[Term]:
        """The terms of a concept in a language, preferred ones first; parts of speech are `noun`, `verb`, `other`."""
        ...

    def digest(self, languages: Iterable[str]) -> str:
        """A hash of the terms of some languages, for telling whether two termbases say the same."""
        ...


class Vocabulary(Protocol):
    """Knows what single words may mean."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages whose words it knows, by base tag."""
        ...

    def concepts(self, word: str, language: str) -> Sequence[str]:
        """The ids of the concepts that a word as written may stand for; none where it is not known."""
        ...


class Aligner(Protocol):
    """Aligns the segments of two texts."""

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        source_language: str,
        target_language: str,
        *,
        source_terms: Sequence[Sequence[TermHit]] | None = None,
        target_terms: Sequence[Sequence[TermHit]] | None = None,
        pins: Sequence[Bead] = (),
    ) -> list[Bead]:
        """Beads in order that cover every segment of both sides once.

        Args:
            source_terms, target_terms: for each segment the terms found in it.
            pins: beads that a person has accepted, in order; they come back as they are, the rest is aligned around.
        Raises: AlignmentError if the pins cross or do not fit the texts.
        """
        ...


class WordAligner(Protocol):
    """Aligns the words of a text and its translation, in two languages that it was made for."""

    def align(
        self,
        source: str,
        target: str,
        source_terms: Sequence[TermHit] = (),
        target_terms: Sequence[TermHit] = (),
    ) -> list[WordLink]:
        """Links in order of place, source first; words without a counterpart have none.

        Args:
            source_terms, target_terms: the terms found in each; those of the same concept are held to correspond.
        """
        ...


class Check(Protocol):
    """Looks at one source segment and its translation."""

    @property
    def id(self) -> str:
        """Stable name, used in settings, flags and reports."""
        ...

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """What it noticed, empty if nothing."""
        ...


class RemarkStore(Protocol):
    """What is said beside the cells of a project; none of it is a step of the undo."""

    def comment(self, cell_id: int, text: str, author: str) -> Comment:
        """Add a comment; ConflictError if the cell is no longer part of its version."""
        ...

    def comments(self, cell_id: int) -> list[Comment]:
        """Comments at a cell, oldest first."""
        ...

    def commented(self, statement_id: int) -> dict[int, int]:
        """How many open comments the cells of a statement have, by cell."""
        ...

    def resolve(self, comment: Comment, author: str, *, resolved: bool) -> Comment:
        """Close a comment, or open it again."""
        ...

    def set_differs(self, cell_id: int, differs: bool) -> None:
        """Mark a cell as different from its repetitions, or not."""
        ...

    def differs(self, cell_id: int) -> bool:
        """Whether a cell is marked as different."""
        ...

    def set_ignored(self, cell_id: int, check: str, mark: str | None) -> None:
        """Ignore a check in a cell as long as its texts have that mark; None to heed it again."""
        ...

    def ignored(self, cell_id: int) -> dict[str, str]:
        """The checks that are ignored in a cell, each with its mark."""
        ...

    def ignored_in(self, statement_id: int) -> dict[int, dict[str, str]]:
        """The same for all cells of a statement that have any, by cell."""
        ...


class ProjectStore(Protocol):
    """A project at rest. Every method that writes is one durable transaction.

    Inside `transaction()` several writes become one: all or none.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside succeed together or leave no trace."""
        ...

    def statements(self) -> list[Statement]:
        """All statements by key."""
        ...

    def statement(self, key: str) -> Statement | None:
        """The statement of that key."""
        ...

    def add_statement(self, statement: Statement) -> Statement:
        """Store a new one (its id is given here); StorageError if the key is taken."""
        ...

    def update_statement(self, statement: Statement) -> None:
        """Store changed title, date or source language."""
        ...

    def versions(self, statement_id: int) -> list[Version]:
        """Versions of a statement, source first, then by language."""
        ...

    def version(self, statement_id: int, language: str) -> Version | None:
        """The version in that language."""
        ...

    def put_version(self, version: Version) -> Version:
        """Store a version and its segments, replacing those of the same statement and language."""
        ...

    def cells(self, version_id: int) -> list[Cell]:
        """Cells in order."""
        ...

    def cell(self, cell_id: int) -> Cell | None:
        """One cell."""
        ...

    def put_cells(self, version_id: int, cells: Sequence[Cell], author: str) -> list[Cell]:
        """Make these the cells of a version, in this order.

        A cell with an id keeps it and its history (a changed text or state adds a revision); one with id 0 is new;
        those left out are retired, their history stays.
        """
        ...

    def edit(
        self, cell_id: int, *, text: str, state: State, origin: Origin, revision: int, author: str, source_text: str
    ) -> Cell:
        """Change one cell, based on `revision`; adds to its history and clears its journal entry.

        Raises: ConflictError if the cell has moved on; the text offered is in the history all the same.
        """
        ...

    def change(self, kind: ChangeKind, cells: Sequence[Cell], author: str, *, comment: str = "") -> Change:
        """Change what cells say (text, state, origin, source text), each based on its `revision`, as one step.

        Those that would not change are passed over, those that have moved on are told in `Change.left`; what is half
        typed in one of several cells stays. A comment is said about the first cell and taken back with the step.
        Raises: ConflictError if all of them have moved on; the text of a single one is in its history all the same.
        """
        ...

    def reshape(self, kind: ChangeKind, cells: Sequence[Cell], author: str, *, leaving: Sequence[Cell] = ()) -> Change:
        """Let neighbours cover other rows, as one step.

        Args:
            cells: as they are to be, in order, each based on its `revision`; one with id 0 comes in after the one
                before it and gets its history.
            leaving: cells that leave the version; the last of `cells` gets their histories and comments.
        Raises: ConflictError if one of them has moved on; nothing is written.
        """
        ...

    def undo(self, author: str) -> Change | None:
        """Take back the last step of an author that is not taken back, None if there is none.

        Each cell goes back that still says what the step left in it; the others are told in `Change.left`. What let
        cells cover other rows goes back whole or not at all. A new step drops those taken back.
        Raises: ConflictError if nothing of it can go back; the step is dropped then.
        """
        ...

    def redo(self, author: str) -> Change | None:
        """Make the step again that the author has taken back last; otherwise as `undo`."""
        ...

    @property
    def remarks(self) -> RemarkStore:
        """What is said beside the cells."""
        ...

    def following(self, cell_id: int) -> Cell | None:
        """The cell after one in its version."""
        ...

    def cells_of(self, ids: Iterable[int]) -> dict[int, Cell]:
        """Cells by number; those that are none or retired are left out."""
        ...

    def passages(
        self, language: str, keys: Collection[str], *, source: bool, after: tuple[str, int] = ..., most: int
    ) -> list[Passage]:
        """Texts of a language in some statements, by statement and place, without those that have none.

        Args:
            source: rows of statements that are written in it; otherwise cells of the others.
            after: statement key and place of the last text that is known; most: how many to give.
        """
        ...

    def repetitions(self, cell: Cell) -> list[Repetition]:
        """Cells of drafted versions in the same language whose source is that of this one, by statement and place.

        Left out are the cell itself, cells that share a row (and all for one that does), those marked as different, and
        those in which something is half typed.
        """
        ...

    def source_text(self, cell: Cell) -> str:
        """Today's source of a cell: its rows of the source version joined, without white space at the ends."""
        ...

    def history(self, cell_id: int) -> list[Revision]:
        """Every revision, oldest first."""
        ...

    def copy_history(self, from_id: int, to_id: int) -> None:
        """Give the history of one cell to another one as well; the two are then told in the order of time."""
        ...

    def journal(self, cell_id: int, text: str) -> None:
        """Keep a half-typed text; one that another process has kept there goes to the history of the cell."""
        ...

    def journaled(self) -> dict[int, str]:
        """Half-typed texts by cell that no edit has followed."""
        ...

    def change_count(self) -> int:
        """A number that changes whenever anybody, in any process, has written."""
        ...

    def moment(self) -> AbstractContextManager[None]:
        """All reads of this thread inside see the project as it was when the first of them began."""
        ...

    # Parts of a large statement; what they cost depends on what they give.

    def heads(self, statement_id: int | None = None) -> list[VersionHead]:
        """Versions without their text, of one statement or of all, by statement and language."""
        ...

    def segments(self, version_id: int, start: int, stop: int) -> list[str]:
        """Segments of a version from one position to another, half-open; fewer where there are fewer."""
        ...

    def cells_over(self, version_id: int, start: int, stop: int) -> list[Cell]:
        """Cells, in order, that cover any of these source rows (half-open), or have none and stand before one."""
        ...

    def texts_over(self, version_id: int, start: int, stop: int) -> list[TextRun]:
        """The texts of the same cells."""
        ...

    def rows_saying(self, version_id: int, folded: str, start: int, stop: int) -> list[int]:
        """The segments, among these positions (half-open), that contain a text as `text.normalize.fold` gives it."""
        ...

    def cell_hits(
        self,
        version_id: int,
        start: int,
        stop: int,
        *,
        folded: str = "",
        states: Collection[State] | None = None,
        noted: int | None = None,
    ) -> CellHits:
        """Which of the same cells as in `cells_over` contain such a text, are in one of some states, have been noted.

        Args:
            noted: the number of the checks that have noticed something.
        """
        ...

    def unnoted(self, version_id: int, start: int, stop: int, by: int, most: int) -> list[Cell]:
        """The first cells that begin on these source rows and of which these checks have nothing noted yet."""
        ...

    def note(self, found: Mapping[Cell, bool], by: int, heads: Sequence[VersionHead]) -> None:
        """Keep of cells whether some checks notice something.

        It goes with every change of the cell and of the texts of its statement. What has changed since the cells were
        read, `heads` among it, is not noted.
        """
        ...

    def odd_runs(self, version_id: int, start: int, stop: int) -> list[OddRun]:
        """Those among the same cells that do not have exactly one source row to themselves, in order."""
        ...

    def runs_in(self, version_id: int, states: Collection[State], start: int, stop: int) -> list[tuple[int, int]]:
        """Source rows (half-open) of the cells in some states that begin on one of these rows."""
        ...

    def extras(self, version_ids: Sequence[int]) -> list[Extra]:
        """Cells of some versions that take up lines of their own, by version and row."""
        ...

    def tallies(self, version_ids: Sequence[int] | None = None) -> list[Tally]:
        """Cells by version and state, of some versions or of all."""
        ...

    def lowest_confidence(self, version_id: int) -> float | None:
        """Of the least certain bead of a version, 0..1; None if it has no cells."""
        ...

    def nearest(self, version_id: int, position: int, step: int, states: Collection[State]) -> Cell | None:
        """The first cell in one of these states after a position in its version (`step` 1) or before it (-1)."""
        ...

    def position_before(self, version_id: int, row: int) -> int:
        """The position of the last cell of a version that begins before a source row, -1 if there is none."""
        ...

    def last_entry(self) -> int:
        """The number of the newest entry in any cell's history; what is written later has higher numbers."""
        ...

    def changed_since(self, entry: int, version_ids: Sequence[int]) -> list[Cell]:
        """Cells of some versions, as they are now, with entries in their history after one of `last_entry`."""
        ...

    def versions_changed_since(self, entry: int) -> set[int]:
        """The versions with such cells."""
        ...

    def close(self) -> None:
        """Checkpoint and close, so that the folder can be copied."""
        ...


class Memory(Protocol):
    """A translation memory that can be asked; every entry answers in both directions."""

    def lookup(
        self,
        source: str,
        source_language: str,
        target_language: str,
        *,
        context: Context = ...,
        least: float = ...,
        most: int = ...,
    ) -> list[Match]:
        """Matches for a segment, the best first; every match of the least score is a candidate.

        Args:
            context: what stands around the segment.
            least: of the score, 0..1; most: matches wanted.
        """
        ...


class MemoryStore(Memory, Protocol):
    """A translation memory that is filled by hand."""

    def add(self, entries: Iterable[MemoryEntry]) -> None:
        """Take entries in; one with the id of another replaces it, one with a blank side is left out."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Forget entries; ids that are not there are passed over."""
        ...

"""How far each version of each statement is: counted by the store, and kept up with what is written."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.core.page import Tally, VersionHead
from workbench.core.ports import ProjectStore
from workbench.core.project import State, Statement


@dataclass(frozen=True, slots=True)
class VersionOverview:
    """One version in numbers.

    Attributes:
        kind: `source`, `imported`, `drafted`, or `none` where there is no version yet.
        counts: cells by state; empty for the source, and for an imported version that is not aligned yet.
        total: cells; segments where there are no cells; rows of the source where there is no version.
        done: cells that need no more work; all segments of a text that came in whole.
        aligned: whether the version has cells.
        findings: what the checks report; None where they have not been run.
    """

    kind: str
    counts: Mapping[State, int] = field(default_factory=dict)
    total: int = 0
    done: int = 0
    aligned: bool = False
    findings: int | None = None


@dataclass(frozen=True, slots=True)
class StatementOverview:
    """One statement and its versions by language, source first; `heads` are of those that there are."""

    statement: Statement
    languages: Mapping[str, VersionOverview]
    heads: Mapping[str, VersionHead] = field(default_factory=dict)

    @property
    def source(self) -> VersionHead | None:
        """Its text; None where it has none."""
        return self.heads.get(self.statement.source_language)


class Overview:
    """All statements in numbers; asked again, it reads only what has changed. Threads may share it.

    Args:
        store: where the statements are.
        languages: that each is needed in, in the order of showing.
    """

    def __init__(self, store: ProjectStore, languages: Sequence[str]) -> None:
        self._store, self._languages = store, tuple(languages)
        self._lock = threading.Lock()
        self._seen: int | None = None
        self._entry = 0
        self._heads: dict[int, VersionHead] = {}
        self._tallies: dict[int, list[Tally]] = {}
        self._items: list[StatementOverview] = []
        self._words: dict[VersionHead, int] = {}
        self._lowest: dict[VersionHead, float | None] = {}

    def items(self) -> list[StatementOverview]:
        """Every statement by key; the same list as long as nobody has written."""
        with self._lock:
            count = self._store.change_count()
            if count != self._seen:
                self._read()
                self._seen = count
            return self._items

    def uncounted(self) -> list[StatementOverview]:
        """Every statement by key, without its versions: at once, however much there is to count."""
        return [StatementOverview(statement, {}) for statement in self._store.statements()]

    def words(self, item: StatementOverview) -> int:
        """Words of a statement's source, separated by white space; counted once for each text."""
        source = item.source
        if source is None:
            return 0
        if source not in self._words:
            texts = self._store.segments(source.id, 0, source.segments)
            self._words[source] = sum(len(text.split()) for text in texts)
        return self._words[source]

    def counted_words(self, item: StatementOverview) -> int | None:
        """The same where it has been counted, else None."""
        return self._words.get(item.source, None) if item.source else 0

    def lowest_confidence(self, item: StatementOverview, language: str) -> float | None:
        """Of the least certain bead of an imported version, 0..1; None where nothing is aligned."""
        head = item.heads.get(language)
        if head is None or item.languages[language].kind != "imported":
            return None
        if head not in self._lowest:
            self._lowest[head] = self._store.lowest_confidence(head.id)
        return self._lowest[head]

    def _read(self) -> None:
        with self._store.moment():
            entry = self._store.last_entry()
            statements, heads = self._store.statements(), {head.id: head for head in self._store.heads()}
            changed = {number for number, head in heads.items() if self._heads.get(number) != head}
            if 0 < self._entry <= entry:
                changed |= self._store.versions_changed_since(self._entry) & set(heads)
                tallies = self._store.tallies(sorted(changed)) if changed else []
            else:
                changed, tallies = set(heads), self._store.tallies()
        gone = {head.statement_id for number, head in self._heads.items() if number not in heads}
        self._entry, self._heads = entry, heads
        self._tallies = {number: rest for number, rest in self._tallies.items() if number not in changed}
        for tally in tallies:
            self._tallies.setdefault(tally.version_id, []).append(tally)
        self._arrange(statements, gone | {heads[number].statement_id for number in changed})

    def _arrange(self, statements: Iterable[Statement], changed: set[int]) -> None:
        """Put the list together, with new items for the statements that have changed."""
        known = {item.statement: item for item in self._items}
        of_statement: dict[int, list[VersionHead]] = {}
        for head in self._heads.values():
            of_statement.setdefault(head.statement_id, []).append(head)
        self._items = [
            self._item(statement, of_statement.get(statement.id, ()))
            if statement.id in changed or statement not in known
            else known[statement]
            for statement in statements
        ]

    def _item(self, statement: Statement, heads: Iterable[VersionHead]) -> StatementOverview:
        versions = {head.language: head for head in heads}
        source = versions.get(statement.source_language)
        languages = dict.fromkeys((statement.source_language, *self._languages, *versions))
        numbers = {tag: self._version(tag, versions.get(tag), source) for tag in languages}
        return StatementOverview(statement, numbers, versions)

    def _version(self, language: str, head: VersionHead | None, source: VersionHead | None) -> VersionOverview:
        if head is None:
            rows = source.segments if source else 0
            return VersionOverview("none", {State.NEW: rows}, rows)
        kind = "source" if source and language == source.language else head.kind
        tallies = self._tallies.get(head.id)
        if not tallies:
            return VersionOverview(kind, {}, head.segments, head.segments)
        counts = Counter({tally.state: tally.cells for tally in tallies})
        done = sum(tally.cells for tally in tallies if tally.state.done)
        return VersionOverview(kind, counts, counts.total(), done, aligned=True)

"""States, origins and findings in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.core.finding import Finding
from workbench.core.project import Cell, Origin, OriginKind, Revision, State
from workbench.core.term import Grade
from workbench.tui.drawing import glyph

if TYPE_CHECKING:
    from workbench.services.termuse import TermUse

_STATES = {
    State.NEW: "missing",
    State.DRAFT: "machine draft",
    State.FUZZY: "fuzzy",
    State.EDITED: "edited, not confirmed",
    State.CONFIRMED: "confirmed",
    State.REVIEWED: "reviewed",
    State.LOCKED: "locked",
}
_KINDS = {
    OriginKind.NONE: "",
    OriginKind.IMPORTED: "imported",
    OriginKind.MEMORY: "from the memory",
    OriginKind.ENGINE: "from the machine",
    OriginKind.PERSON: "by a person",
}


def state_words(state: State) -> str:
    """Glyph and name of a state."""
    return f"{glyph(state)} {_STATES[state]}"


def origin_words(origin: Origin) -> str:
    """Where a text comes from, with engine, route and score; empty for nothing."""
    parts = [_KINDS[origin.kind]]
    if origin.kind is OriginKind.ENGINE:
        parts = [f"engine {'→'.join(origin.route)} {origin.engine}".replace("  ", " ").strip()]
    if origin.base not in (None, origin.kind):
        parts.append(f"began {_KINDS[origin.base]}" if origin.base else "")
    if origin.score is not None:
        parts.append(f"{origin.score:.0f} %" if origin.kind is OriginKind.MEMORY else f"score {origin.score:.2f}")
    return " · ".join(part for part in parts if part)


def cell_words(cell: Cell | None, *, begun: bool = True) -> str:
    """State and origin of a cell in one line; `begun` tells whether the version exists where there is no cell."""
    if cell is None and begun:
        return "nothing here: this row belongs to another version"
    if cell is None:
        return f"{state_words(State.NEW)} · no version in this language yet; Enter begins one"
    words = [state_words(cell.state), origin_words(cell.origin)]
    if cell.origin.kind is OriginKind.IMPORTED and cell.confidence < 1:
        words.append(f"alignment {cell.confidence:.2f}")
    return " · ".join(word for word in words if word)


def notes_on(cell: Cell, source: str, findings: Sequence[Finding]) -> list[str]:
    """What else there is to know about a cell: findings, flags of a draft, the text on the way, a changed source."""
    notes = [f"! {finding.check}: {finding.message}" for finding in findings]
    if cell.origin.flags and cell.state in (State.DRAFT, State.FUZZY):
        notes.append(f"! draft flagged: {', '.join(cell.origin.flags)}")
    notes += [
        f"by way of {language}: {text}"
        for language, text in zip(cell.origin.route[1:-1], cell.origin.pivot, strict=False)
    ]
    if cell.source_text and cell.source_text != source:
        notes.append(f"! the source has changed; it was: {cell.source_text}")
    return notes


def term_lines(uses: Sequence[TermUse]) -> list[str]:
    """The terms of a source and what became of them (`term  treaty → traité  exact`), those to look at first."""
    ordered = sorted(uses, key=lambda use: use.grade not in (Grade.MISSING, Grade.FORBIDDEN))
    told = (f"term  {use.source} → {f'{use.target}  ' if use.target else ''}{use.grade.value}" for use in ordered)
    return list(dict.fromkeys(told))


def history_lines(revisions: Sequence[Revision], current: int, most: int = 6) -> list[str]:
    """Earlier texts of a cell, newest first, each with its time, state and author."""
    earlier = [each for each in reversed(revisions) if each.revision != current and each.text][:most]
    return [
        f"{each.at[:16].replace('T', ' ')} {glyph(each.state)} {f'{each.author}: ' * bool(each.author)}{each.text}"
        for each in earlier
    ]

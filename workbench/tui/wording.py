"""States, origins and findings in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workbench.core.change import Comment
from workbench.core.finding import Finding
from workbench.core.project import Cell, Origin, OriginKind, Revision, State
from workbench.core.term import Grade
from workbench.tui.drawing import ascii_only, glyph
from workbench.tui.i18n import N_, _, said
from workbench.tui.keymap import key_of

if TYPE_CHECKING:
    from workbench.services.termuse import TermUse

_STATES = {
    State.NEW: N_("missing"),
    State.DRAFT: N_("machine draft"),
    State.FUZZY: N_("fuzzy"),
    State.EDITED: N_("edited, not confirmed"),
    State.CONFIRMED: N_("confirmed"),
    State.REVIEWED: N_("reviewed"),
    State.LOCKED: N_("locked"),
}
_KINDS = {
    OriginKind.NONE: "",
    OriginKind.IMPORTED: N_("imported"),
    OriginKind.MEMORY: N_("from the memory"),
    OriginKind.ENGINE: N_("from the machine"),
    OriginKind.PERSON: N_("by a person"),
}
_BASES = {
    OriginKind.IMPORTED: N_("began imported"),
    OriginKind.MEMORY: N_("began from the memory"),
    OriginKind.ENGINE: N_("began from the machine"),
}
_GRADES = {
    Grade.EXACT: N_("exact"),
    Grade.INFLECTED: N_("inflected"),
    Grade.UNCERTAIN: N_("uncertain"),
    Grade.MISSING: N_("missing"),
    Grade.FORBIDDEN: N_("forbidden"),
}
_CHECKS = {
    "numbers": N_("numbers"),
    "names": N_("names"),
    "codes": N_("codes"),
    "length": N_("length"),
    "language": N_("language"),
    "script": N_("script"),
    "repetition": N_("repetition"),
    "empty": N_("empty"),
    "same-as-source": N_("same as source"),
    "spelling": N_("spelling"),
    "terms": N_("terms"),
    "term-missing": N_("term missing"),
    "term-forbidden": N_("forbidden term"),
    "term-form": N_("form of a term"),
    "cut-off": N_("cut off"),
    "fuzzy-match": N_("like a match"),
    "outside-register": N_("outside what the model knows"),
    "adapted": N_("adapted from a match"),
    "confirmed-pivot": N_("from a confirmed version"),
}
"""Checks and flags by id."""


def check_words(check: str) -> str:
    """The name of a check or of a flag of a draft; one that a plugin brought keeps its id."""
    return _(_CHECKS[check]) if check in _CHECKS else check


def state_words(state: State) -> str:
    """Glyph and name of a state."""
    return f"{glyph(state)} {_(_STATES[state])}"


def grade_words(grade: Grade) -> str:
    """A grade with a sign that says whether all is well: `✓ exact`."""
    if grade in (Grade.MISSING, Grade.FORBIDDEN):
        return f"! {_(_GRADES[grade])}"
    return f"{'+' if ascii_only() else '✓'} {_(_GRADES[grade])}"


def origin_words(origin: Origin) -> str:
    """Where a text comes from, with engine, route and score; empty for nothing."""
    engine = f"{'→'.join(origin.route)} {origin.engine}".strip()
    parts = [_(_KINDS[origin.kind]) if _KINDS[origin.kind] else ""]
    if origin.kind is OriginKind.ENGINE:
        parts = [_("engine {name}").format(name=engine)]
    if origin.base in _BASES and origin.base is not origin.kind:
        parts.append(_(_BASES[origin.base]))
        parts += [engine] if origin.base is OriginKind.ENGINE and engine else []
    if origin.score is not None:
        memory = OriginKind.MEMORY in (origin.kind, origin.base)
        parts.append(f"{origin.score:.0f} %" if memory else _("score {n}").format(n=f"{origin.score:.2f}"))
    return " · ".join(part for part in parts if part)


def cell_words(cell: Cell | None, *, begun: bool = True) -> str:
    """State and origin of a cell in one line; `begun` tells whether the version exists where there is no cell."""
    if cell is None and begun:
        return _("nothing here: this row belongs to another version")
    if cell is None:
        missing, key = state_words(State.NEW), key_of("cell.edit")
        return _("{missing} · no version in this language yet; {key} begins one").format(missing=missing, key=key)
    words = [state_words(cell.state), origin_words(cell.origin)]
    if cell.origin.kind is OriginKind.IMPORTED and cell.confidence < 1:
        words.append(_("alignment {confidence}").format(confidence=f"{cell.confidence:.2f}"))
    return " · ".join(word for word in words if word)


def notes_on(cell: Cell, source: str, findings: Sequence[Finding]) -> list[str]:
    """What else there is to know about a cell: findings, flags of a draft, the text on the way, a changed source."""
    notes = [
        _("! {check}: {message}").format(check=check_words(finding.check), message=said(finding.message))
        for finding in findings
    ]
    if cell.origin.flags and cell.state in (State.DRAFT, State.FUZZY):
        notes.append(_("! draft flagged: {flags}").format(flags=", ".join(map(check_words, cell.origin.flags))))
    notes += [
        _("by way of {language}: {text}").format(language=language, text=text)
        for language, text in zip(cell.origin.route[1:-1], cell.origin.pivot, strict=False)
    ]
    if cell.source_text and cell.source_text != source:
        notes.append(_("! the source has changed; it was: {text}").format(text=cell.source_text))
    return notes


def term_lines(uses: Sequence[TermUse]) -> list[str]:
    """Terms of a source that its translation does not carry, or carries by a word that is forbidden."""
    wrong = [use for use in uses if use.grade in (Grade.MISSING, Grade.FORBIDDEN)]
    told = (
        _("! term: {source} is rendered by {target}, which is forbidden").format(source=use.source, target=use.target)
        if use.grade is Grade.FORBIDDEN
        else _("! term: {source} is not carried").format(source=use.source)
        for use in wrong
    )
    return list(dict.fromkeys(told))


def spelling_lines(words: Iterable[str]) -> list[str]:
    """Misspelt words."""
    key = key_of("spelling.accept")
    return [
        _("! spelling: {word} is in no dictionary; {key} accepts it").format(word=word, key=key)
        for word in dict.fromkeys(words)
    ]


def history_lines(revisions: Sequence[Revision], current: int, most: int = 20) -> list[str]:
    """Earlier texts of a cell, newest first, each with its time, state and author."""
    earlier = [each for each in reversed(revisions) if each.revision != current and each.text][:most]
    return [
        f"{each.at[:16].replace('T', ' ')} {glyph(each.state)} {f'{each.author}: ' * bool(each.author)}{each.text}"
        for each in earlier
    ]


def comment_lines(comments: Sequence[Comment]) -> list[str]:
    """What was said about a cell, open remarks first, the newest of them at the top."""
    ordered = sorted(reversed(comments), key=lambda each: each.resolved)
    return [
        _("{mark}{when} {author}: {text}").format(
            mark="✓ " * each.resolved, when=each.at[:16].replace("T", " "), author=each.author, text=each.text
        )
        for each in ordered
    ]

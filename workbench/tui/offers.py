"""Suggestions as the desk shows them: one numbered list, each with what it is, where it comes from and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.core.match import MatchKind
from workbench.core.term import Grade
from workbench.tui.diff import diff_pieces
from workbench.tui.drawing import ascii_only
from workbench.tui.i18n import N_, _
from workbench.tui.widgets.notes import Entry, Piece
from workbench.tui.wording import grade_words

if TYPE_CHECKING:
    from workbench.services.suggestions import Suggestion

MOST = 9
"""Suggestions with a number: one digit inserts each."""

KINDS = {
    "memory": N_("memory"),
    "machine": N_("machine"),
    "term": N_("term"),
    "number": N_("number"),
    "name": N_("name"),
    "spelling": N_("spelling"),
}
_CONTEXT_PERCENT = 101
"""How the trade shows a match whose neighbours are the same as well."""


def entries(
    suggestions: Sequence[Suggestion],
    source: str,
    *,
    compact: bool,
    text: str = "",
    lit: tuple[int, int] | None = None,
    waiting: str = "",
) -> list[Entry]:
    """The list as it is shown.

    Args:
        source: today's, for what differs from that of a match.
        compact: for a low pane: no heads, two terms a line, and one line for what stands in the cell anyway.
        text: of the cell.
        lit: the place in the source of the term that is lit up.
        waiting: what to say of a draft that is still to be made.
    """
    return [
        _compact(number, each, text, lit=lit is not None and each.place == lit, waiting=waiting)
        if compact
        else _entry(number, each, source, lit=lit is not None and each.place == lit, waiting=waiting)
        for number, each in enumerate(suggestions, 1)
    ]


def _head(number: int, each: Suggestion, *, lit: bool) -> list[Piece]:
    shown = f"{number} " if number <= MOST else "  "
    return [(shown, "number"), (f"{_(KINDS[each.kind])} ", "lit" if lit else "kind")]


def _compact(number: int, each: Suggestion, text: str, *, lit: bool, waiting: str) -> Entry:
    head, answer = _head(number, each, lit=lit), number if number <= MOST else 0
    if each.is_pending:
        return Entry((tuple([*head, (waiting, "dim")]),), answer)
    if not each.kind.whole:
        return Entry((tuple([*head, *_word(each, signs=True)]),), answer, shares=True)
    said: list[Piece] = [(f"{_percent(each)} ".lstrip(), "kind"), (each.text, "text")]
    return Entry((tuple([*head, *said]),), answer, cut=each.text == text)


def _entry(number: int, each: Suggestion, source: str, *, lit: bool, waiting: str) -> Entry:
    head = _head(number, each, lit=lit)
    if each.is_pending:
        return Entry((tuple([*head, (waiting, "dim")]),), number if number <= MOST else 0)
    if not each.kind.whole:
        return Entry((tuple([*head, *_word(each)]),), number if number <= MOST else 0)
    lines: list[tuple[Piece, ...]] = [tuple([*head, *_about(each)]), ((each.text, "text"),)]
    if each.source and each.source != source:
        lines.append(
            tuple((text, "dim" if name == "text" else name) for text, name in diff_pieces(each.source, source))
        )
    return Entry(tuple(lines), number if number <= MOST else 0)


def _word(each: Suggestion, *, signs: bool = False) -> list[Piece]:
    """`measurement → ölçmə  ✓ exact`; with signs only: `measurement → ölçmə ✓`."""
    arrow = "->" if ascii_only() else "→"
    grade = grade_words(each.grade) if each.grade is not None else ""
    told = f" {grade[:1]}".rstrip() if signs else f"  {grade}".rstrip()
    missing = each.grade in (Grade.MISSING, Grade.FORBIDDEN) and each.kind == "term"
    return [(f"{each.source} {arrow} ", "dim"), (each.text, "text"), (told, "warn" if missing else "dim")]


def _about(each: Suggestion) -> list[Piece]:
    """Score and origin: `78 %  talks-on-transport, 2024-05-12`, or `en→az starter · confidence 0.81`."""
    if each.kind == "memory":
        where = ", ".join(part for part in (each.origin, each.at) if part)
        return [(_percent(each), "kind"), (f"  {where}", "dim")]
    told = [("->" if ascii_only() else "→").join(each.route)]
    if each.percent is not None:
        told.append(_("confidence {n}").format(n=f"{each.percent / 100:.2f}"))
    return [(" · ".join(part for part in (*told, each.origin) if part), "dim")]


def _percent(each: Suggestion) -> str:
    if each.kind != "memory" or each.percent is None:
        return ""
    percent = _CONTEXT_PERCENT if each.match is MatchKind.CONTEXT and each.percent >= 100 else int(each.percent)
    return f"{percent} %"

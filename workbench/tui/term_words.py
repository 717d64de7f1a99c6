"""Concepts and terms as the terms desk writes them: a glyph for each status, a line for each term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from workbench.core.language import own_name
from workbench.core.term import Concept, Grade, Term, TermStatus
from workbench.services.termtable import TermTable, twice_preferred
from workbench.tui.drawing import ascii_only, clean
from workbench.tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from workbench.services.termplaces import TermPlace
    from workbench.terminology.accepted import Accepted

_GLYPHS = dict(zip(TermStatus, "●○▽✗", strict=True))
_ASCII = dict(zip(TermStatus, "*ovx", strict=True))
STATUS_WORDS = {
    TermStatus.PREFERRED: N_("preferred"),
    TermStatus.ADMITTED: N_("admitted"),
    TermStatus.DEPRECATED: N_("deprecated"),
    TermStatus.FORBIDDEN: N_("forbidden"),
}
STATUS_COLOURS = {
    TermStatus.PREFERRED: "$desk-text",
    TermStatus.ADMITTED: "$desk-text",
    TermStatus.DEPRECATED: "$desk-warn",
    TermStatus.FORBIDDEN: "$desk-bad",
}
GRADE_WORDS = {
    Grade.EXACT: N_("as cited"),
    Grade.INFLECTED: N_("inflected"),
    Grade.UNCERTAIN: N_("uncertain"),
}
PARTS_OF_SPEECH = {
    "": N_("any word class"),
    "noun": N_("noun"),
    "properNoun": N_("proper noun"),
    "verb": N_("verb"),
    "adjective": N_("adjective"),
    "adverb": N_("adverb"),
    "other": N_("other word class"),
}
GENDERS = {
    "": N_("no gender"),
    "masculine": N_("masculine"),
    "feminine": N_("feminine"),
    "neuter": N_("neuter"),
    "other": N_("other gender"),
}
"""Values that a termbase may state, as a person reads them."""

MOST_COUNTED = 1_000
"""Places of a concept that are counted for its details."""

_MOST_FORMS = 60
_MOST_SEEN = 12


def status_glyph(status: TermStatus) -> str:
    """The one-cell sign of a status."""
    return (_ASCII if ascii_only() else _GLYPHS)[status]


def in_cell(terms: Sequence[Term]) -> tuple[str, TermStatus] | None:
    """The terms of one language in one cell of the list, and the status to colour it by; None for none."""
    if not terms:
        return None
    first = min(terms, key=lambda term: list(TermStatus).index(term.status))
    more = f" +{len(terms) - 1}" if len(terms) > 1 else ""
    return f"{status_glyph(first.status)} {clean(first.text)}{more}", first.status


def concept_lines(table: TermTable, row: int) -> list[Content]:
    """What a concept says, and what is wrong with it."""
    concept = table.concepts[row]
    lines = [Content.styled(clean(line), "$desk-warn") for line in _problems(table, row)]
    if concept.definition:
        lines.append(Content.styled(clean(concept.definition), "$desk-text"))
    if concept.note:
        lines.append(Content.styled(clean(concept.note), "$desk-dim"))
    return lines


def _problems(table: TermTable, row: int) -> list[str]:
    concept = table.concepts[row]
    told = [
        _("! {language}: more than one preferred term").format(language=language)
        for language in twice_preferred(concept)
    ]
    for term, other, theirs in table.sharing(row):
        line = _("! “{term}” ({status}) stands also in {concept} ({other})")
        told.append(
            line.format(
                term=term.text,
                status=_(STATUS_WORDS[term.status]),
                concept=table.concepts[other].id,
                other=_(STATUS_WORDS[theirs.status]),
            )
        )
    missing = table.missing(concept)
    if missing:
        told.append(_("no term to use in {languages}").format(languages=", ".join(missing)))
    return told


def term_lines(concept: Concept, forms: dict[Term, list[Accepted]] | None) -> list[Content]:
    """Every term by language, each with the forms that the matcher takes for it, once they are known."""
    lines: list[Content] = []
    for language in dict.fromkeys(term.language for term in concept.terms):
        lines.append(Content.styled(own_name(language), "bold $desk-accent"))
        for term in concept.in_language(language):
            lines.append(_term_line(term))
            if forms is not None:
                lines.append(Content.styled(f"      {_forms_told(forms.get(term, []))}", "$desk-dim"))
    return lines


def _term_line(term: Term) -> Content:
    about = [
        _(STATUS_WORDS[term.status]),
        _(PARTS_OF_SPEECH.get(term.part_of_speech, term.part_of_speech)) if term.part_of_speech else "",
        _(GENDERS.get(term.gender, term.gender)) if term.gender else "",
        term.term_type,
        _("capitals as written") if term.case_sensitive else "",
        term.note,
    ]
    return Content.assemble(
        (f"  {status_glyph(term.status)} ", STATUS_COLOURS[term.status]),
        (clean(term.text), f"bold {STATUS_COLOURS[term.status]}"),
        (f"   {clean(' · '.join(filter(None, about)))}", "$desk-dim"),
    )


def _forms_told(forms: Sequence[Accepted]) -> str:
    """`found as: çayın, çayda, …`; those that the matcher is not sure of with a question mark."""
    others = [f"{clean(each.text)}{'?' * (each.grade is Grade.UNCERTAIN)}" for each in forms if each.form]
    if not others:
        return _("found as it is written only") if forms else _("the matcher does not find it by itself")
    more = f" … (+{len(others) - _MOST_FORMS})" if len(others) > _MOST_FORMS else ""
    return _("found as: {forms}").format(forms=", ".join(others[:_MOST_FORMS]) + more)


def use_lines(places: Sequence[TermPlace] | None) -> list[Content]:
    """How often a concept stands in the statements, and as what; `None` while it is being counted."""
    if places is None:
        return [Content.styled(_("counting where it stands …"), "$desk-dim")]
    if not places:
        return [Content.styled(_("in no statement of this project"), "$desk-dim")]
    statements = len({place.statement_key for place in places})
    often = ngettext("{n} time", "{n} times", len(places)).format(n=len(places))
    if len(places) > MOST_COUNTED:
        often = _("more than {n} times").format(n=MOST_COUNTED)
    where = ngettext("in {n} statement", "in {n} statements", statements).format(n=statements)
    by_language = Counter(place.language for place in places)
    counts = "  ".join(f"{language} {number}" for language, number in by_language.most_common())
    seen = Counter(clean(place.surface) for place in places).most_common(_MOST_SEEN)
    return [
        # Translators: {often} is “3 times”, {where} is “in 2 statements”, {counts} are languages with numbers.
        Content.styled(_("{often} {where}: {counts}").format(often=often, where=where, counts=counts), "$desk-text"),
        Content.styled(_("seen as: {surfaces}").format(surfaces=", ".join(f"{t} {n}" for t, n in seen)), "$desk-dim"),
    ]

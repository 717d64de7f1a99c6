"""Which status a term has where its file states none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbench.core.term import Term, TermStatus


def settled(found: Iterable[tuple[Term, bool]]) -> list[Term]:
    """Terms with their status: of those of a language that state none, the first is preferred if no other is.

    Args:
        found: terms, and whether their status was stated; one whose status was not is preferred so far.
    """
    found = list(found)
    preferred = {term.language for term, stated in found if stated and term.status is TermStatus.PREFERRED}
    terms = []
    for term, stated in found:
        if not stated and term.language in preferred:
            term = replace(term, status=TermStatus.ADMITTED)
        elif not stated:
            preferred.add(term.language)
        terms.append(term)
    return terms

"""One termbase taken into another: which concepts are the same, what each gains, what stays as a person has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from workbench.core.term import Concept, Term, TermStatus


@dataclass(slots=True)
class Merge:
    """What came of it.

    Attributes:
        concepts: all of them, those that were there first, in their order.
        added, changed, unchanged: how many of the incoming concepts were new, gave something, gave nothing.
        kept: values of the termbase that the incoming ones contradict and that stand all the same, by field.
    """

    concepts: list[Concept]
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: Counter[str] = field(default_factory=Counter)


def merged(there: Sequence[Concept], incoming: Iterable[Concept], *, force: bool = False) -> Merge:
    """Take concepts into a termbase.

    An incoming concept is one that is there if it has the same id and a term in common, or else if one that is there
    has all its terms. It then adds terms and fills what is empty; what both say stays as it is there, unless `force`.
    """
    merge = Merge(list(there))
    places = {concept.id: at for at, concept in enumerate(there)}
    holders: dict[tuple[str, str], set[int]] = {}
    for at, concept in enumerate(there):
        _index(concept, at, holders)
    for concept in incoming:
        same = _same(concept, merge.concepts, places, holders)
        at = len(merge.concepts) if same is None else same
        if same is None:
            concept = replace(concept, id=_free(concept.id, places))
            places[concept.id] = at
            merge.concepts.append(concept)
            merge.added += 1
        else:
            before = merge.concepts[at]
            merge.concepts[at] = joined(before, concept, merge.kept, force=force)
            merge.changed += merge.concepts[at] != before
            merge.unchanged += merge.concepts[at] == before
        _index(merge.concepts[at], at, holders)
    return merge


def _index(concept: Concept, at: int, holders: dict[tuple[str, str], set[int]]) -> None:
    for term in concept.terms:
        holders.setdefault((term.language, term.text), set()).add(at)


def _same(
    concept: Concept, concepts: list[Concept], places: dict[str, int], holders: dict[tuple[str, str], set[int]]
) -> int | None:
    """Where the concept that this one is stands; None if it is new."""
    at = places.get(concept.id)
    if at is not None and any(at in holders.get((term.language, term.text), ()) for term in concept.terms):
        return at
    found = [holders.get((term.language, term.text), set()) for term in concept.terms]
    common = set.intersection(*found) if found else set()
    return min((at for at in common if concepts[at].domain in ("", concept.domain) or not concept.domain), default=None)


def has_common_term(one: Concept, other: Concept) -> bool:
    """Whether two concepts share a term of the same language."""
    terms = {(term.language, term.text) for term in one.terms}
    return any((term.language, term.text) in terms for term in other.terms)


def joined(there: Concept, incoming: Concept, kept: Counter[str] | None = None, *, force: bool = False) -> Concept:
    """The concept with what the incoming one adds; what both say stays, counted in `kept`, unless `force`."""
    kept = Counter() if kept is None else kept
    terms = {(term.language, term.text): term for term in there.terms}
    preferred = {term.language for term in there.terms if term.status is TermStatus.PREFERRED}
    for term in incoming.terms:
        key = (term.language, term.text)
        if key in terms:
            terms[key] = _joined_term(terms[key], term, kept, force=force)
        elif not force and term.status is TermStatus.PREFERRED and term.language in preferred:
            kept["preferred term"] += 1
            terms[key] = replace(term, status=TermStatus.ADMITTED)
        else:
            terms[key] = term
    texts = {
        name: _chosen(name, getattr(there, name), getattr(incoming, name), kept, force=force)
        for name in ("domain", "definition", "note")
    }
    order = {language: at for at, language in enumerate(dict.fromkeys(term.language for term in terms.values()))}
    return replace(there, terms=tuple(sorted(terms.values(), key=lambda term: order[term.language])), **texts)


def _joined_term(there: Term, incoming: Term, kept: Counter[str], *, force: bool) -> Term:
    if force:
        return incoming
    if incoming.status is not there.status:
        kept["status"] += 1

    def chosen(name: str) -> str:
        return _chosen(name, getattr(there, name), getattr(incoming, name), kept, force=False)

    return replace(
        there,
        part_of_speech=chosen("part_of_speech"),
        gender=chosen("gender"),
        term_type=chosen("term_type"),
        note=chosen("note"),
    )


def _chosen(name: str, there: str, incoming: str, kept: Counter[str], *, force: bool) -> str:
    """What is there if anything is, unless forced."""
    if there and incoming and there != incoming and not force:
        kept[name.replace("_", " ")] += 1
    return incoming if incoming and (force or not there) else there


def _free(wanted: str, taken: dict[str, int]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name

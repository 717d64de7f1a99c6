"""Endings and what they stand for: from a form in running text back to the citation forms that it may belong to.

A rule says: a word that ends in `ending` may be a form of the word that ends in `restored` instead. The rules come from
the tables of `text.languages`; all strings are folded (`text.normalize.fold`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple

FIXED, NOUN, POSSESSED, AGREEING, VERB, ARTICLE = "=", "n", "p", "a", "v", "t"
"""How a word of a term behaves: not at all; as a noun; as a noun that has its possessive already (az izafet); as a noun
or adjective that agrees in a phrase (fr, en); as a verb; as an article that may contract (fr)."""

ANY_SHAPE = -1
"""The mask of a rule for every stem."""

_SHORTEST = 2


class Rule(NamedTuple):
    """One ending and what it stands for.

    Attributes:
        kind: which words inflect so, one of the constants of this module.
        restored: the end of the citation form.
        shapes: bits of the shapes of citation form that take the ending, as the table's `shape` gives them.
        changes: whether the stem may have changed inside as well.
        doubtful: whether the ending makes another word, or may.
        form: the form in words, `plural genitive`.
    """

    kind: str
    restored: str
    shapes: int
    changes: bool
    doubtful: bool
    form: str


class Candidate(NamedTuple):
    """A citation form that a word may belong to: `key` is its kind and the folded form itself."""

    key: str
    doubtful: bool
    form: str


def _no_shape(_stem: str) -> int:
    return ANY_SHAPE


def _no_change(_stem: str) -> Iterable[str]:
    return ()


class EndingTable:
    """The endings of one language, made ready for lookup.

    Args:
        rules: pairs of ending and rule; an ending may be empty.
        shape: the bit of a citation form's shape, matched against `Rule.shapes`.
        changes: for a stem without its ending, the stems of citation forms that it may be a changed form of.
    """

    def __init__(
        self,
        rules: Iterable[tuple[str, Rule]],
        shape: Callable[[str], int] = _no_shape,
        changes: Callable[[str], Iterable[str]] = _no_change,
    ) -> None:
        found: dict[str, dict[tuple[str, str, bool, bool], Rule]] = {}
        for ending, rule in rules:
            merged = found.setdefault(ending, {})
            key = (rule.kind, rule.restored, rule.changes, rule.doubtful)
            held = merged.get(key)
            merged[key] = rule if held is None else held._replace(shapes=held.shapes | rule.shapes)
        self._rules = {ending: tuple(merged.values()) for ending, merged in found.items()}
        self._longest = max(map(len, self._rules), default=0)
        self._shape = shape
        self._changes = changes

    def of_kinds(self, kinds: str) -> EndingTable:
        """The same table with the rules of some kinds alone."""
        if all(rule.kind in kinds for rules in self._rules.values() for rule in rules):
            return self
        return EndingTable(
            ((ending, rule) for ending, rules in self._rules.items() for rule in rules if rule.kind in kinds),
            self._shape,
            self._changes,
        )

    def candidates(self, word: str, known: Container[str] | None = None) -> Iterator[Candidate]:
        """Citation forms that a folded word may belong to, longest ending first; never an empty one.

        Args:
            known: keys worth giving; all by default, which includes forms that are no words.
        """
        for cut in range(max(0, len(word) - self._longest), len(word) + 1):
            rules = self._rules.get(word[cut:])
            if rules is not None:
                yield from self._by_ending(word[:cut], rules, known)

    def standing_alone(self, ending: str) -> list[Rule]:
        """The rules of nouns for an ending that is written apart from its word, which stays whole."""
        return [rule for rule in self._rules.get(ending, ()) if rule.kind == NOUN and not rule.restored]

    def _by_ending(self, stem: str, rules: tuple[Rule, ...], known: Container[str] | None) -> Iterator[Candidate]:
        for rule in rules:
            citation = stem + rule.restored
            if len(citation) < _SHORTEST:
                continue
            key = rule.kind + citation
            if known is None or key in known or rule.changes:
                if rule.shapes != ANY_SHAPE and not rule.shapes & self._shape(citation):
                    continue
                if known is None or key in known:
                    yield Candidate(key, rule.doubtful, rule.form)
                if rule.changes and stem:
                    for changed in self._changes(stem):
                        key = rule.kind + changed + rule.restored
                        if known is None or key in known:
                            yield Candidate(key, rule.doubtful, rule.form)

"""Terms carried through an engine that does not know them, and proof that they arrived.

Either a *proxy* goes through in the term's place, a noun of the same class that every model knows, and whatever case,
number, possessor and article it comes out with, the term is then put into; or the wrong rendering of a term is found
in the translation and the term is put in its place, in its form. Nothing here asks an engine: `services.obey` does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import islice

from workbench.core.language import base
from workbench.core.term import Term, TermHit, TermStatus
from workbench.terminology.forms import form_of, forms, in_form, in_place
from workbench.terminology.verbs import conjugated, ending_of, verb_spans
from workbench.text.determiners import fitted
from workbench.text.normalize import comparable

_VOWELS = "aeiouyàâéèêëîïôöùûüœəıöü"
_PATTERNS = 500
_USABLE = (TermStatus.PREFERRED, TermStatus.ADMITTED)
_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class Demand:
    """A term of a source segment and the term that its translation has to carry.

    Attributes:
        hit: where it stands in the source.
        terms: what may be wanted of the target language, the best first.
    """

    hit: TermHit
    terms: tuple[Term, ...]

    @property
    def term(self) -> Term:
        """What is wanted."""
        return self.terms[0]


def demand_of(hit: TermHit, terms: Sequence[Term]) -> Demand | None:
    """What a translation has to carry for a term of the source; None if the termbase asks for nothing.

    It is the preferred term; for an abbreviation an abbreviation, where there is one that may be used.

    Args:
        terms: those of the concept in the target language, preferred ones first.
    """
    usable = [term for term in terms if term.status in _USABLE]
    if kind_of(hit.term) == "short":
        usable.sort(key=lambda term: kind_of(term.text) != "short")
    return Demand(hit, tuple(usable)) if usable else None


@dataclass(frozen=True, slots=True)
class Proxy:
    """A noun in several languages, by base tag; `gender` is the French one."""

    words: dict[str, str]
    gender: str


@dataclass(frozen=True, slots=True)
class Proxied:
    """A source segment with proxies in it, and which stands for which demand."""

    text: str
    stands: tuple[tuple[Demand, Proxy], ...]


@cache
def proxies(kind: str) -> tuple[Proxy, ...]:
    """The proxies of a kind: `common`, `name` or `short`."""
    table = resources.files("workbench.terminology").joinpath("proxies.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(table)[kind]
    return tuple(Proxy({name: word for name, word in row.items() if name != "gender"}, row["gender"]) for row in rows)


def kind_of(term: str) -> str:
    """The kind of proxy that can stand for a term in citation form."""
    if term.isupper() and " " not in term:
        return "short"
    first = term.split()[0] if term.split() else ""
    return "name" if first[:1].isupper() else "common"


def with_proxies(segment: str, demands: Sequence[Demand], source: str, target: str, *, turn: int = 0) -> Proxied | None:
    """The segment with a proxy for each demand that can have one, each another; None if none can.

    Args:
        turn: which of the fitting proxies to take, the best being 0.
    Left as they are: terms whose form in the source cannot be told, and irregular verbs.
    """
    text, end, stands = "", 0, []
    taken = comparable(segment, source)
    for demand in sorted(demands, key=lambda each: each.hit.start):
        hit = demand.hit
        found = next(islice(_fitting(demand, source, target, taken), turn, None), None)
        if found is None:
            continue
        proxy, word = found
        head = fitted(text + segment[end : hit.start], word, source, proxy.gender)
        text = head + in_place(word, head, hit.surface, segment[hit.end :], source)
        end = hit.end
        taken += "\0" + comparable(proxy.words[base(source)], source)
        stands.append((demand, proxy))
    return Proxied(text + segment[end:], tuple(stands)) if stands else None


def _fitting(demand: Demand, source: str, target: str, taken: str) -> Iterator[tuple[Proxy, str]]:
    """The proxies for a demand, each in the form of the term that it stands for.

    First come those that ask least of the words around, by gender and first sound.
    """
    known = [
        proxy
        for proxy in proxies("verb" if _is_verb(demand) else kind_of(demand.hit.term))
        if {base(source), base(target)} <= proxy.words.keys()
        and comparable(proxy.words[base(source)], source) not in taken
    ]

    def differs(proxy: Proxy) -> tuple[bool, bool]:
        wrong_gender = bool(demand.term.gender) and demand.term.gender != proxy.gender
        return wrong_gender, _sounds(demand.term.text) != _sounds(proxy.words[base(target)])

    hit = demand.hit
    for proxy in sorted(known, key=differs):
        word = _like(proxy.words[base(source)], hit.term, hit.surface, source, is_verb=_is_verb(demand))
        if word is not None:
            yield proxy, word


def _is_verb(demand: Demand) -> bool:
    return demand.term.part_of_speech == "verb"


def _like(word: str, cited: str, surface: str, language: str, *, is_verb: bool) -> str | None:
    """A word in the form that another one stands in; None if that cannot be told or done."""
    if is_verb:
        ending = ending_of(cited, surface, language)
        return None if ending is None else conjugated(word, ending, language)
    form = form_of(cited, surface, language)
    return None if form is None else in_form(word, language, form)


def _sounds(word: str) -> bool:
    return word[:1].lower() in _VOWELS


def restored(text: str, stands: Sequence[tuple[Demand, Proxy]], target: str) -> str | None:
    """A translation with the terms in place of their proxies, each in its proxy's form.

    A proxy that is not there, the engine has left out with all that it stood for; what it would have meant is missing.
    Returns: None where no proxy is there, or one that cannot be told from what the text has to say.
    """
    carried = 0
    for demand, proxy in stands:
        word, is_verb = proxy.words[base(target)], _is_verb(demand)
        found = [*verb_spans(text, word, target)] if is_verb else [*_spans(text, word, target)]
        if len(found) > 1 or (not found and _is_left(word, text, target)):
            return None
        for start, end in found:
            said = (_like(term.text, word, text[start:end], target, is_verb=is_verb) for term in demand.terms)
            there = next(((term, form) for term, form in zip(demand.terms, said, strict=False) if form), None)
            if there is None:
                return None
            text = put(text, start, end, *there, target)
            carried += 1
    return text if carried else None


def _spans(text: str, word: str, language: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _pattern(word, language).finditer(text))


def _is_left(word: str, text: str, language: str) -> bool:
    """Whether a text has a word that begins like a proxy: `Gürcü` of `Gürcüstan`."""
    return (
        re.search(rf"(?<![^\W_]){re.escape(comparable(word, language)[:_BEGINNING])}", comparable(text, language))
        is not None
    )


@lru_cache(maxsize=_PATTERNS)
def _pattern(word: str, language: str) -> re.Pattern[str]:
    surfaces = {in_form(word, language, form) for form in forms(language)}
    either = "|".join(re.escape(each) for each in sorted(surfaces, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)


def put(text: str, start: int, end: int, term: Term, form: str, language: str) -> str:
    """A form of a term in place of a span of a text, with the capitals of the place and a fitting article before it."""
    head = fitted(text[:start], form, language, term.gender)
    return head + in_place(form, head, text[start:end], text[end:], language) + text[end:]

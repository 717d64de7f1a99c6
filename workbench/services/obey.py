"""Drafts that carry the terms of the termbase: what is asked of a draft, and the ways to make it obey.

Where a draft lacks a term, other outputs of the engine are looked at; then the segment is translated with a proxy in
the term's place; then the rendering that word links point at is replaced. Each way has what the ones before left. What
stays missing is flagged, and so is every forbidden term that survives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.link import WordLink
from workbench.core.ports import Engine, Terms
from workbench.core.term import TermHit, TermStatus
from workbench.services.guards import Guard, Guarded
from workbench.services.retries import Attempt, Strategy, as_running_text, is_headline
from workbench.services.termuse import paired
from workbench.terminology.enforce import Demand, demand_of, put, restored, with_proxies
from workbench.terminology.forms import form_of, form_of_word, in_form
from workbench.terminology.renderings import rendering
from workbench.text.morphology import Form

MISSING, FORBIDDEN, FORM = "term-missing", "term-forbidden", "term-form"
"""Flags: a term of the source is not carried; a forbidden term stands in the draft; a term was put into a place whose
form could not be told.
"""

MODES = ("carry", "flag", "off")
REPLACE, N_BEST, PROXY, ALONE = "replace", "n-best", "proxy", "proxy-alone"
WAYS = (N_BEST, PROXY, PROXY, PROXY, ALONE, REPLACE)
"""The ways to make a draft obey, in their order; a proxy that was tried before gives way to the next one."""

_N_BEST = 4
_ALONE = 3
"""Terms of a segment that are tried by themselves where all together failed."""
_UNWANTED = (TermStatus.FORBIDDEN, TermStatus.DEPRECATED)
_INFLECTING = frozenset({"az", "hy"})
_LOSS = 1.0
"""Nats a token that a draft with proxies may be worse than the first one."""


class Links(Protocol):
    """Gives word links of a segment and its translation; `services.wordlinks.WordLinks` is one."""

    def of(self, segment: str, hypothesis: Hypothesis) -> Sequence[WordLink]:
        """Links in order of place."""
        ...


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft of a segment and what it owes.

    Attributes:
        hits: terms of the segment.
        open: demands that it does not meet, each with the unwanted term that it has instead, if any.
        unsure: whether a term was put into a place whose form could not be told.
    """

    said: Guarded
    hits: tuple[TermHit, ...]
    open: tuple[tuple[Demand, TermHit | None], ...]
    unsure: bool = False

    @property
    def owed(self) -> tuple[Demand, ...]:
        return tuple(demand for demand, _ in self.open)


class Obedience:
    """A stage that makes drafts carry the terms of a termbase; see `services.decoder.Stage`.

    Args:
        terms: the termbase.
        links: tell where a draft renders a term; without them nothing is replaced.
        known: tells whether a word of a language is known in citation form.
        carrying: ways to decode a segment with codes so that they come through.
        mode: `carry`, or `flag` to change nothing.
        ways: those of `WAYS` to use, in this order.
    """

    def __init__(
        self,
        terms: Terms,
        links: Links | None = None,
        known: Callable[[str, str], bool] = lambda word, language: False,
        carrying: Sequence[Strategy] = (),
        *,
        mode: str = "carry",
        ways: Iterable[str] = WAYS,
    ) -> None:
        self._terms, self._links, self._known, self._carrying = terms, links, known, tuple(carrying)
        self.mode, self._ways = mode, tuple(ways)

    def identity(self, source: str, targets: Sequence[str]) -> object:
        """The terms of these languages, the mode and the ways."""
        return ["terms", self._terms.digest((source, *targets)), self.mode, *self._ways]

    def __call__(
        self, engine: Engine, guard: Guard, segments: Sequence[str], drafts: Sequence[Guarded], decoding: Decoding
    ) -> list[Guarded]:
        """The drafts with their terms, and flags where that could not be; see `services.decoder.Stage`."""
        route = engine.route
        judged = [self._first(segment, said, route) for segment, said in zip(segments, drafts, strict=True)]
        for number, way in enumerate(self._ways if self.mode == "carry" else ()):
            if way == REPLACE:
                for at in _owing(judged):
                    judged[at] = self._replaced(guard, segments[at], judged[at], route)
            else:
                self._ask(way, self._ways[:number].count(way), engine, guard, segments, judged, decoding)
        return [self._flagged(each, route) for each in judged]

    def _first(self, segment: str, said: Guarded, route: Sequence[str]) -> _Draft:
        hits = tuple(self._terms.find(segment, route[0]))
        return _Draft(said, hits, tuple(self._open(hits, said.hypothesis.text, route)))

    def _better(self, guard: Guard, segment: str, draft: _Draft, hypothesis: Hypothesis, way: str) -> _Draft:
        """The draft of a hypothesis if it owes less, without the guard objecting more or the engine thinking much less
        of it.
        """
        still = tuple(self._open(draft.hits, hypothesis.text, hypothesis.route))
        said = draft.said
        if len(still) >= len(draft.open) or hypothesis.score < said.hypothesis.score - _LOSS:
            return draft
        judged = guard.judge(segment, hypothesis)
        if judged.weight > said.weight:
            return draft
        left = [demand.hit.concept for demand, _ in still]
        met = tuple((demand.hit.concept, way) for demand in draft.owed if demand.hit.concept not in left)
        unsure = draft.unsure and way == REPLACE  # any other way is another output of the engine
        return replace(draft, said=replace(judged, repairs=(*said.repairs, *met)), open=still, unsure=unsure)

    def _open(
        self, hits: Sequence[TermHit], text: str, route: Sequence[str]
    ) -> Iterator[tuple[Demand, TermHit | None]]:
        """The demands of a segment that a text does not meet."""
        for hit, found in paired(hits, self._terms.find(text, route[-1]) if hits else ()):
            if found is None or found.status in _UNWANTED:
                demand = demand_of(hit, self._terms.terms(hit.concept, route[-1]))
                if demand is not None:
                    yield demand, found

    # Other outputs, and proxies

    def _ask(
        self,
        way: str,
        turn: int,
        engine: Engine,
        guard: Guard,
        segments: Sequence[str],
        judged: list[_Draft],
        decoding: Decoding,
    ) -> None:
        """One call of the engine for all drafts that owe something; `judged` keeps the better ones.

        Args:
            turn: how often the way was gone before.
        """
        route = engine.route
        attempts = [
            (at, tried) for at in _owing(judged) for tried in self._attempts(way, turn, segments[at], judged[at], route)
        ]
        if not attempts:
            return
        texts = [text for _, tried in attempts for text in tried.texts]
        answers = iter(engine.translate(texts, _n_best(decoding, links=way == N_BEST)))
        for at, tried in attempts:
            for hypothesis in tried.whole([next(answers) for _ in tried.texts]):
                judged[at] = self._better(guard, segments[at], _linked(judged[at], hypothesis), hypothesis, way)

    def _attempts(self, way: str, turn: int, segment: str, draft: _Draft, route: Sequence[str]) -> Iterator[Attempt]:
        """What is decoded for a draft that owes something."""
        if way == N_BEST:
            if not is_headline(segment):
                yield as_running_text(segment, route[0], route[-1])
        elif way == PROXY:
            yield from self._proxied(segment, draft.owed, route, turn)
        elif len(draft.owed) > 1:
            for demand in draft.owed[:_ALONE]:
                yield from self._proxied(segment, [demand], route, turn)

    def _proxied(self, segment: str, owed: Sequence[Demand], route: Sequence[str], turn: int) -> Iterator[Attempt]:
        proxied = with_proxies(segment, owed, route[0], route[-1], turn=turn)
        if proxied is None:
            return
        texts = (proxied.text, route[0], route[-1])
        with_codes = (strategy.attempt(*texts) for strategy in self._carrying)
        attempt = next(filter(None, with_codes), None) or as_running_text(*texts)

        def whole(said: Sequence[Hypothesis]) -> Sequence[Hypothesis]:
            answers = ((each, restored(each.text, proxied.stands, route[-1])) for each in attempt.whole(said))
            return [each.rewritten(text) for each, text in answers if text is not None]

        yield Attempt(attempt.texts, whole)

    # Renderings

    def _replaced(self, guard: Guard, segment: str, draft: _Draft, route: Sequence[str]) -> _Draft:
        """The draft with the renderings of the terms that it owes replaced; from its end, since links name places."""
        for demand, (start, end), form in sorted(self._places(segment, draft, route), key=lambda each: -each[1][0]):
            hypothesis, term = draft.said.hypothesis, demand.term
            text = put(hypothesis.text, start, end, term, in_form(term.text, route[-1], form or Form()), route[-1])
            better = self._better(guard, segment, draft, hypothesis.rewritten(text), REPLACE)
            draft = replace(better, unsure=better.unsure or (better is not draft and form is None))
        return draft

    def _places(
        self, segment: str, draft: _Draft, route: Sequence[str]
    ) -> Iterator[tuple[Demand, tuple[int, int], Form | None]]:
        """Where the draft has something else for the terms that it owes, and in which form, if that can be told."""
        hypothesis, target = draft.said.hypothesis, route[-1]
        links = self._links.of(segment, hypothesis) if self._links else ()
        taken = [(hit.start, hit.end) for hit in self._terms.find(hypothesis.text, target)]
        for demand, there in draft.open:
            if there is not None:
                span: tuple[int, int] | None = (there.start, there.end)
                form = form_of(there.term, there.surface, target) or self._form(demand, there.surface, route)
            elif demand.term.part_of_speech == "noun":
                span = rendering(demand.hit, segment, hypothesis.text, links, (route[0], target), taken)
                form = self._form(demand, hypothesis.text[slice(*span)], route) if span else None
            else:
                continue
            if span:
                taken.append(span)
                yield demand, span, form

    def _form(self, demand: Demand, standing: str, route: Sequence[str]) -> Form | None:
        """The form of a rendering: in az and hy its ending tells, in fr and en the number of the source."""
        target = route[-1]
        if target in _INFLECTING:
            return form_of_word(standing, target, lambda word: self._known(word, target))
        said = form_of(demand.hit.term, demand.hit.surface, route[0])
        return Form(said.number) if said else None

    # Flags

    def _flagged(self, draft: _Draft, route: Sequence[str]) -> Guarded:
        said = draft.said
        flags = [FORM] if draft.unsure else []
        if any(there is None for _, there in draft.open):
            flags.append(MISSING)
        found = self._terms.find(said.hypothesis.text, route[-1])
        if any(hit.status is TermStatus.FORBIDDEN for hit in found):
            flags.append(FORBIDDEN)
        return replace(said, flags=(*said.flags, *flags)) if flags else said


def _linked(draft: _Draft, hypothesis: Hypothesis) -> _Draft:
    """The draft with the links of a hypothesis that says the same."""
    there = draft.said.hypothesis
    if there.text != hypothesis.text or there.links:
        return draft
    return replace(draft, said=replace(draft.said, hypothesis=replace(there, links=hypothesis.links)))


def _owing(judged: Sequence[_Draft]) -> list[int]:
    return [at for at, each in enumerate(judged) if each.open]


def _n_best(decoding: Decoding, *, links: bool) -> Decoding:
    return replace(decoding, beam=max(decoding.beam or 0, _N_BEST), n_best=_N_BEST, links=links)

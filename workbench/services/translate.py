"""Translating texts: what is asked of a translator, and what comes of each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from workbench import __version__
from workbench.core.errors import ConfigError
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.job import Job
from workbench.core.ports import Check, Engine, KnownTranslations, Terms
from workbench.core.project import Origin, OriginKind
from workbench.services.decoder import Decoder, Finish, Stage
from workbench.services.flow import WINDOW, Filled, Flow, Window
from workbench.services.guards import MODES, Guard
from workbench.services.journal import Journal
from workbench.services.retries import STRATEGIES, Strategy
from workbench.services.termuse import TermUse, term_uses


class RouteFinder(Protocol):
    """Where engines come from; `engines.routes.Routes` is one."""

    def engine(self, source: str, target: str, via: str | None = None) -> Engine:
        """The engine for a pair.

        Raises: PairUnsupportedError, ModelMissingError
        """
        ...

    def identity(self, source: str, target: str, via: str | None = None) -> list[object]:
        """Whatever decides what the engine of a pair says, for comparing, as JSON.

        Raises: PairUnsupportedError, ModelMissingError
        """
        ...


class Writing(Protocol):
    """Writes figures, quotes and spacing the way a language does."""

    def __call__(self, target_text: str, source_text: str, language: str, source_language: str) -> str:
        """The translation in its last form."""
        ...


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of one text.

    Attributes:
        source, target: the text and its translation, white space included.
        engine: names of the packages, empty for a text that no engine saw.
        route: languages passed through, source first.
        score: mean log-probability per token in nats over the segments, weighted by the length of their translations;
            100 where all of it came from a memory; None for a blank text.
        flags: ids of the checks that still object to one of the segments.
        pivot: the text on the way, one for each language between.
        terms: what became of the terms of the source, in order; empty without a termbase.
        starter: whether a starter package had part in it.
        known_share: least share of known words of any segment, 0..1.
        kind: where it comes from; `memory` if no engine had part in it.
        alternatives: the next best translations and their scores, where more than one was asked for and the text is
            one segment.
        repairs: concepts whose term was brought in after the engine had left it out, and by which way.
    """

    source: str
    target: str
    engine: str
    route: tuple[str, ...]
    score: float | None = None
    flags: tuple[str, ...] = ()
    pivot: tuple[str, ...] = ()
    terms: tuple[TermUse, ...] = ()
    starter: bool = False
    known_share: float = 1.0
    kind: OriginKind = OriginKind.ENGINE
    alternatives: tuple[tuple[str, float], ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()

    @property
    def origin(self) -> Origin:
        """The origin of a cell that gets this text; it says so where a starter package had part in it."""
        engine = f"{self.engine} (starter package)" if self.starter else self.engine
        return Origin(self.kind, engine, self.route, self.score, self.flags, self.pivot)


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates texts by the routes there are.

    Attributes:
        routes: gives the engine for a pair.
        checks: the guards, by id; findings from warning on count.
        guards: `retry`, `flag` or `off`.
        strategies: what the guards try where they object.
        decoding: how engines search.
        via: language that routes must pass through.
        finder: finds terms, so that translations tell what became of them.
        known: translations that need no engine.
        stages: what drafts pass through after the guard, in this order; none with guards off.
        writing: gives translations their last form; with guards off they stay as the engine wrote them.
    Raises: ConfigError if `guards` is none of the three.
    """

    routes: RouteFinder
    checks: Mapping[str, Check] = field(default_factory=dict)
    guards: str = "retry"
    strategies: tuple[Strategy, ...] = STRATEGIES
    decoding: Decoding = field(default_factory=Decoding)
    via: str | None = None
    finder: Terms | None = None
    known: KnownTranslations | None = None
    stages: tuple[Stage, ...] = ()
    writing: Writing | None = None

    def __post_init__(self) -> None:
        if self.guards not in MODES:
            raise ConfigError(f"guards {self.guards!r}: use one of {', '.join(MODES)}")

    def route(self, source: str, target: str) -> tuple[str, ...]:
        """The languages a text from `source` to `target` passes through.

        Raises: PairUnsupportedError, ModelMissingError
        """
        return self.routes.engine(source, target, self.via).route

    def identity(self, source: str, targets: Sequence[str]) -> dict[str, Any]:
        """Whatever decides what is decoded for texts in these languages, for comparing, as JSON.

        Raises: PairUnsupportedError, ModelMissingError
        """
        return {
            "workbench": __version__,
            "engines": [self.routes.identity(source, target, self.via) for target in targets],
            "decoding": asdict(self.decoding),
            "guards": [self.guards, *self.checks, *(strategy.name for strategy in self.strategies)],
            "stages": [stage.identity(source, targets) for stage in self.stages],
        }

    @contextmanager
    def flow(
        self,
        source: str,
        target: str,
        *,
        keep_lines: bool = True,
        journal: Journal | None = None,
        job: Job | None = None,
    ) -> Iterator[Stream]:
        """A stream of texts from one language to another, for as long as the block lasts.

        Args:
            keep_lines: every line is translated by itself and stays a line; else a line end inside a sentence counts
                as a space.
            journal: keeps what is decoded, and knows what was decoded by a run before.
            job: looked at before every batch.
        Raises: PairUnsupportedError, ModelMissingError
        """
        engine = self.routes.engine(source, target, self.via)
        finish = self._finish(source, target)
        guard = Guard(self.checks.values(), self.guards, self.strategies)
        name = f"{source}-{target}"
        stages = self.stages if self.guards != "off" else ()
        decoder = Decoder(
            engine, guard, self.decoding, name=name, stages=stages, finish=finish, journal=journal, job=job
        )
        flow = Flow(decoder, source, target, keep_lines=keep_lines, known=self.known, finish=finish)
        try:
            yield Stream(self, flow, decoder, guard)
        finally:
            decoder.close()

    def _finish(self, source: str, target: str) -> Finish | None:
        writing = self.writing
        if writing is None or self.guards == "off":
            return None
        return lambda text, segment: writing(text, segment, target, source)

    def translate_texts(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        keep_lines: bool = True,
        job: Job | None = None,
    ) -> list[Translation]:
        """One translation for each text, in their order.

        Args:
            source, target: language tags.
            keep_lines: as `flow`.
            job: looked at between batches; progress counts texts.
        Raises: EngineError and what is below it, JobCancelled
        """
        translations: list[Translation] = []
        with self.flow(source, target, keep_lines=keep_lines, job=job) as stream:
            windows = (texts[start : start + WINDOW] for start in range(0, len(texts), WINDOW))
            for window in stream.run(windows):
                translations += window
                if job:
                    job.progress(len(translations), len(texts), "→".join(stream.route))
        return translations


class Stream:
    """Windows of texts and their translations; made by `Translator.flow`."""

    def __init__(self, translator: Translator, flow: Flow, decoder: Decoder, guard: Guard) -> None:
        self.flow, self.decoder, self.guard = flow, decoder, guard
        self.route = decoder.engine.route
        self._finder = translator.finder

    def run(self, windows: Iterable[Sequence[str]]) -> Iterator[list[Translation]]:
        """The translations of window after window, later ones already under way.

        Raises: EngineError, JobCancelled
        """
        for filled in self.flow.run(windows):
            yield [self.translation(each) for each in filled]

    def answers(self, window: Window) -> list[Translation]:
        """What came of a window that was begun; asked for in the order of windows.

        Raises: EngineError, WriteError, JobCancelled
        """
        return [self.translation(each) for each in self.flow.result(window)]

    def translation(self, filled: Filled) -> Translation:
        """What came of one text."""
        source, target = filled.skeleton.text, filled.target
        used = [each.guarded for each in filled.said if each.guarded and each.hypothesis.engine]
        hypotheses = [each.hypothesis for each in used]
        known = any(each.known for each in filled.said) and not hypotheses
        return Translation(
            source=source,
            target=target,
            engine=hypotheses[0].engine if hypotheses else "",
            route=self.route,
            score=100.0 if known else _mean_score(hypotheses),
            flags=tuple(dict.fromkeys(flag for each in used for flag in each.flags)),
            pivot=tuple(" ".join(texts) for texts in zip(*(each.pivot for each in hypotheses), strict=False)),
            terms=tuple(term_uses(self._finder, source, target, self.route)) if self._finder and filled.said else (),
            starter=any(each.starter for each in hypotheses),
            known_share=min((each.known_share for each in hypotheses), default=1.0),
            kind=OriginKind.MEMORY if known else OriginKind.ENGINE,
            alternatives=_alternatives(filled, hypotheses),
            repairs=tuple(repair for each in used for repair in each.repairs),
        )


def _alternatives(filled: Filled, hypotheses: Sequence[Hypothesis]) -> tuple[tuple[str, float], ...]:
    if len(filled.said) != 1 or not hypotheses:
        return ()
    return tuple((filled.skeleton.filled([other.text]), other.score) for other in hypotheses[0].alternatives)


def _mean_score(hypotheses: Sequence[Hypothesis]) -> float | None:
    """The scores weighted by the length of the translations; None where nothing was translated."""
    if not hypotheses:
        return None
    weights = [max(1, len(each.text)) for each in hypotheses]
    return sum(each.score * weight for each, weight in zip(hypotheses, weights, strict=True)) / sum(weights)


def as_record(translation: Translation, record_id: object, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One line of `translate --format jsonl`; other `fields` are copied through."""
    record: dict[str, Any] = {
        "id": record_id,
        "source": translation.source,
        "target": translation.target,
        "engine": translation.engine,
        "route": list(translation.route),
        "origin": translation.kind.value,
        "score": None if translation.score is None else round(translation.score, 6),
        "terms": [
            {"concept": use.concept, "source": use.source, "target": use.target, "grade": use.grade.value}
            for use in translation.terms
        ],
        "flags": list(translation.flags),
    }
    if translation.pivot:
        record["pivot"] = list(translation.pivot)
    if translation.alternatives:
        listed = [{"target": text, "score": round(score, 6)} for text, score in translation.alternatives]
        record["alternatives"] = listed
    if translation.repairs:
        record["repaired"] = [{"concept": concept, "way": way} for concept, way in translation.repairs]
    return record | {name: value for name, value in (fields or {}).items() if name not in record}


def flag_counts(translations: Iterable[Translation]) -> dict[str, int]:
    """How many texts carry each flag, most frequent first."""
    counts: dict[str, int] = {}
    for translation in translations:
        for flag in translation.flags:
            counts[flag] = counts.get(flag, 0) + 1
    return dict(sorted(counts.items(), key=lambda count: (-count[1], count[0])))

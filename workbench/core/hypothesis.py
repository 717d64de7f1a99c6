"""What an engine is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.core.link import WordLink


@dataclass(frozen=True, slots=True)
class Decoding:
    """How an engine searches for outputs; what is None is left to the package.

    Attributes:
        beam: hypotheses kept while decoding.
        n_best: outputs wanted for a segment, the best first; no more than the beam.
        length_penalty: exponent of the length that a hypothesis' log-probability is divided by when hypotheses are
            compared; 0 prefers short ones, 1 compares means.
        no_repeat_ngram: forbid the output to repeat a run of this many tokens; 0 allows it.
        repetition_penalty: above 1 makes tokens that stand in the output already less likely.
        links: ask for word links from the model's attention, where it has any.
    """

    beam: int | None = None
    n_best: int = 1
    length_penalty: float | None = None
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    links: bool = False


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One output of an engine for one segment.

    Attributes:
        text: the translation.
        score: mean log-probability per output token in nats (≤ 0); of a route, that of its weakest leg.
        engine: name of the package, of a route their names joined with ` + `.
        route: languages passed through, source first.
        pivot: texts on the way, one for each language between.
        known_share: 0..1, share of the source's words that the package says it knows; 1 where it says nothing.
        starter: whether a starter package had part in it.
        outside: whether the package itself says that the source is outside what it was made for.
        remarks: ids of what the engine noticed while decoding: `split-segment` (too long for the model, translated
            in parts), `cut-off` (the output ran into its limit).
        alternatives: the next best outputs where more than one was asked for, best first.
        links: words of the segment and of `text` that the model's attention joins, in order of place, where links were
            asked for; their score is the share of its attention. They belong to this text: see `rewritten`.
    """

    text: str
    score: float
    engine: str
    route: tuple[str, ...]
    pivot: tuple[str, ...] = ()
    known_share: float = 1.0
    starter: bool = False
    outside: bool = False
    remarks: tuple[str, ...] = ()
    alternatives: tuple[Hypothesis, ...] = ()
    links: tuple[WordLink, ...] = ()

    def rewritten(self, text: str) -> Hypothesis:
        """The hypothesis with another text, and so without its links."""
        return replace(self, text=text, links=())

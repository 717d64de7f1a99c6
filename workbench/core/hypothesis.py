"""What an engine answers."""

from __future__ import annotations

from dataclasses import dataclass


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

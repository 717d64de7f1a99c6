"""Completing a translation while somebody types it: greedy, all cores on one segment, given up when the next key comes.

It has translators of its own: a batch job that runs beside must not be waited for. What is typed stays as it is, to the
letter; the model goes on from the last whole word, and where the typed word is unfinished, only what continues it is
taken.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from workbench.core.errors import EngineError
from workbench.engines.layouts import Layout, layout_of
from workbench.engines.model import Model, Options, cores
from workbench.engines.packages import Package

_ALTERNATIVES = 24
_TOKENS = 20
_EARLY_TOKENS = 6
"""So many are worth being shown before the others are there."""

_SOURCE_TOKENS = 200
_LOOP = re.compile(r"(\S{2,}|\S+(?:\s+\S+)*\s+)\1{2}")
"""Letters or words three times over: a model that does not know how to go on."""


@dataclass(frozen=True, slots=True)
class Completion:
    """How a translation may go on.

    Attributes:
        text: what follows what was typed, to the letter; it may finish a word that was begun.
        score: mean log-probability per token of what was added, in nats.
    """

    text: str
    score: float


Take = Callable[[Completion], None]


class Cancelled:
    """A wish to give up, looked at after every token; safe from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Give up."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        """Whether it is given up."""
        return self._event.is_set()


class Completer:
    """Completions in one direction of a package.

    Args:
        package: where the model lies.
        options: how to run it; device only.
        pair: source and target, None for the package's first.
    """

    def __init__(self, package: Package, options: Options | None = None, pair: tuple[str, str] | None = None) -> None:
        self.package, self.pair = package, pair or package.pair
        options = replace(options or Options(), translators=1, threads=cores())
        self._model = Model(package, options)
        self._one = threading.Lock()

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.package, *self.pair)

    def load(self) -> None:
        """Load the model now instead of with the first key; raises EngineError."""
        self._model.load()

    def complete(
        self,
        source: str,
        typed: str,
        *,
        tokens: int = _TOKENS,
        cancelled: Cancelled | None = None,
        early: Take | None = None,
    ) -> Completion | None:
        """How the translation of `source` may go on after `typed`; None if it was given up or there is nothing to add.

        Args:
            tokens: how many to add at most.
            early: is handed the first words of it, in another thread, while the rest is on its way.
        Raises: EngineError
        """
        given_up = cancelled or Cancelled()
        with self._one:  # a call that waits finds out at once whether it is still wanted
            if given_up.is_set or not source.strip():
                return None
            try:
                return self._complete(source.strip(), typed, tokens, given_up, early)
            except (RuntimeError, ValueError, MemoryError) as error:
                raise EngineError(self._model.failure(error)) from error

    def _complete(
        self, source: str, typed: str, tokens: int, given_up: Cancelled, early: Take | None
    ) -> Completion | None:
        pieces = self._layout.encode(source)[: 2 * _SOURCE_TOKENS]
        whole, begun = _split(typed)
        prefix = [*self._layout.target_prefix, *(self._layout.encode_target(whole) if whole else [])]
        if begun:
            start = self._continuing(pieces, prefix, begun) or self._layout.encode_target(typed)[len(prefix) :]
            prefix = [*prefix, *start]
        if given_up.is_set:
            return None
        added = Added(len(prefix), given_up, lambda said, score: self._hand_over(early, typed, [*prefix, *said], score))
        try:
            (result,) = self._model.load().translate_batch(
                [list(pieces)],
                target_prefix=[list(prefix)] if prefix else None,
                beam_size=1,
                max_decoding_length=len(prefix) + tokens,
                return_scores=True,
                callback=added.look,
            )
        finally:
            added.leave()
        return None if given_up.is_set else self._made(typed, result.hypotheses[0], added.score)

    def _made(self, typed: str, output: Sequence[str], score: float) -> Completion | None:
        text = _after(self._layout.decode(output), typed)
        return Completion(text, score) if text.strip() and not _loops(text) else None

    def _hand_over(self, early: Take | None, typed: str, output: Sequence[str], score: float) -> None:
        """The whole words of what there is by now."""
        made = self._made(typed, output, score) if early else None
        words = made.text.rpartition(" ")[0] if made else ""
        if early and words.strip():
            early(Completion(words, score))

    def _continuing(self, pieces: Sequence[str], prefix: Sequence[str], begun: str) -> list[str]:
        """The likeliest piece after the prefix that begins with the letters typed of a word, or is a part of them."""
        (result,) = self._model.load().translate_batch(
            [list(pieces)],
            target_prefix=[list(prefix)] if prefix else None,
            beam_size=1,
            num_hypotheses=_ALTERNATIVES,
            return_alternatives=True,
            max_decoding_length=len(prefix) + 1,
        )
        for output in result.hypotheses:
            piece: list[str] = output[len(prefix) : len(prefix) + 1]
            if piece and piece[0].removeprefix("▁").startswith(begun):
                return piece
        return []


class Added:
    """The tokens that a model adds, looked at one by one.

    Args:
        after: so many tokens of a prefix come before them.
        given_up: whether to go on.
        early: is handed the first ones and their score, once.
    """

    def __init__(self, after: int, given_up: Cancelled, early: Callable[[list[str], float], None]) -> None:
        self._after, self._given_up = after, given_up
        self._early: Callable[[list[str], float], None] | None = early
        self._tokens: list[str] = []
        self._scores: list[float] = []

    @property
    def score(self) -> float:
        """Their mean log-probability; 0 for none."""
        return sum(self._scores) / len(self._scores) if self._scores else 0.0

    def look(self, step: Any) -> bool:
        """Whether to give up after a step, as CTranslate2 asks."""
        if step.step >= self._after and not step.is_last:
            self._tokens.append(step.token)
            if len(self._tokens) == _EARLY_TOKENS and self._early and not self._given_up.is_set:
                self._early(self._tokens, self.score)
        if step.step >= self._after:
            self._scores.append(step.log_prob or 0.0)
        return self._given_up.is_set

    def leave(self) -> None:
        """It is over. CTranslate2's own thread may hold this for a moment longer; were it the last to hold the model
        through this, it would end the model, wait there for itself, and take the process down.
        """
        self._early = None


def _loops(text: str) -> bool:
    """Whether it says the same again and again; figures may."""
    return any(any(map(str.isalpha, found[0])) for found in _LOOP.finditer(text + " "))


def _split(typed: str) -> tuple[str, str]:
    """Whole words, and the letters of a word that may not be finished."""
    if not typed or typed[-1].isspace():
        return typed.strip(), ""
    whole, space, begun = typed.rpartition(" ")
    return whole.strip() if space else "", begun


def _after(said: str, typed: str) -> str:
    """What a translation that begins like what was typed has beyond it; spaces may differ."""
    place = 0
    for letter in typed:
        if letter.isspace():
            continue
        while place < len(said) and said[place].isspace():
            place += 1
        if place >= len(said) or said[place] != letter:
            return ""
        place += 1
    rest = said[place:]
    if typed and typed[-1].isspace():
        return rest.lstrip()
    return rest

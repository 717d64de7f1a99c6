"""Inline codes carried over into a translation, where the engine's own draft has lost or crossed them.

The segment is translated without its codes, which are then set by word links, but for placeholders: these leave a
figure that the text does not have in their place, since engines copy figures and hang the ending on them that the place
asks for. Where a figure does not come back just once, placeholders are taken out as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count

from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.link import WordLink
from workbench.services.retries import Attempt, Strategy, as_running_text
from workbench.text.codes import codes
from workbench.text.markup import bare
from workbench.text.placing import placed

LinkFinder = Callable[[str, Hypothesis], Sequence[WordLink]]
"""Gives the word links of a text and its hypothesis; `WordLinks.of` is one."""

Prepare = Callable[[str], tuple[str, Mapping[str, str]]]
"""Gives a segment in the form that is decoded, and what each of its figures stands for."""

_PLACEHOLDER = re.compile(r"[${%](?!%)")
_FIGURES = (14, 25, 12, 30, 15, 27, 18, 24, 16, 20)
"""Days of a month go anywhere; of the lists tried they lost least."""


def carrying(links: LinkFinder) -> tuple[Strategy, ...]:
    """The strategies that carry codes over, to be tried before others: one decoding each, none for most segments."""
    ways: tuple[tuple[str, Prepare], ...] = (("codes", _with_figures), ("codes-alone", _as_it_is))
    return tuple(
        Strategy(name, _attempt(way, links), _with_links, against=frozenset({"codes"}), carries_codes=True)
        for name, way in ways
    )


def _with_links(decoding: Decoding) -> Decoding:
    return replace(decoding, n_best=1, links=True)


def _attempt(prepare: Prepare, links: LinkFinder) -> Callable[[str, str, str], Attempt | None]:
    """How a segment is tried: decoded without codes, which are set into what comes of it."""

    def attempt(segment: str, source: str, target: str) -> Attempt | None:
        text, figures = prepare(segment)
        without = bare(text)
        if not without.text or not (without.marks or figures):
            return None
        inner = as_running_text(without.text, source, target)

        def whole(said: Sequence[Hypothesis]) -> Sequence[Hypothesis]:
            return [
                each.rewritten(
                    _restored(placed(without, each.text, links(without.text, each), source, target), figures)
                )
                for each in inner.whole(said)
                if all(_stands_once(figure, each.text) for figure in figures)
            ]

        return Attempt(inner.texts, whole)

    return attempt


def _as_it_is(segment: str) -> tuple[str, dict[str, str]]:
    return segment, {}


def _with_figures(segment: str) -> tuple[str, dict[str, str]]:
    """The segment with a figure in place of every placeholder, and what each figure stands for."""
    figures: dict[str, str] = {}
    parts, at, unused = [], 0, _unused(segment)
    for code in codes(segment):
        if _PLACEHOLDER.match(code.text):
            figure = next(unused)
            figures[figure] = code.text
            parts += [segment[at : code.start], figure]
            at = code.end
    return "".join([*parts, segment[at:]]), figures


def _unused(segment: str) -> Iterator[str]:
    """Figures that do not stand in the segment, not even in part."""
    return (str(number) for number in chain(_FIGURES, count(112)) if str(number) not in segment)


def _stands_once(figure: str, text: str) -> bool:
    """Whether a figure is in the text just once, and by itself rather than in a longer one."""
    standing = re.search(rf"(?<!\d)(?<!\d[.,\s]){figure}(?!\d)(?![.,]\d)", text)
    return standing is not None and text.count(figure) == 1


def _restored(text: str, figures: Mapping[str, str]) -> str:
    """The text with the placeholders in place of their figures, which no code of the segment has in it."""
    for figure, code in figures.items():
        text = text.replace(figure, code)
    return text

"""Where a translation renders a term of the source, by word links, when it does not have the term that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.core.link import WordLink
from workbench.core.term import TermHit
from workbench.text.function_words import is_function_word
from workbench.text.tokenizer import Token, words_of

_SURE = 0.2
_GAP = 1
"""Words without a link that may stand between two words of one rendering."""
_SPARE = 2
"""Words that a rendering may have more than the term."""

Span = tuple[int, int]


def rendering(
    hit: TermHit, source: str, target: str, links: Iterable[WordLink], languages: tuple[str, str], taken: Sequence[Span]
) -> Span | None:
    """The span of the target that renders a term; code points, half-open.

    Words that only hold the sentence together are left out at its ends.

    Args:
        source, target: the texts; languages: theirs.
        taken: spans of the target that render something else for sure.
    Returns: None where the links do not point at one place that can be the rendering of a term.
    """
    words = words_of(target, languages[1])
    weights = _weights(hit, source, words, links, languages[0])
    for number, word in enumerate(words):
        if any(start < word.end and word.start < end for start, end in taken):
            weights.pop(number, None)
    best = max(_clusters(weights), key=lambda run: sum(weights[at] for at in run), default=[])
    kept = list(range(best[0], best[-1] + 1)) if best else []
    while kept and is_function_word(words[kept[0]].text, languages[1]):
        kept.pop(0)
    while kept and is_function_word(words[kept[-1]].text, languages[1]):
        kept.pop()
    if not kept or len(kept) > len(hit.surface.split()) + _SPARE:
        return None
    span = words[kept[0]].start, words[kept[-1]].end
    return None if any(start < span[1] and span[0] < end for start, end in taken) else span


def _weights(
    hit: TermHit, source: str, words: Sequence[Token], links: Iterable[WordLink], language: str
) -> dict[int, float]:
    """How much each word of the target is linked to the telling words of the term, by its number."""
    weights: dict[int, float] = {}
    for link in links:
        inside = link.source_start < hit.end and hit.start < link.source_end and link.score >= _SURE
        if inside and not is_function_word(source[link.source_start : link.source_end], language):
            for number, word in enumerate(words):
                if word.start < link.target_end and link.target_start < word.end:
                    weights[number] = weights.get(number, 0.0) + link.score
    return weights


def _clusters(weights: dict[int, float]) -> list[list[int]]:
    """Runs of linked words that stand together."""
    runs: list[list[int]] = []
    for number in sorted(weights):
        if runs and number - runs[-1][-1] <= _GAP + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs

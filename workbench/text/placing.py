"""Codes set into a translation by word links: a pair around the counterpart of what it enclosed, others beside theirs.

Nothing is lost, invented or crossed, and no word is parted: pairs become a tree, each lies inside of its parent and
beside its siblings, and every border is one of a word. The text itself stays as it is, but for the space that a code
needs beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.core.link import WordLink
from workbench.text.markup import Bare, Mark, is_tag
from workbench.text.tokenizer import PUNCTUATION, Token, tokens

_UNLINKED = 0.1
"""Worth of what surrounds a word without a link, beside the scores of links."""

_FADING = 0.6
"""How much less each further word says about the place of a code."""

_GLUED = 1.5
"""How much more a word says that the code touches."""

_SIGN = 0.5
"""How much less a punctuation mark says than a word."""

_OPENING = frozenset("([{«“‘„‹’'")
_CLOSING = frozenset(".,;:!?…։)]}»”’'՝%")


@dataclass(slots=True, eq=False)
class _Node:
    """A pair with what it encloses, or a code by itself, or (`mark` None) the whole text.

    Attributes:
        order: place of its first code in the source.
        start, end: what it encloses, as words of the source; both the next word for a code by itself.
        inside: codes that it encloses, in order.
        words: the words of the translation that it gets; None for none.
        place: where it stands in the translation, in code points; `until` where it ends.
    """

    order: int
    start: int
    end: int
    mark: Mark | None = None
    closing: str = ""
    inside: list[_Node] = field(default_factory=list)
    words: tuple[int, int] | None = None
    place: int = 0
    until: int = 0

    @property
    def is_pair(self) -> bool:
        """Whether it encloses something or could."""
        return self.closing != ""


def placed(bare: Bare, translation: str, links: Sequence[WordLink], source_language: str, target_language: str) -> str:
    """The translation of a text without its codes, with the codes in it.

    Args:
        links: of `bare.text` and `translation`.
    """
    if not bare.marks:
        return translation
    sides = _Sides(bare.text, translation, links, source_language, target_language)
    root = _tree(bare, sides.source)
    root.words, root.until = (0, len(sides.target)), len(translation)
    waiting = [root]
    for node in waiting:
        pairs = [each for each in node.inside if each.is_pair]
        sides.share_out(node, pairs)
        sides.find_gaps(node)
        waiting += pairs
    return "".join(_written(root, translation))


def _tree(bare: Bare, words: Sequence[Token]) -> _Node:
    """The codes of a text, each inside of the pair that encloses it."""
    root = _Node(-1, 0, len(words))
    open_nodes = [root]
    for order, mark in enumerate(bare.marks):
        if mark.partner is not None and mark.partner < order:
            done = open_nodes.pop()
            done.closing = mark.text
            done.end = max(done.start, sum(word.start < mark.at for word in words))
            continue
        first = sum(word.end <= mark.at for word in words)
        node = _Node(order, first, first, mark)
        open_nodes[-1].inside.append(node)
        if mark.partner is not None:
            open_nodes.append(node)
    return root


class _Sides:
    """The words of both sides and how they hold together."""

    def __init__(
        self, source: str, target: str, links: Sequence[WordLink], source_language: str, target_language: str
    ) -> None:
        self.source, self.target = tokens(source, source_language), tokens(target, target_language)
        rows, columns = ({word.start: at for at, word in enumerate(side)} for side in (self.source, self.target))
        self._of_target: list[list[tuple[int, float]]] = [[] for _ in self.target]
        self._of_source: list[list[tuple[int, float]]] = [[] for _ in self.source]
        for link in links:
            row, column = rows.get(link.source_start), columns.get(link.target_start)
            if row is not None and column is not None:
                self._of_target[column].append((row, link.score))
                self._of_source[row].append((column, link.score))

    def share_out(self, parent: _Node, pairs: Sequence[_Node]) -> None:
        """Give each pair its words among those of its parent, the one with the strongest claim first."""
        if parent.words is None:
            return
        free = [parent.words]
        claims = [(self._best(pair, parent, free), pair) for pair in pairs]
        for _, pair in sorted(claims, key=lambda claim: (-claim[0][0], claim[1].order)):
            worth, first, end = self._best(pair, parent, free)
            if worth <= 0:
                first, end = self._left_over(pair, parent, free)
            if first < end:
                pair.words, pair.place, pair.until = (first, end), self.target[first].start, self.target[end - 1].end
                free = [rest for run in free for rest in _without(run, first, end)]

    def _best(self, pair: _Node, parent: _Node, free: Sequence[tuple[int, int]]) -> tuple[float, int, int]:
        """The run of words that belongs most to a pair, and how much; a pair around everything gets everything."""
        if (pair.start, pair.end) == (parent.start, parent.end) and free == [parent.words]:
            return float(len(self.source)), *free[0]
        worths = self._worths(pair, parent)
        best = (0.0, 0, 0)
        for first, end in free:
            worth, start = 0.0, first
            for column in range(first, end):
                if worth <= 0:
                    worth, start = 0.0, column
                worth += worths[column]
                if worth > best[0] + 1e-9:
                    best = worth, start, column + 1
        return best if best[1] < best[2] else (0.0, 0, 0)

    def _worths(self, pair: _Node, parent: _Node) -> list[float]:
        """For each word of the translation how much speaks for its being inside of a pair."""
        sums = [
            sum(score if pair.start <= row < pair.end else -score for row, score in linked)
            for linked in self._of_target
        ]
        likely = (pair.end - pair.start) / max(1, parent.end - parent.start)
        edges = (pair.start > parent.start, sums), (pair.end < parent.end, sums[::-1])
        nearest = [list(_running(-1.0 if other else 1.0, side)) for other, side in edges]
        return [
            worth if linked else _UNLINKED * (_sign(left) + _sign(right) + 2 * likely - 1)
            for worth, linked, left, right in zip(sums, self._of_target, nearest[0], nearest[1][::-1], strict=True)
        ]

    def _left_over(self, pair: _Node, parent: _Node, free: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """The words for a pair without a link: those without one between the counterparts of its neighbours."""
        if pair.start == pair.end:
            return 0, 0
        left = next((max(_columns(linked)) + 1 for linked in self._of_source[: pair.start][::-1] if linked), 0)
        right = next((min(_columns(linked)) for linked in self._of_source[pair.end :] if linked), len(self.target))
        for start, stop in free:
            first, end = max(start, left), min(stop, right)
            said = any(word.kind != PUNCTUATION for word in self.target[first:end])
            if said and end - first <= 2 * (pair.end - pair.start) and not any(self._of_target[first:end]):
                return first, end
        return 0, 0

    def find_gaps(self, parent: _Node) -> None:
        """Give a place to what gets no words: beside the counterpart of a neighbour, outside of other pairs.

        Tags whose partners stand in other segments keep their order, since these may be well nested together.
        """
        latest = parent.place
        for node in parent.inside:
            if node.words is None:
                lonely = not node.is_pair and node.mark is not None and is_tag(node.mark.text)
                node.place = node.until = self._gap(node, parent, latest if lonely else parent.place)
                latest = node.place if lonely else latest

    def _gap(self, node: _Node, parent: _Node, least: int) -> int:
        wish = self._wish(node, parent)
        if wish is None:
            wish = parent.until if node.start == parent.end > parent.start else parent.place
        wish = min(max(wish, least), parent.until)
        for pair in parent.inside:
            if pair.words is not None and pair.place < wish < pair.until:
                wish = pair.place if node.order < pair.order and pair.place >= least else pair.until
        return wish

    def _wish(self, node: _Node, parent: _Node) -> int | None:
        """The place that the neighbours of a code speak for; None where its place is an edge, or nothing speaks."""
        mark = node.mark
        if mark is None or node.start == parent.end or (is_tag(mark.text) and node.start == parent.start):
            return None
        wishes: list[tuple[float, bool, int]] = []
        for row in range(parent.start, parent.end):
            if linked := self._of_source[row]:
                after = row >= node.start
                distance = row - node.start if after else node.start - 1 - row
                weight = _FADING**distance * self._weight(row, mark, after)
                score = weight * max(score for _, score in linked)
                columns = _columns(linked)
                place = self.target[min(columns)].start if after else self.target[max(columns)].end
                wishes.append((score, after, place))
        return max(wishes)[2] if wishes else None

    def _weight(self, row: int, mark: Mark, after: bool) -> float:
        """How much a neighbour says by what it is, wherever it stands."""
        word = self.source[row]
        if word.kind == PUNCTUATION:
            return _SIGN
        touches = word.start == mark.at if after else word.end == mark.at
        return _GLUED if touches and not (mark.after if after else mark.before).isspace() else 1.0


def _columns(linked: Sequence[tuple[int, float]]) -> list[int]:
    return [column for column, _ in linked]


def _without(run: tuple[int, int], first: int, end: int) -> Iterator[tuple[int, int]]:
    """What stays of a run without another one."""
    for start, stop in ((run[0], min(run[1], first)), (max(run[0], end), run[1])):
        if start < stop:
            yield start, stop


def _running(latest: float, values: Sequence[float]) -> Iterator[float]:
    """The latest value before each that is not 0, one that is given before the first."""
    for value in values:
        yield latest
        latest = value or latest


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _written(root: _Node, text: str) -> Iterator[str]:
    """The text with all codes, in its order."""
    at, last = 0, " "
    for place, node, code in _events(root):
        if at < place:
            yield text[at:place]
            at, last = place, text[place - 1]
        following = text[place : place + 1] or " "
        if node.is_pair or node.mark is None or is_tag(code):
            yield code
            continue
        lead = " " if _wants_space(last, node.mark.before, _OPENING) else ""
        trail = " " if _wants_space(following, node.mark.after, _CLOSING) else ""
        yield f"{lead}{code}{trail}"
        last = trail or code[-1]
    yield text[at:]


def _wants_space(sign: str, was: str, close: frozenset[str]) -> bool:
    """Whether a code needs a space towards a sign of the text, from the sign that stood there in the source."""
    if sign.isspace() or sign in close:
        return False
    return sign != was and not (sign.isalnum() and was.isalnum())


def _events(root: _Node) -> Iterator[tuple[int, _Node, str]]:
    """The codes in the order of the translation, with their places."""
    stack = [(root, iter(_in_order(root.inside)))]
    while stack:
        node, rest = stack[-1]
        inner = next(rest, None)
        if inner is not None:
            assert inner.mark is not None
            yield inner.place, inner, inner.mark.text
            if inner.is_pair:
                stack.append((inner, iter(_in_order(inner.inside))))
            continue
        stack.pop()
        if node.is_pair:
            yield node.until, node, node.closing


def _in_order(nodes: Sequence[_Node]) -> list[_Node]:
    """As they stand in the translation; at one place what encloses nothing comes first, in the order of the source."""
    return sorted(nodes, key=lambda node: (node.place, node.place < node.until, node.order))

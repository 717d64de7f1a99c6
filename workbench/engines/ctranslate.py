"""CTranslate2 run directly: text in, text out, in batches that depend on the segments and the settings alone.

So a run that is taken up again forms the same batches, and int8 arithmetic gives the same outputs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

from workbench.core.errors import EngineError, PackageError
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.link import WordLink
from workbench.core.ports import Batch
from workbench.engines.attention import Side, links, shifted
from workbench.engines.batching import cut
from workbench.engines.layouts import Layout, layout_of
from workbench.engines.longtext import parts
from workbench.engines.model import TARGET_TOKENS, Model, Options, Output
from workbench.engines.packages import MODEL, Package
from workbench.engines.register import Register, read_register
from workbench.engines.vocabulary import source_vocabulary

SPLIT = "split-segment"
CUT_OFF = "cut-off"

_SOURCE_TOKENS = 200
_CHARACTERS_A_TOKEN = 12
_KNOWN_PIECES = 0.5
_SAMPLED_PIECES = 1_000
_PLAIN = Decoding()
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What goes through the model at once: a segment or, if that is too long, a part of it; no tokens if blank."""

    lead: str
    text: str
    trail: str
    tokens: list[str]


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Segments that are decoded together, with their pieces."""

    indices: tuple[int, ...]
    segments: tuple[str, ...]
    pieces: tuple[tuple[_Piece, ...], ...]


class CTranslateEngine:
    """One direction of a package; the model is loaded when first needed and kept.

    Args:
        package: where the model and its tokenizer lie.
        options: how to run it; without effect if `model` is given.
        pair: source and target, of those that the package translates between; None for its first.
        model: the loaded package, where directions share it.
    """

    def __init__(
        self,
        package: Package,
        options: Options | None = None,
        *,
        pair: tuple[str, str] | None = None,
        model: Model | None = None,
    ) -> None:
        self.package = package
        self.model = model or Model(package, options)
        self.route: tuple[str, ...] = pair or package.pair
        self._checking = threading.Lock()
        self._checked = False

    @property
    def name(self) -> str:
        """The package's name."""
        return self.package.name

    @property
    def side_by_side(self) -> int:
        """How many batches are decoded at once."""
        return self.model.translators

    @cached_property
    def _layout(self) -> Layout:
        return layout_of(self.package, self.route[0], self.route[-1])

    @cached_property
    def _register(self) -> Register | None:
        return read_register(self.package.folder)

    @property
    def _most_tokens(self) -> int:
        return self.package.metadata.max_source_tokens or _SOURCE_TOKENS

    def load(self) -> None:
        """Load the model now instead of with the first segment.

        Raises: EngineError naming the package and what to do.
        """
        with self._checking:
            if not self._checked:
                if not (self.package.folder / MODEL).is_file():
                    raise EngineError(f"package {self.name}: its model is gone; install it again")
                _check_vocabulary(self.package, self._layout)
                self._checked = True
        self.model.load()

    def close(self) -> None:
        """Give the model's memory back; the next segment loads it again."""
        self.model.close()

    def translate(self, segments: Sequence[str], decoding: Decoding = _PLAIN) -> list[Hypothesis]:
        """One hypothesis for each segment, in their order; a blank segment comes back untouched.

        Raises: EngineError naming the package.
        """
        batches = self.batches(segments)
        placed: dict[int, Hypothesis] = {}
        if len(batches) == 1:
            answers = [self.decode(batches[0], decoding)]
        else:
            with ThreadPoolExecutor(self.side_by_side + 1) as pool:
                answers = list(pool.map(lambda batch: self.decode(batch, decoding), batches))
        for batch, hypotheses in zip(batches, answers, strict=True):
            placed.update(zip(batch.indices, hypotheses, strict=True))
        return [placed[index] for index in range(len(segments))]

    def batches(self, segments: Sequence[str]) -> list[TokenBatch]:
        """Every segment in one batch; the parts of one that is too long stay together.

        Raises: EngineError
        """
        self.load()
        pieces = self._pieces(segments)
        lengths = [max(len(piece.tokens) for piece in several) * len(several) for several in pieces]
        return [
            TokenBatch(tuple(group), tuple(segments[at] for at in group), tuple(pieces[at] for at in group))
            for group in cut(lengths, self.model.batch_tokens)
        ]

    def decode(self, batch: Batch, decoding: Decoding = _PLAIN) -> list[Hypothesis]:
        """One hypothesis for each segment of a batch that `batches` gave.

        Raises: EngineError
        """
        if not isinstance(batch, TokenBatch):
            raise EngineError(f"package {self.name}: was given a batch of another engine")
        self.load()
        tokens = [piece.tokens for several in batch.pieces for piece in several if piece.tokens]
        outputs = iter(self.model.decode(tokens, self._layout.target_prefix, decoding) if tokens else ())
        answers = [[next(outputs) if piece.tokens else [] for piece in several] for several in batch.pieces]
        texts = iter(self._layout.decode_many([one.tokens for several in answers for best in several for one in best]))
        return [
            self._hypothesis(segment, several, [[(next(texts), one) for one in best] for best in answer])
            for segment, several, answer in zip(batch.segments, batch.pieces, answers, strict=True)
        ]

    def _pieces(self, segments: Sequence[str]) -> list[tuple[_Piece, ...]]:
        """Each segment in parts that the model can take; joined with their white space they are the segment."""
        most, longest = self._most_tokens, self._most_tokens * _CHARACTERS_A_TOKEN
        cores = [segment.strip() if len(segment) <= longest else "" for segment in segments]
        # A soft hyphen says where a line may break; models take it for an unknown sign in the middle of a word.
        tokens = self._layout.encode_many([core.replace(_SOFT_HYPHEN, "") for core in cores])
        return [
            tuple(self._parts(segment))
            if len(segment) > longest or len(found) > most
            else (_piece(segment, core, found),)
            for segment, core, found in zip(segments, cores, tokens, strict=True)
        ]

    def _parts(self, segment: str) -> Iterator[_Piece]:
        most = self._most_tokens
        fits = parts(
            segment,
            lambda text: len(self._layout.encode(text)) <= most,
            most_characters=most * _CHARACTERS_A_TOKEN,
        )
        for part in fits:
            text = part.strip()
            yield _piece(part, text, self._layout.encode(text) if text else [])

    def _hypothesis(
        self, segment: str, pieces: Sequence[_Piece], answers: Sequence[Sequence[tuple[str, Output]]]
    ) -> Hypothesis:
        """The hypothesis of a segment from the outputs of its parts; only a segment in one part has alternatives."""
        best = self._joined(segment, pieces, [answer[0] if answer else None for answer in answers])
        if len(pieces) > 1 or len(answers[0]) < 2:
            return best
        others = tuple(self._joined(segment, pieces, [other]) for other in answers[0][1:])
        return replace(best, alternatives=others)

    def _joined(
        self, segment: str, pieces: Sequence[_Piece], answers: Sequence[tuple[str, Output] | None]
    ) -> Hypothesis:
        texts: list[str] = []
        found: list[WordLink] = []
        remarks, log_probability, length = [SPLIT] if len(pieces) > 1 else [], 0.0, 0
        read = written = 0
        for piece, answer in zip(pieces, answers, strict=True):
            text, output = answer or (piece.text, Output([], 0.0))
            if output.attention:
                found += shifted(self._links(piece, text, output), read + len(piece.lead), written + len(piece.lead))
            read += len(piece.lead) + len(piece.text) + len(piece.trail)
            written += len(piece.lead) + len(text) + len(piece.trail)
            texts.append(f"{piece.lead}{text}{piece.trail}")
            log_probability, length = log_probability + output.score * len(output.tokens), length + len(output.tokens)
            if len(output.tokens) >= TARGET_TOKENS and CUT_OFF not in remarks:
                remarks.append(CUT_OFF)
        score = min(log_probability / length, 0.0) if length else 0.0
        share, outside = 1.0, False
        if self._register and any(piece.tokens for piece in pieces):
            share = self._register.known_share(segment, self.route[0])
            outside = self._register.outside(share, score)
        return Hypothesis(
            text="".join(texts),
            score=score,
            engine=self.name,
            route=self.route,
            known_share=share,
            starter=self.package.starter,
            outside=outside,
            remarks=tuple(remarks),
            links=tuple(found),
        )

    def _links(self, piece: _Piece, text: str, output: Output) -> tuple[WordLink, ...]:
        """The links of one piece; tokens that the layout puts around its own are left out on both sides."""
        before, around = _alike(piece.tokens, self._layout.encode("")), len(self._layout.encode(""))
        skipped = _alike(output.tokens, self._layout.target_prefix)
        end = len(piece.tokens) - (around - before)
        return links(
            Side(piece.text, self.route[0], piece.tokens[before:end]),
            Side(text, self.route[-1], output.tokens[skipped:]),
            [row[before:end] for row in output.attention[skipped:]],
        )


def _piece(part: str, text: str, tokens: list[str]) -> _Piece:
    """A part with the white space around its text."""
    at = part.find(text) if text else len(part)
    return _Piece(part[:at], text, part[at + len(text) :], tokens if text else [])


def _alike(tokens: Sequence[str], others: Sequence[str]) -> int:
    """How many tokens both begin with."""
    return next(
        (at for at, (one, other) in enumerate(zip(tokens, others, strict=False)) if one != other),
        min(len(tokens), len(others)),
    )


def _check_vocabulary(package: Package, layout: Layout) -> None:
    """Refuse a tokenizer that speaks of other tokens than the model, which would turn every text into nonsense."""
    try:
        vocabulary = source_vocabulary(package.folder / "model")
    except PackageError as error:
        raise EngineError(f"package {package.name}: {error}") from error
    pieces = layout.pieces(_SAMPLED_PIECES)
    known = sum(piece in vocabulary for piece in pieces)
    if vocabulary and known < _KNOWN_PIECES * min(len(pieces), len(vocabulary)):
        raise EngineError(
            f"package {package.name}: its tokenizer and its model have different vocabularies "
            f"({known} of {len(pieces)} pieces in common); the package is broken, install it again"
        )

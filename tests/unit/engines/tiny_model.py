"""Tiny Argos packages with random weights, made without torch: they translate nothing but do all the arithmetic."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece
from ctranslate2.specs import TransformerSpec

WIDTH, INNER, HEADS, POSITIONS = 16, 32, 2, 1000
SPECIALS = ["<unk>", "<s>", "</s>"]
LINES = [
    "The talks were held in Paris on 3 May.",
    "Les entretiens ont eu lieu à Paris le 3 mai.",
    "Danışıqlar mayın 3-də Parisdə keçirildi.",
    "Բանակցությունները տեղի ունեցան Փարիզում և Երևանում։",
    "a_b_c: (one); two, three!",
]


@cache
def sentencepiece_model(normalization: str = "identity") -> bytes:
    """A SentencePiece model of some eighty pieces and every letter of LINES."""
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 10),
        model_writer=out,
        vocab_size=160,
        model_type="bpe",
        hard_vocab_limit=False,
        character_coverage=1.0,
        normalization_rule_name=normalization,
        num_threads=1,
        minloglevel=2,
    )
    return out.getvalue()


def pieces() -> list[str]:
    """Every piece of the model, the specials aside."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_model())
    every = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    return [piece for piece in every if piece not in SPECIALS]


class _Filler:
    """Sets weights from a seeded generator."""

    def __init__(self, seed: int, stop_bias: float) -> None:
        self.generator = np.random.default_rng(seed)
        self.stop_bias = stop_bias

    def linear(self, spec: Any, out: int, inner: int) -> None:
        spec.weight = self.generator.standard_normal((out, inner), dtype=np.float32)
        spec.bias = np.zeros(out, np.float32)

    def norm(self, spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def attention(self, spec: Any, *, cross: bool) -> None:
        self.norm(spec.layer_norm)
        for part, out in zip(spec.linear, (WIDTH, 2 * WIDTH, WIDTH) if cross else (3 * WIDTH, WIDTH), strict=True):
            self.linear(part, out, WIDTH)

    def feed_forward(self, spec: Any) -> None:
        self.norm(spec.layer_norm)
        self.linear(spec.linear_0, INNER, WIDTH)
        self.linear(spec.linear_1, WIDTH, INNER)

    def spec(self, vocabulary: list[str]) -> TransformerSpec:
        spec = TransformerSpec.from_config((1, 1), HEADS)
        table = self.generator.standard_normal((len(vocabulary), WIDTH), dtype=np.float32)
        for side in (spec.encoder, spec.decoder):
            embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
            embeddings.weight = table.copy()
            side.position_encodings.encodings = self.generator.standard_normal((POSITIONS, WIDTH), dtype=np.float32)
            self.norm(side.layer_norm)
        for layer in spec.encoder.layer:
            self.attention(layer.self_attention, cross=False)
            self.feed_forward(layer.ffn)
        for layer in spec.decoder.layer:
            self.attention(layer.self_attention, cross=False)
            self.attention(layer.attention, cross=True)
            self.feed_forward(layer.ffn)
        bias = np.zeros(len(vocabulary), np.float32)
        bias[:2], bias[2] = -200.0, self.stop_bias
        spec.decoder.projection.weight, spec.decoder.projection.bias = table.copy(), bias
        spec.register_source_vocabulary(vocabulary)
        spec.register_target_vocabulary(vocabulary)
        spec.validate()
        spec.optimize(quantization="int8")
        return spec


def make_package(
    parent: Path,
    source: str = "en",
    target: str = "fr",
    *,
    version: str = "1.0",
    name: str = "",
    seed: int = 1,
    stop_bias: float = 6.0,
    **metadata: object,
) -> Path:
    """An unpacked package in `parent`; `stop_bias` is how much the model wants to end its output."""
    folder = parent / (name or f"translate-{source}_{target}-{version.replace('.', '_')}")
    (folder / "model").mkdir(parents=True)
    _Filler(seed, stop_bias).spec([*SPECIALS, *pieces()]).save(str(folder / "model"))
    (folder / "sentencepiece.model").write_bytes(sentencepiece_model())
    (folder / "metadata.json").write_text(json.dumps(described(source, target, version, **metadata)), encoding="utf-8")
    return folder


def described(source: str = "en", target: str = "fr", version: str = "1.0", **more: object) -> dict[str, object]:
    """Metadata as Argos packages have it."""
    return {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": source.upper(),
        "to_code": target,
        "to_name": target.upper(),
        **more,
    }


def zip_package(folder: Path, archive: Path) -> Path:
    """The folder as an `.argosmodel`."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                out.write(path, f"{folder.name}/{path.relative_to(folder)}")
    return archive


def direct_translation(folder: Path, text: str, *, beam: int) -> str:
    """What CTranslate2 and SentencePiece give for a text when they are called by hand."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_model())
    translator = ctranslate2.Translator(str(folder / "model"), device="cpu", inter_threads=1, intra_threads=1)
    result = translator.translate_batch(
        [processor.encode(text, out_type=str)], beam_size=beam, max_decoding_length=400, replace_unknowns=True
    )
    return str(processor.decode_pieces(result[0].hypotheses[0])).strip()

"""A model of the size of OPUS-MT (base, 6+6 layers, 512 wide, 32,000 pieces, int8) with chance for weights.

It says nothing, in the time that one of its size takes. The tokenizer is that of the starter package of the pair, its
pieces filled up with ones that nobody writes.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

import workbench.engines

WIDE, INNER, PIECES, LAYERS, HEADS = 512, 2048, 32_000, 6, 8


def random_package(packages: Path, source: str, target: str) -> Path:
    """A full package of the pair in a folder of packages, preferred to the starter one; as it is if it is there."""
    folder = packages / f"translate-{source}_{target}-9_0"
    if (folder / "metadata.json").exists():
        return folder
    starter = Path(workbench.engines.__file__).parent / "starter" / f"translate-{source}_{target}-2_0"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(starter / "sentencepiece.model", folder)
    _model(folder / "model", folder / "sentencepiece.model")
    about = json.loads((starter / "metadata.json").read_text(encoding="utf-8"))
    about |= {"package_version": "9.0", "starter": False, "notes": "random weights, for measuring"}
    (folder / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def _model(folder: Path, tokenizer: Path) -> None:
    spec = transformer_spec.TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True)
    chance = np.random.default_rng(1)
    for number, layer in enumerate((*spec.encoder.layer, *spec.decoder.layer)):
        for attention in (layer.self_attention, *((layer.attention,) if number >= LAYERS else ())):
            _norm(attention.layer_norm)
            heights = (3 * WIDE, WIDE) if len(attention.linear) == 2 else (WIDE, 2 * WIDE, WIDE)
            for linear, height in zip(attention.linear, heights, strict=True):
                _linear(linear, height, WIDE, chance)
        _norm(layer.ffn.layer_norm)
        _linear(layer.ffn.linear_0, INNER, WIDE, chance)
        _linear(layer.ffn.linear_1, WIDE, INNER, chance)
    _norm(spec.encoder.layer_norm)
    _norm(spec.decoder.layer_norm)
    table = chance.normal(0, WIDE**-0.5, (PIECES, WIDE)).astype(np.float32)
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    _linear(spec.decoder.projection, PIECES, WIDE, chance)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer))
    known = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    vocabulary = [*known, *(f"▁q{number}" for number in range(PIECES - len(known)))]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.add_source_eos = False
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(exist_ok=True)
    spec.save(str(folder))


def _norm(norm: common_spec.LayerNormSpec) -> None:
    norm.gamma, norm.beta = np.ones(WIDE, dtype=np.float32), np.zeros(WIDE, dtype=np.float32)


def _linear(linear: common_spec.LinearSpec, height: int, width: int, chance: np.random.Generator) -> None:
    linear.weight = chance.normal(0, width**-0.5, (height, width)).astype(np.float32)
    linear.bias = np.zeros(height, dtype=np.float32)

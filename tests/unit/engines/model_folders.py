"""Folders as their makers publish them, made from the fixtures of the layouts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

GOLDEN = Path(__file__).parents[2] / "golden" / "layouts"

PUBLISHED = {
    "opus": ("source.spm", "target.spm"),
    "opus-multi": ("source.spm", "target.spm"),
    "nllb": ("sentencepiece.bpe.model", ""),
    "m2m100": ("sentencepiece.bpe.model", ""),
    "madlad": ("spiece.model", ""),
}
"""What each family calls its SentencePiece models."""


def published(layout: str, folder: Path) -> Path:
    """A converted model with its tokenizers under their own names."""
    package = GOLDEN / layout / "package"
    shutil.copytree(package / "model", folder)
    source, target = PUBLISHED[layout]
    shutil.copy(package / "sentencepiece.model", folder / source)
    if target:
        shutil.copy(package / "target.spm", folder / target)
    settings = json.loads((folder / "config.json").read_bytes())
    (folder / "config.json").write_text(json.dumps({**settings, "add_source_eos": False}))
    return folder


def checkpoint(folder: Path, kind: str = "marian") -> Path:
    """A checkpoint for transformers as far as it is looked at before it is converted."""
    folder.mkdir()
    package = GOLDEN / "opus" / "package"
    shutil.copy(package / "sentencepiece.model", folder / "source.spm")
    shutil.copy(package / "target.spm", folder / "target.spm")
    (folder / "config.json").write_text(json.dumps({"model_type": kind, "_name_or_path": "somebody/opus-mt-en-hy"}))
    (folder / "vocab.json").write_text(json.dumps({"</s>": 0, "<unk>": 1}))
    (folder / "model.safetensors").write_bytes(bytes(1000))
    return folder

"""The card of a package that the workbench made."""

from __future__ import annotations

from workbench.engines.argos import Metadata
from workbench.engines.codes import english_name

_SHOWN = 40

_FRAMES = {
    "argos": "SentencePiece pieces, nothing added",
    "opus": "pieces, then `</s>`",
    "opus-multi": "`>>language<<`, pieces, `</s>`",
    "nllb": "source language, pieces, `</s>`; the target starts with its language",
    "m2m100": "`__source__`, pieces, `</s>`; the target starts with `__target__`",
    "madlad": "the pieces of `<2target>`, pieces, `</s>`",
}


def model_card(metadata: Metadata) -> str:
    """The text of README.md: what the package is, for whom, under which licence; it names no date and no machine."""
    several = len(metadata.sources) > 1 or len(metadata.targets) > 1
    lines = [
        f"# {metadata.source_name} → {metadata.target_name}" + (" and other pairs" if several else ""),
        "",
        "A translation model for CTranslate2 with its tokenizer, as an Argos package.",
        "",
        f"- Layout: {metadata.layout} ({_FRAMES.get(metadata.layout, 'unknown')})",
        f"- From: {_listed(metadata.sources)}",
        f"- To: {_listed(metadata.targets)}",
        f"- Licence: {metadata.licence or 'not stated; ask whoever made the model'}",
        f"- Where from: {metadata.origin or 'not stated'}",
        f"- Argos Translate: {'can run it' if metadata.for_argos else 'cannot run it and leaves it out of its list'}",
    ]
    return "\n".join(lines) + "\n"


def _listed(tags: tuple[str, ...]) -> str:
    shown = ", ".join(f"{english_name(tag)} ({tag})" for tag in tags[:_SHOWN])
    return f"{shown} and {len(tags) - _SHOWN} more" if len(tags) > _SHOWN else shown

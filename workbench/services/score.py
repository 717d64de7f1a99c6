"""Scoring translations against references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import EvaluationError, InputError
from workbench.formats.lines import Lines, read_lines
from workbench.quality import metrics
from workbench.quality.metrics import METRICS, Comparison, MetricScore

__all__ = ["METRICS", "Comparison", "MetricScore", "Scores", "compare_files", "score_files"]


Text = Path | Lines
"""One segment a line: a file, or what was read already."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one system over so many segments."""

    system: str
    segments: int
    scores: tuple[MetricScore, ...]


def score_files(
    hypotheses: Text, references: Sequence[Text], *, language: str = "", names: Sequence[str] = METRICS
) -> Scores:
    """Scores of a file against one or more references, one segment a line.

    Args:
        language: of the texts; it chooses BLEU's tokenizer, which the signature names.
        names: ids of metrics.
    Raises: InputError, FormatError; EvaluationError naming the files if their line counts differ; ConfigError
    """
    lines = _lines(hypotheses)
    found = metrics.score(lines, _references(hypotheses, lines, references), language=language, metrics=names)
    return Scores(str(hypotheses), len(lines), tuple(found))


def compare_files(
    systems: Sequence[Text],
    references: Sequence[Text],
    *,
    language: str = "",
    names: Sequence[str] = METRICS,
    samples: int = metrics.BOOTSTRAP_SAMPLES,
) -> list[Comparison]:
    """Each system against the first by paired bootstrap, by metric and then by system.

    Raises: as `score_files`
    """
    lines = {str(path): _lines(path) for path in systems}
    if len(lines) < len(systems):
        raise EvaluationError("a system is named twice")
    opposite = [_references(path, lines[str(path)], references) for path in systems]
    return metrics.compare(lines, opposite[0], language=language, metrics=names, samples=samples)


def _references(path: Text, hypotheses: Sequence[str], references: Sequence[Text]) -> list[list[str]]:
    found = [list(_lines(reference)) for reference in references]
    for reference, lines in zip(references, found, strict=True):
        if len(lines) != len(hypotheses):
            raise EvaluationError(
                f"{path} has {len(hypotheses)} lines and {reference} has {len(lines)}; "
                "both need one segment a line, in the same order"
            )
    return found


def _lines(path: Text) -> Sequence[str]:
    if isinstance(path, Lines):
        return path.lines
    try:
        with path.open("rb") as stream:
            return read_lines(stream, str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error

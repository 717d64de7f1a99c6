"""Scores against references, with the signature that lets others compute the same number (SacreBLEU).

BLEU: Papineni et al. (2002); chrF2 and chrF2++: Popović (2015, 2017), β = 2, with no and with two orders of words;
TER: Snover et al. (2006). Scores keep their published scale, 0 to 100, of which TER alone is better when lower and may
pass 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import PairedTest

from workbench.core.errors import ConfigError, EvaluationError
from workbench.core.language import base

METRICS = ("bleu", "chrf2", "chrf2++", "ter")
"""Ids of the metrics, in the order in which they are listed."""

BOOTSTRAP_SAMPLES = 1000
_TOKENIZERS = {"zh": "zh", "hy": "intl", "hyw": "intl"}


@dataclass(frozen=True, slots=True)
class MetricScore:
    """One metric's verdict on a whole corpus: its id, the value on its published scale, and SacreBLEU's signature."""

    metric: str
    value: float
    signature: str

    @property
    def lower_is_better(self) -> bool:
        """Whether the smaller value is the better one (TER)."""
        return self.metric == "ter"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a system does against the first one, by paired bootstrap (Koehn 2004).

    Attributes:
        value, mean, margin: the score, its mean over the samples, and half of its 95 % interval.
        p_value: how likely a difference as large is by chance; None for the first system itself.
    """

    system: str
    metric: str
    value: float
    mean: float
    margin: float
    p_value: float | None
    signature: str


def score(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str]],
    *,
    language: str = "",
    metrics: Sequence[str] = METRICS,
) -> list[MetricScore]:
    """Corpus scores.

    Args:
        hypotheses: one translation a segment.
        references: one or more translations by people, each as many segments.
        language: of the translations; BLEU's tokenizer follows it (`13a`; `intl` for Armenian, whose punctuation 13a
            does not know) and the signature names it.
    Raises: EvaluationError if there is nothing to compare or the counts differ; ConfigError for an unknown metric.
    """
    _same_counts(hypotheses, references)
    scores = []
    for name, metric in _build(language, metrics).items():
        value = metric.corpus_score(list(hypotheses), [list(one) for one in references]).score
        scores.append(MetricScore(name, float(value), str(metric.get_signature())))
    return scores


def compare(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[Sequence[str]],
    *,
    language: str = "",
    metrics: Sequence[str] = METRICS,
    samples: int = BOOTSTRAP_SAMPLES,
) -> list[Comparison]:
    """Every system against the first, by metric and then by system; the same samples, seeded, for all of them.

    Raises: as `score`; EvaluationError if there are fewer than two systems.
    """
    if len(systems) < 2:
        raise EvaluationError("a comparison needs two systems at least")
    for hypotheses in systems.values():
        _same_counts(hypotheses, references)
    comparisons = []
    for name, metric in _build(language, metrics).items():
        test = PairedTest(
            [(system, list(lines)) for system, lines in systems.items()],
            {name: metric},
            [list(one) for one in references],
            test_type="bs",
            n_samples=samples,
        )
        signatures, columns = test()
        (key,) = signatures
        results: list[Any] = list(columns[key])
        for system, found in zip(systems, results, strict=True):
            numbers = (float(found.score), float(found.mean), float(found.ci))
            comparisons.append(Comparison(system, name, *numbers, found.p_value, str(signatures[key])))
    return comparisons


def _build(language: str, metrics: Sequence[str]) -> dict[str, Any]:
    tokenizer = _TOKENIZERS.get(base(language), "13a")
    known: dict[str, Any] = {
        "bleu": lambda: BLEU(tokenize=tokenizer),
        "chrf2": lambda: CHRF(word_order=0),
        "chrf2++": lambda: CHRF(word_order=2),
        "ter": lambda: TER(),
    }
    unknown = [name for name in metrics if name not in known]
    if unknown or not metrics:
        raise ConfigError(f"no metric {', '.join(unknown) or 'given'}; there are {', '.join(METRICS)}")
    return {name: known[name]() for name in metrics}


def _same_counts(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> None:
    if not references:
        raise EvaluationError("no reference given")
    if not hypotheses:
        raise EvaluationError("there are no hypotheses to score")
    for number, lines in enumerate(references, 1):
        if len(lines) != len(hypotheses):
            raise EvaluationError(
                f"{len(hypotheses)} hypotheses and {len(lines)} lines in reference {number}; "
                "both need one segment a line, in the same order"
            )

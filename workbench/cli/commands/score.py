"""`score`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from workbench.cli import output
from workbench.core.language import language_tag


@click.command()
@click.argument("hypotheses", type=click.Path(path_type=Path), metavar="HYP")
@click.argument("references", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REF...")
@click.option("--language", "-l", help="Language of the texts; BLEU's tokenizer follows it.")
@click.option("--metrics", help="Only these: bleu,chrf2,chrf2++,ter.")
@click.option(
    "--compare",
    "others",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Another system's output: compared with HYP by paired bootstrap; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def score(
    hypotheses: Path,
    references: tuple[Path, ...],
    language: str | None,
    metrics: str | None,
    others: tuple[Path, ...],
    as_json: bool,
) -> None:
    """BLEU, chrF2, chrF2++ and TER against references, with sacrebleu signatures.

    HYP and each REF have one segment a line.
    """
    from workbench.services.score import METRICS, compare_files, score_files

    tag = language_tag(language) if language else ""
    names = tuple(name.strip() for name in metrics.split(",")) if metrics else METRICS
    if others:
        compared = compare_files([hypotheses, *others], references, language=tag, names=names)
        if as_json:
            output.json_document([asdict(each) for each in compared])
            return
        output.table(
            (
                each.metric,
                each.system,
                f"{each.value:.2f}",
                f"{each.mean:.2f} ± {each.margin:.2f}",
                "baseline" if each.p_value is None else f"p = {each.p_value:.4f}",
                each.signature,
            )
            for each in compared
        )
        return
    scores = score_files(hypotheses, references, language=tag, names=names)
    if as_json:
        output.json_document(asdict(scores))
    else:
        output.table((each.metric, f"{each.value:.2f}", each.signature) for each in scores.scores)

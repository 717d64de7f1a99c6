"""`score`."""

from __future__ import annotations

from dataclasses import asdict

import click

from workbench.cli import inputs, output
from workbench.core.language import language_tag

_SACREBLEU_NAMES = {"chrf": "chrf2", "chrf++": "chrf2++"}
"""What SacreBLEU's own command calls metrics, where it differs."""


@click.command()
@click.argument("hypotheses", metavar="HYP")
@click.argument("references", nargs=-1, required=True, metavar="REF...")
@click.option("--language", "-l", help="Language of the texts; BLEU's tokenizer follows it.")
@click.option("--metrics", help="Only these: bleu,chrf2,chrf2++,ter.")
@click.option(
    "--compare",
    "others",
    multiple=True,
    help="Another system's output: compared with HYP by paired bootstrap; may be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def score(
    hypotheses: str,
    references: tuple[str, ...],
    language: str | None,
    metrics: str | None,
    others: tuple[str, ...],
    as_json: bool,
) -> None:
    """BLEU, chrF2, chrF2++ and TER against references, with sacrebleu signatures.

    HYP and each REF have one segment a line; one of them may be - for standard input.
    """
    from workbench.services.score import METRICS, compare_files, score_files

    tag = language_tag(language) if language else ""
    wanted = [name.strip().lower() for name in metrics.split(",")] if metrics else METRICS
    names = tuple(dict.fromkeys(_SACREBLEU_NAMES.get(name, name) for name in wanted))
    systems = 1 + len(others)
    texts = inputs.one_segment_a_line(hypotheses, *others, *references)
    if others:
        compared = compare_files(texts[:systems], texts[systems:], language=tag, names=names)
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
    scores = score_files(texts[0], texts[1:], language=tag, names=names)
    if as_json:
        output.json_document(asdict(scores))
    else:
        output.table((each.metric, f"{each.value:.2f}", each.signature) for each in scores.scores)

"""What engines and further versions add to sentence alignment.

    python benchmarks/align_versions.py mt                             gold beads of corpora/, with the starter packages
    python benchmarks/align_versions.py four --data DIR [--seed 5]     four versions of each document, each perturbed

`four`: DIR holds documents.txt and a line-parallel file a language (eng fra aze-Latn hye); every version loses, merges
and gains sentences by itself; the gold of two versions are the connected parts of what they share. Strict F1 of each
pair alone, and after all have agreed (alignment/consensus.py). Prints Markdown.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from workbench.alignment.aligner import Aids, SentenceAligner
from workbench.alignment.consensus import agree, disagreements
from workbench.alignment.pair import Pair
from workbench.alignment.score import score
from workbench.config import load_settings
from workbench.core.bead import Bead, parse_beads
from workbench.services import bootstrap
from workbench.services.align import Method, align_files

CORPORA = Path(__file__).parent.parent / "corpora"
FILES = {"en": "eng", "fr": "fra", "az": "aze-Latn", "hy": "hye"}
MERGED, DROPPED, ADDED = 0.10, 0.05, 0.025


def with_engine() -> None:
    """Gold beads of the corpus with the starter packages' renderings and without."""
    manifest = tomllib.loads((CORPORA / "manifest.toml").read_text(encoding="utf-8"))
    finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    whole, _ = bootstrap.alignment(load_settings(None), finder, with_mt=True)
    print("| evidence | without engine | with the starter packages |\n|---|---|---|")
    for name, method in (
        ("lengths, numbers and names", replace(whole, finder=None, vocabulary=None)),
        ("and the termbase", replace(whole, vocabulary=None)),
        ("and the vocabulary", whole),
    ):
        figures = []
        for one in (replace(method, render=Method().render), method):
            documents = []
            for gold in sorted((CORPORA / "gold").glob("*.beads")):
                slug, pair = gold.stem.rsplit(".", 1)
                source, target = pair.split("-")
                paths = CORPORA / manifest[slug][source], CORPORA / manifest[slug][target]
                found = align_files(*paths, source, target, method=one)
                documents.append((parse_beads(gold.read_text("utf-8").splitlines()), found.beads))
            figures.append(score(documents).strict_f1)
        print(f"| {name} | {figures[0]:.4f} | {figures[1]:.4f} |")


def perturbed(chance: random.Random, sentences: list[int], everything: int) -> list[list[int]]:
    """Segments as lists of sentence numbers; a negative one is a sentence that only this version has."""
    segments: list[list[int]] = []
    at = 0
    while at < len(sentences):
        if chance.random() < ADDED:
            segments.append([-1 - chance.randrange(everything)])
        drawn = chance.random()
        if drawn < DROPPED:
            at += 1
        elif drawn < DROPPED + MERGED and at + 1 < len(sentences):
            segments.append(sentences[at : at + 2])
            at += 2
        else:
            segments.append([sentences[at]])
            at += 1
    return segments


def gold_beads(source: list[list[int]], target: list[list[int]]) -> list[Bead]:
    """Segments that share sentences, directly or by way of others, as beads in order."""
    place = {sentence: at for at, segment in enumerate(target) for sentence in segment if sentence >= 0}
    beads: list[Bead] = []
    across = 0
    for row, segment in enumerate(source):
        opposite = [place[sentence] for sentence in segment if sentence in place]
        last = beads[-1] if beads else None
        if opposite and last and last.target and min(opposite) < last.target_end:
            beads[-1] = Bead(last.source_start, row + 1, last.target_start, max(last.target_end, max(opposite) + 1))
        elif opposite:
            beads += [Bead(row, row, at, at + 1) for at in range(across, min(opposite))]
            beads.append(Bead(row, row + 1, min(opposite), max(opposite) + 1))
        else:
            beads.append(Bead(row, row + 1, across, across))
        across = max(across, beads[-1].target_end)
    return beads + [Bead(len(source), len(source), at, at + 1) for at in range(across, len(target))]


def four_versions(data: Path, seed: int) -> None:
    """Each pair of four versions alone, and after they have agreed."""
    texts = {tag: (data / f"{name}.txt").read_text(encoding="utf-8").split("\n")[:-1] for tag, name in FILES.items()}
    documents: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate((data / "documents.txt").read_text(encoding="utf-8").split("\n")[:-1]):
        documents[name].append(number)
    print("| pair | vocabulary: alone | agreed | none: alone | agreed |\n|---|---|---|---|---|")
    columns = [_agreed(texts, documents, seed, known) for known in (True, False)]
    for pair in combinations(FILES, 2):
        figures = (f"{score(column[pair][when]).strict_f1:.4f}" for column in columns for when in ("alone", "agreed"))
        print(f"| {'-'.join(pair)} | {' | '.join(figures)} |")
    print(f"\nBeads of English told to lead elsewhere: {columns[0]['told']} and {columns[1]['told']}.")


def _agreed(texts: dict[str, list[str]], documents: dict[str, list[int]], seed: int, known: bool) -> dict:
    aligner = SentenceAligner(Aids(bootstrap.vocabulary() if known else None))
    readers = {pair: aligner.reader(*pair) for pair in combinations(FILES, 2)}
    chance = random.Random(seed)
    found: dict = {pair: {"alone": [], "agreed": []} for pair in readers} | {"told": 0}
    for sentences in documents.values():
        versions = {tag: perturbed(chance, sentences, len(texts["en"])) for tag in FILES}
        lines = {
            tag: [" ".join(texts[tag][at if at >= 0 else -1 - at] for at in segment) for segment in segments]
            for tag, segments in versions.items()
        }
        pairs: dict[tuple[str, str], Pair] = {p: readers[p].pair(lines[p[0]], lines[p[1]]) for p in readers}
        for pair in pairs.values():
            aligner.align_pairs([pair], joint=False)
        gold = {pair: gold_beads(versions[pair[0]], versions[pair[1]]) for pair in pairs}
        for key, pair in pairs.items():
            found[key]["alone"].append((gold[key], list(pair.beads)))
        agree(pairs)
        for key, pair in pairs.items():
            found[key]["agreed"].append((gold[key], list(pair.beads)))
        found["told"] += len(disagreements(pairs, "en"))
    return found


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("mt", "four"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seed", type=int, default=5)
    wanted = parser.parse_args()
    if wanted.what == "mt":
        with_engine()
    elif wanted.data is None:
        parser.error("four needs --data")
    else:
        four_versions(wanted.data, wanted.seed)


if __name__ == "__main__":
    main()

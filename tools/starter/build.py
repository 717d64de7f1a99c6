"""Makes the six starter packages, from grammar to Argos folder. Each language beside English is one process."""

import json
import multiprocessing
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.starter import corpus, guard
from tools.starter.grammar import Grammar

if TYPE_CHECKING:
    from tools.starter.model import Translator

PAIRS = (("en", "fr"), ("en", "az"), ("en", "hy"), ("fr", "en"), ("az", "en"), ("hy", "en"))
NAMES = {"en": "English", "fr": "French", "az": "Azerbaijani", "hy": "Armenian"}
VERSION, ARGOS_VERSION = "1.0", "1.9.6"
SHIPPED = Path(__file__).parents[2] / "workbench" / "engines" / "starter"
SIZE_LIMIT = 2_500_000
NOTES = (
    "A starter package: small, made from sentences written for this project, for the register of diplomatic and press "
    "statements only. It is there so that the first translation needs no download. Text outside that register should "
    "be flagged (see register.json) and translated with a full package."
)


@dataclass(frozen=True, slots=True)
class Job:
    """English and another language, both directions, where their packages go, and the training steps of each."""

    other: str
    shipped: Path
    steps: tuple[int, int]


def folder_of(shipped: Path, source: str, target: str) -> Path:
    """Where a direction's package lies; the name is the one Argos gives an installed package."""
    return shipped / f"translate-{source}_{target}-{VERSION.replace('.', '_')}"


def metadata(source: str, target: str) -> dict[str, object]:
    """What Argos reads, and below it what is ours; `beam_size` is how the package wants to be decoded."""
    return {
        "package_version": VERSION,
        "argos_version": ARGOS_VERSION,
        "from_code": source,
        "from_name": NAMES[source],
        "to_code": target,
        "to_name": NAMES[target],
        "type": "translate",
        "starter": True,
        "beam_size": 1,
        "licence": "GPL-3.0-or-later",
        "notes": NOTES,
    }


def write_json(path: Path, content: dict[str, object], *, compact: bool = False) -> None:
    """JSON in UTF-8 with a final line end."""
    layout = {"separators": (",", ":")} if compact else {"indent": 2}
    path.write_text(json.dumps(content, ensure_ascii=False, **layout) + "\n", encoding="utf-8")  # type: ignore[arg-type]


def build(job: Job) -> None:
    """Trains both directions and writes their packages; the way back starts from the network of the way out."""
    from tools.starter import train  # torch: only where a network is trained

    grammar = Grammar()
    pieces, network = b"", None
    for (source, target), steps in zip((("en", job.other), (job.other, "en")), job.steps, strict=True):
        recipe = train.Recipe(steps=steps)
        pairs = list(corpus.training_pairs(grammar, source, target, seed=recipe.seed, size=recipe.pairs))
        if not pieces:
            pieces = train.train_pieces([text for pair in pairs[: recipe.pairs // 2] for text in pair], recipe)
        network = train.train(pairs, pieces, recipe, start=network, label=f"{source}-{target}")
        write(folder_of(job.shipped, source, target), metadata(source, target), network, pieces, pairs[:12])


def write(
    folder: Path, described: dict[str, object], network: "Translator", pieces: bytes, pairs: list[tuple[str, str]]
) -> None:
    """Writes a package, held against the network on a few pairs; an old one is replaced when the new one is whole."""
    from tools.starter import convert

    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    convert.save(network, pieces, part / "model")
    convert.verify(network, pieces, part / "model", [source for source, _ in pairs])
    (part / "sentencepiece.model").write_bytes(pieces)
    write_json(part / "metadata.json", described)
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def calibrate(source: str, target: str, folder: Path) -> guard.Rates:
    """Writes `register.json` of a trained package; returns what the guard catches."""
    register, rates = guard.calibrate(Grammar(), source, target, folder)
    write_json(folder / "register.json", register, compact=True)
    return rates


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build_all(others: list[str], *, shipped: Path, steps: tuple[int, int], jobs: int) -> None:
    """Builds the packages of English with each of some languages, `jobs` languages at a time.

    Raises: ValueError if a package came out larger than `SIZE_LIMIT` bytes.
    """
    shipped.mkdir(parents=True, exist_ok=True)
    todo = [Job(other, shipped, steps) for other in others]
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=1) as pool:
        for _ in pool.imap_unordered(build, todo):
            pass
    for source, target in PAIRS:
        if source in others or target in others:
            folder = folder_of(shipped, source, target)
            print(f"{source}-{target} {calibrate(source, target, folder)}, {size_of(folder)} bytes")
            if size_of(folder) > SIZE_LIMIT:
                raise ValueError(f"{folder.name} is over the limit of {SIZE_LIMIT} bytes")

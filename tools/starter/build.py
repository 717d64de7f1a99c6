"""Makes the six starter packages, from text to Argos folder. Each direction is one process with one thread."""

import json
import multiprocessing
import shutil
import tempfile
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.starter import corpus, guard
from tools.starter.grammar import Grammar

if TYPE_CHECKING:
    from tools.starter.model import Translator

PAIRS = (("en", "fr"), ("en", "az"), ("en", "hy"), ("fr", "en"), ("az", "en"), ("hy", "en"))
NAMES = {"en": "English", "fr": "French", "az": "Azerbaijani", "hy": "Armenian"}
VERSION, ARGOS_VERSION = "2.0", "1.9.6"
SHIPPED = Path(__file__).parents[2] / "workbench" / "engines" / "starter"
SIZE_LIMIT = 2_500_000
BEAM = 4
NOTES = (
    "A starter package: small, made from sentences written for this project, for the register of diplomatic and press "
    "statements only. It is there so that the first translation needs no download. Text outside that register should "
    "be flagged (see register.json) and translated with a full package."
)


@dataclass(frozen=True, slots=True)
class Job:
    """A direction to train.

    Attributes:
        shipped: where its package goes.
        kept: where the network of a way out of English is kept for the way back.
    """

    source: str
    target: str
    steps: int
    shipped: Path
    kept: Path

    @property
    def languages(self) -> tuple[str, str]:
        """English and the other one: both directions share text and pieces."""
        return "en", self.target if self.source == "en" else self.source


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
        "beam_size": BEAM,
        "licence": "GPL-3.0-or-later",
        "notes": NOTES,
    }


def write_json(path: Path, content: dict[str, object], *, compact: bool = False) -> None:
    """JSON in UTF-8 with a final line end."""
    layout = {"separators": (",", ":")} if compact else {"indent": 2}
    path.write_text(json.dumps(content, ensure_ascii=False, **layout) + "\n", encoding="utf-8")  # type: ignore[arg-type]


def build(job: Job) -> Job:
    """Trains a direction, writes its package and measures its guard; the way back starts from the way out."""
    import torch  # only where a network is trained

    from tools.starter import train

    label = f"{job.source}-{job.target}"
    recipe = train.Recipe(steps=job.steps)
    settled = train.settling(recipe)
    texts = list(corpus.samples(Grammar(), job.languages, seed=recipe.seed, size=recipe.pairs))
    pieces = train.train_pieces([text for sample in texts for text in map(sample.written.get, job.languages)], recipe)
    pairs = list(corpus.typed(texts, job.source, job.target, seed=recipe.seed))
    start = None if job.source == "en" else torch.load(job.kept, weights_only=False)
    network = train.train(pairs, pieces, recipe, start=start, label=label)
    others = corpus.samples(Grammar(), job.languages, seed=settled.seed, size=recipe.pairs)
    again = list(corpus.typed(others, job.source, job.target, seed=settled.seed))
    network = train.train(again, pieces, settled, start=network, label=f"{label} settling")
    if job.source == "en":
        torch.save(network, job.kept)
    folder = folder_of(job.shipped, job.source, job.target)
    write(folder, metadata(job.source, job.target), network, pieces, pairs[:12])
    rates = calibrate(job.source, job.target, folder)
    print(f"{label} {rates}, {size_of(folder)} bytes", flush=True)
    return job


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
    """Builds the packages of English with each of some languages, `jobs` directions at a time.

    Args:
        steps: out of English and back.
    Raises: ValueError if a package came out larger than `SIZE_LIMIT` bytes.
    """
    shipped.mkdir(parents=True, exist_ok=True)
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as kept,
        ProcessPoolExecutor(jobs, mp_context=spawn, max_tasks_per_child=1) as pool,
    ):
        running = {pool.submit(build, Job("en", other, steps[0], shipped, Path(kept) / other)) for other in others}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for job in (future.result() for future in done):
                if job.source == "en":
                    running.add(pool.submit(build, Job(job.target, "en", steps[1], shipped, job.kept)))
    folders = [folder_of(shipped, *pair) for other in others for pair in (("en", other), (other, "en"))]
    if large := [folder.name for folder in folders if size_of(folder) > SIZE_LIMIT]:
        raise ValueError(f"over the limit of {SIZE_LIMIT} bytes: {', '.join(large)}")

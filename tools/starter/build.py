"""Makes the six starter packages, from grammar to Argos folder. One direction is one process."""

import json
import multiprocessing
import shutil
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

from tools.starter import corpus, guard
from tools.starter.grammar import Grammar

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
    """One direction and where its package goes."""

    source: str
    target: str
    folder: Path
    steps: int


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
    """Trains one direction and writes its package; the old one is replaced when the new one is whole."""
    from tools.starter import convert, train  # torch: only where a network is trained

    grammar, recipe = Grammar(), train.Recipe(steps=job.steps)
    pairs = list(corpus.training_pairs(grammar, job.source, job.target, seed=recipe.seed, size=recipe.pairs))
    lines = [text for pair in pairs[: recipe.pairs // 2] for text in pair]
    proto = train.train_pieces(lines, recipe)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=proto)
    network = train.train(pairs, pieces, recipe, label=f"{job.source}-{job.target}")
    part = job.folder.with_name(job.folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    convert.save(network, pieces, part / "model")
    convert.verify(network, pieces, part / "model", [source for source, _ in pairs[:12]])
    (part / "sentencepiece.model").write_bytes(proto)
    write_json(part / "metadata.json", metadata(job.source, job.target))
    shutil.rmtree(job.folder, ignore_errors=True)
    part.rename(job.folder)


def calibrate(source: str, target: str, folder: Path) -> guard.Rates:
    """Writes `register.json` of a trained package; returns what the guard catches."""
    register, rates = guard.calibrate(Grammar(), source, target, folder)
    write_json(folder / "register.json", register, compact=True)
    return rates


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build_all(pairs: list[tuple[str, str]], *, shipped: Path, steps: int, jobs: int) -> None:
    """Builds the packages of several directions, `jobs` at a time.

    Raises: ValueError if a package came out larger than `SIZE_LIMIT` bytes.
    """
    shipped.mkdir(parents=True, exist_ok=True)
    todo = [Job(source, target, folder_of(shipped, source, target), steps) for source, target in pairs]
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=1) as pool:
        for _ in pool.imap_unordered(build, todo):
            pass
    for job in todo:
        calibrate(job.source, job.target, job.folder)
        if (size := size_of(job.folder)) > SIZE_LIMIT:
            raise ValueError(f"{job.folder.name} has {size} bytes, over the limit of {SIZE_LIMIT}")

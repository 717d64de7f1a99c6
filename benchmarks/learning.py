"""How much less a translator has to change when drafts learn from what was confirmed before.

    python benchmarks/learning.py [--set corpora|series|tuning] [--engine NAME] [en-fr …]

A translator is simulated who goes through texts from top to bottom: each is drafted with what was confirmed before, the
distance from the draft to the right version is measured, and the right version is confirmed. Without learning the same
outputs of the engine stand as they are. Sets: `corpora`, the statements by their gold alignments, in the manifest's
order and backwards; `series`, statements drawn from blocks of the phrase book that are kept from training, of which
each has ten of thirty formulas with choices drawn anew (the half of the blocks on which nothing was chosen); `tuning`,
the other half; `project`, all of the statements in one project, whose versions are made one after the other, so that
what is confirmed in the language on the way counts as well. Distances are Levenshtein over characters and over words,
summed. "across" learns from other statements only. A draft that got worse has to be flagged.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import permutations
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from workbench.config import load_settings
from workbench.core.bead import Bead, parse_beads
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.match import MemoryEntry
from workbench.core.ports import Batch, Engine
from workbench.core.project import Cell, Statement
from workbench.formats.sniff import read_document
from workbench.memory.resident import ResidentMemory
from workbench.services import bootstrap
from workbench.services.corrections import Corrections
from workbench.services.drafts import translate_cell
from workbench.services.draftwork import CONFIRMED_PIVOT
from workbench.services.learning import ADAPTED, Learning
from workbench.services.project import Project
from workbench.services.projectmemory import Known, remembered
from workbench.services.translate import RouteFinder, Translation, Translator
from workbench.services.wordlinks import WordLinks

ROOT = Path(__file__).parents[1]
CORPORA = ROOT / "corpora"
sys.path.insert(0, str(ROOT))

from benchmarks.starter import sentences_of, statement_rows  # noqa: E402
from tools.starter.phrasebook import read_phrasebook  # noqa: E402

LANGUAGES = ("en", "fr", "az", "hy")
_COLUMNS = (
    *("set", "pair", "half", "rows", "distance", "less, characters", "less, words"),
    *("known", "better / same / worse", "worse and not flagged"),
)
_SEED, _FORMULAS, _STATEMENTS, _SENTENCES = 7, 30, 12, 10


@dataclass(frozen=True, slots=True)
class Row:
    """A text of a statement and its right version."""

    statement: str
    source: str
    target: str


class Remembering:
    """An engine whose outputs are kept, so that with and without learning the same ones stand."""

    def __init__(self, engine: Engine, said: dict[tuple[str, Decoding], Hypothesis]) -> None:
        self._engine, self._said = engine, said
        self.route, self.side_by_side = engine.route, engine.side_by_side

    def translate(self, segments: Sequence[str], decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
        new = list(dict.fromkeys(each for each in segments if (each, decoding) not in self._said))
        for segment, hypothesis in zip(new, self._engine.translate(new, decoding) if new else (), strict=True):
            self._said[segment, decoding] = hypothesis
        return [self._said[each, decoding] for each in segments]

    def batches(self, segments: Sequence[str]) -> Sequence[Batch]:
        return [_Batch(range(len(segments)), segments)]

    def decode(self, batch: Batch, decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
        return self.translate(batch.segments, decoding)


@dataclass(frozen=True, slots=True)
class _Batch:
    indices: Sequence[int]
    segments: Sequence[str]


class RememberingRoutes:
    """The engines there are, each with what it said before."""

    def __init__(self, routes: RouteFinder) -> None:
        self._routes = routes
        self._engines: dict[tuple[str, str], Remembering] = {}

    def engine(self, source: str, target: str, via: str | None = None) -> Remembering:
        if (source, target) not in self._engines:
            self._engines[source, target] = Remembering(self._routes.engine(source, target, via), {})
        return self._engines[source, target]

    def identity(self, source: str, target: str, via: str | None = None) -> list[object]:
        return self._routes.identity(source, target, via)


@dataclass(slots=True)
class Tally:
    """Distances over some rows: characters and words, without learning and with it; and how single drafts fared."""

    rows: int = 0
    letters: list[int] = field(default_factory=lambda: [0, 0])
    words: list[int] = field(default_factory=lambda: [0, 0])
    better: int = 0
    worse: int = 0
    unflagged: int = 0
    known: int = 0

    def count(self, row: Row, plain: Translation, learnt: Translation) -> None:
        self.rows += 1
        letters = [Levenshtein.distance(each.target, row.target) for each in (plain, learnt)]
        words = [Levenshtein.distance(each.target.split(), row.target.split()) for each in (plain, learnt)]
        for sums, distances in ((self.letters, letters), (self.words, words)):
            sums[:] = [one + other for one, other in zip(sums, distances, strict=True)]
        self.better += letters[1] < letters[0]
        self.worse += letters[1] > letters[0]
        from_memory = not learnt.engine
        self.known += from_memory
        told = from_memory or not {ADAPTED, CONFIRMED_PIVOT}.isdisjoint(learnt.flags)
        self.unflagged += letters[1] > letters[0] and not told

    def add(self, other: Tally) -> None:
        for name in ("rows", "better", "worse", "unflagged", "known"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in ((self.letters, other.letters), (self.words, other.words)):
            mine[:] = [one + two for one, two in zip(mine, theirs, strict=True)]

    def line(self) -> str:
        same = self.rows - self.better - self.worse
        return (
            f"{self.rows} | {self.letters[0]} | {_less(self.letters)} | {_less(self.words)} | {self.known} | "
            f"{self.better} / {same} / {self.worse} | {self.unflagged}"
        )


def _less(sums: Sequence[int]) -> str:
    return f"{100 * (1 - sums[1] / sums[0]):.1f} %" if sums[0] else "-"


def simulated(rows: Sequence[Row], pair: tuple[str, str], translator: Translator, *, across: bool) -> list[Tally]:
    """A translator who drafts and confirms row by row: what came of the first half of the run, and of the second."""
    plain = translator.translate_texts([row.source for row in rows], *pair, keep_lines=False)
    links = WordLinks(bootstrap.vocabulary)
    memory, corrections = ResidentMemory(), Corrections(links)
    stages = (Learning(memory, links, corrections), *translator.stages)
    learner = replace(translator, known=Known(memory), stages=stages)
    halves, waiting = [Tally(), Tally()], list[MemoryEntry]()
    for number, (row, without) in enumerate(zip(rows, plain, strict=True)):
        if not across or (number and rows[number - 1].statement != row.statement):
            memory.add(waiting)
            corrections.add(waiting)
            waiting.clear()
        drafted = _drafted(memory, learner, row.source, pair)
        halves[2 * number >= len(rows)].count(row, without, drafted)
        draft = drafted.target if drafted.engine else ""
        waiting.append(MemoryEntry(str(number), row.source, row.target, *pair, changed_at=f"{number:09}", draft=draft))
    return halves


def _drafted(memory: ResidentMemory, learner: Translator, source: str, pair: tuple[str, str]) -> Translation:
    match = remembered(memory, source, pair)
    if match:
        return Translation(source, match.entry.target, "", pair, 100.0)
    return learner.translate_texts([source], *pair, keep_lines=False)[0]


def statements(source: str, target: str) -> Iterator[Row]:
    """The beads of `corpora/` with text on both sides, in the manifest's order; empty for a pair without gold."""
    return (Row(*row) for row in statement_rows(source, target))


def series(source: str, target: str, *, judged: bool) -> Iterator[Row]:
    """Statements that share formulas; of half of the blocks kept from training, the same draws for every direction."""
    blocks = sorted((block for block in read_phrasebook() if block.held_out), key=lambda block: block.name)
    chance = random.Random(_SEED)
    formulas = chance.sample(blocks[judged::2], _FORMULAS)
    for number in range(_STATEMENTS):
        for block in chance.sample(formulas, _SENTENCES):
            picks = block.draw(chance)
            yield Row(f"series-{number}", block.text(source, picks), block.text(target, picks))


def backwards(rows: Sequence[Row]) -> list[Row]:
    """The statements in the other order, each from top to bottom."""
    order = list(dict.fromkeys(row.statement for row in rows))[::-1]
    return [row for statement in order for row in rows if row.statement == statement]


def project_run(translator: Translator, folder: Path) -> Iterator[tuple[str, Tally]]:
    """All of `corpora/` in one project: each version by its gold alignment, drafted and confirmed cell by cell, in the
    languages' order. Yields every cell by its pair of languages.
    """
    entries = tomllib.loads((CORPORA / "manifest.toml").read_text(encoding="utf-8"))
    with Project.create(folder, source="en", targets=LANGUAGES[1:]) as project:
        for slug, entry in entries.items():
            source = entry["source"]
            text = read_document(BytesIO((CORPORA / entry[source]).read_bytes()), entry[source]).text
            statement = project.new_statement(slug, language=source, text=text)
            for target in LANGUAGES:
                gold = CORPORA / "gold" / f"{slug}.{source}-{target}.beads"
                if gold.exists():
                    right = sentences_of(CORPORA / entry[target], target)
                    beads = parse_beads(gold.read_text(encoding="utf-8").splitlines())
                    for tally in _version_run(project, statement, target, beads, right, translator):
                        yield f"{source}-{target}", tally


def _version_run(
    project: Project,
    statement: Statement,
    target: str,
    beads: Sequence[Bead],
    right: Sequence[str],
    translator: Translator,
) -> Iterator[Tally]:
    version = project.ensure_version(statement, target)
    beads = [bead for bead in beads if bead.source]
    cells = [Cell(0, version.id, row, bead.source_start, bead.source_end) for row, bead in enumerate(beads)]
    for bead, cell in zip(beads, project.store.put_cells(version.id, cells, "simulated"), strict=True):
        reference = " ".join(right[at] for at in bead.target)
        sheet = project.sheet(statement.key)
        if not reference or not sheet.source_of(cell):
            continue
        pair = statement.source_language, target
        (plain,) = translator.translate_texts([sheet.source_of(cell)], *pair, keep_lines=False)
        drafted = translate_cell(project, sheet, target, cell, translator)
        origin = drafted.origin
        learnt = replace(plain, target=drafted.text, engine=origin.engine, flags=origin.flags)
        tally = Tally()
        tally.count(Row(statement.key, plain.source, reference), plain, learnt)
        yield tally
        project.confirm(project.edit(drafted, reference))


def views(name: str, pair: tuple[str, str]) -> Iterator[tuple[str, list[Row], bool]]:
    """What is measured of a set: its name, its rows, and whether only other statements teach."""
    rows = list(statements(*pair) if name == "corpora" else series(*pair, judged=name == "series"))
    yield name, rows, False
    yield f"{name}, backwards", backwards(rows), False
    yield f"{name}, across", rows, True


def measured(
    sets: Sequence[str], wanted: Sequence[str], translator: Translator
) -> Iterator[tuple[str, str, str, Tally]]:
    """The view, the pair, the half of the run, and what came of some rows of it."""
    for pair in permutations(LANGUAGES, 2):
        name = "-".join(pair)
        for kind in sets if not wanted or name in wanted else ():
            for view, rows, across in views(kind, pair) if kind != "project" else ():
                halves = simulated(rows, pair, translator, across=across)
                yield from ((view, name, half, tally) for half, tally in zip(("first", "second"), halves, strict=True))
    if "project" in sets:
        with tempfile.TemporaryDirectory() as folder:
            yield from (("project", name, "both", tally) for name, tally in project_run(translator, Path(folder)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="*", help="directions, as en-fr; all by default")
    parser.add_argument("--set", choices=("corpora", "project", "series", "tuning"), action="append", dest="sets")
    parser.add_argument("--engine", help="packages to prefer, as `translate --engine`")
    arguments = parser.parse_args()
    translator = bootstrap.translator(load_settings(None, {"engine": arguments.engine}))
    translator = replace(translator, routes=RememberingRoutes(translator.routes))
    print(f"| {' | '.join(_COLUMNS)} |")
    print("|---" * len(_COLUMNS) + "|")
    sums: dict[tuple[str, str, str], Tally] = {}
    for view, pair, half, tally in measured(
        arguments.sets or ("corpora", "project", "series"), arguments.pairs, translator
    ):
        for key in {(view, pair, half), (view, "all", half), (view, "all", "both")}:
            sums.setdefault(key, Tally()).add(tally)
    for (view, name, half), tally in sums.items():
        print(f"| {view} | {name} | {half} | {tally.line()} |")
    print(f"\n{platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()

"""Large projects of made-up sentences for measuring the desk: 100,000 segments in one statement, or in 2,000.

    python benchmarks/tui_project.py FOLDER [--segments 100000] [--statements 1]

Sources are English; French came in as a text and is aligned, with beads over two rows, sentences added and left out;
Azerbaijani and Armenian are drafted, some cells split, many still new. A fixed seed makes the same project every time.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.services.project import Project

WORDS = {
    "en": "the delegations ministers commission parties agreement river water measurements border trade transport "
    "energy talks meeting cooperation security region settlement process of and on with for joint peaceful next",
    "fr": "les délégations ministres commission parties accord fleuve l’eau mesures frontière commerce transports "
    "énergie pourparlers réunion coopération sécurité région règlement processus de et sur avec pour œuvre près",
    "az": "tərəflər nümayəndə heyətləri nazirlər komissiya saziş çay su ölçmələr sərhəd ticarət nəqliyyat enerji "
    "danışıqlar görüş əməkdaşlıq təhlükəsizlik bölgə həll prosesi İqtisadi və ilə üçün üzrə birgə dinc növbəti",
    "hy": "կողմերը պատվիրակությունները նախարարները հանձնաժողովը համաձայնագիր գետի ջրի չափումները սահմանի առևտուր "
    "տրանսպորտ էներգետիկա բանակցություններ հանդիպում համագործակցություն անվտանգություն գործընթաց և հետ համար",
}
LANGUAGES = ("fr", "az", "hy")
MACHINE = Origin(OriginKind.ENGINE, "en-az 1.0", ("en", "az"), -0.4)
PERSON = Origin(OriginKind.PERSON)
STATES = (State.DRAFT, State.DRAFT, State.CONFIRMED, State.CONFIRMED, State.REVIEWED, State.EDITED, State.FUZZY)
SHAPES = ((1, 1), (2, 1), (1, 2), (0, 1), (1, 0))
"""Source rows and target segments of a bead."""
WEIGHTS = (87, 6, 3, 2, 2)


@dataclass(frozen=True)
class Texts:
    """Makes sentences.

    Args:
        chance: where they come from.
    """

    chance: random.Random

    def sentence(self, language: str, number: int) -> str:
        """Six to eighteen words and a number, so that no two are the same."""
        words = self.chance.choices(WORDS[language].split(), k=self.chance.randint(6, 18))
        said = " ".join(words)
        return f"{said[0].upper()}{said[1:]} {number}{'։' if language == 'hy' else '.'}"

    def aligned(self, source: list[str], language: str) -> tuple[list[str], list[Cell]]:
        """A text and its beads with a source."""
        segments: list[str] = []
        cells: list[Cell] = []
        row = 0
        while row < len(source):
            ((rows, more),) = self.chance.choices(SHAPES, WEIGHTS)
            end, first = min(row + rows, len(source)), len(segments)
            segments += [self.sentence(language, row + n) + " " for n in range(more)]
            cells.append(
                Cell(
                    *(0, 0, 0, row, end, "".join(segments[first:]).strip(), State.CONFIRMED),
                    origin=Origin(OriginKind.IMPORTED),
                    trail=" " * bool(more),
                    target_start=first,
                    target_end=len(segments),
                    source_text="".join(source[row:end]).strip(),
                    confidence=round(self.chance.uniform(0.4, 1), 3),
                )
            )
            row = end
        return segments, cells

    def drafted(self, source: list[str], language: str, new: float) -> Iterator[Cell]:
        """Cells for each row, a share of them still new, one in a hundred in two parts."""
        for row, text in enumerate(source):
            cell = Cell(0, 0, 0, row, row + 1)
            if self.chance.random() < new:
                yield cell
                continue
            state = self.chance.choice(STATES)
            origin = MACHINE if state in (State.DRAFT, State.FUZZY) else PERSON
            said = self.sentence(language, row)
            cell = replace(cell, text=said, state=state, origin=origin, source_text=text.strip())
            yield cell
            if self.chance.random() < 0.01:
                yield replace(cell, text=self.sentence(language, row))


def add_statement(project: Project, texts: Texts, number: int, segments: int) -> None:
    """One statement with its versions."""
    store = project.store
    date = f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    source = [texts.sentence("en", row) + " " for row in range(segments)]
    with store.transaction():
        statement = store.add_statement(Statement(0, f"talks-{number:04}", f"Talks, part {number}", date, "en"))
        store.put_version(Version(0, statement.id, "en", "imported", tuple(source)))
        text, cells = texts.aligned(source, "fr")
        french = store.put_version(Version(0, statement.id, "fr", "imported", tuple(text)))
        store.put_cells(french.id, cells, "import")
        for language, new in (("az", 0.1), ("hy", 0.5)):
            version = store.put_version(Version(0, statement.id, language, "drafted"))
            store.put_cells(version.id, list(texts.drafted(source, language, new)), "bench")


def make(folder: Path, segments: int, statements: int) -> None:
    """The whole project; nothing is done where it is there already."""
    if (folder / "workbench.toml").exists():
        return
    texts = Texts(random.Random(1))
    with Project.create(folder, source="en", targets=list(LANGUAGES)) as project:
        for number in range(statements):
            add_statement(project, texts, number, segments // statements)


def main() -> None:
    """Make one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=1)
    arguments = parser.parse_args()
    make(arguments.folder, arguments.segments, arguments.statements)


if __name__ == "__main__":
    main()

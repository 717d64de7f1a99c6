"""The phrase book: hand-written blocks of four parallel lines whose choices run in parallel.

A block of `data/phrasebook/*.txt` is four lines, en fr az hy; blank lines divide blocks. In a line
    [1:one|other]   a choice: option k of group 1 is the same thing in each language; a group may stand twice in a line,
                    to carry agreement, and any option of one group goes with any option of another
A line that begins with `## ` is a comment; a block whose English line begins with `# ` is a heading.
"""

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.starter.grammar import held_out
from tools.starter.lexicon import DATA, LANGUAGES
from workbench.core.errors import FormatError

FOLDER = DATA / "phrasebook"
ONE_HELD_OUT_IN = 20
GROUP = re.compile(r"\[(\d+):([^\[\]]*)\]")

Picks = dict[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: the options of a group, or fixed text, which is one option of group 0."""

    group: int
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Four parallel lines; `name` is the English one as written, which hold-out decisions are taken on."""

    name: str
    heading: bool
    lines: dict[str, tuple[Part, ...]]

    @property
    def groups(self) -> dict[int, int]:
        """How many options each group has."""
        return {part.group: len(part.options) for part in self.lines["en"] if part.group}

    @property
    def held_out(self) -> bool:
        """Whether the block is kept for evaluation and never trained on, in any combination."""
        return held_out(self.name, ONE_HELD_OUT_IN)

    def text(self, language: str, picks: Picks) -> str:
        """The sentence with one option picked for each group."""
        chosen = (part.options[picks[part.group] if part.group else 0] for part in self.lines[language])
        return re.sub(r" {2,}", " ", "".join(chosen)).strip()

    def draw(self, chance: random.Random) -> Picks:
        """A random combination."""
        return {group: chance.randrange(count) for group, count in self.groups.items()}

    def combinations(self) -> Iterator[Picks]:
        """Every combination."""
        groups = self.groups
        for picks in itertools.product(*(range(count) for count in groups.values())):
            yield dict(zip(groups, picks, strict=True))

    def phrases(self) -> Iterator[dict[str, str]]:
        """What the options say by themselves, by language; a group that stands twice in a line says nothing whole."""
        alone = {language: self._alone(language) for language in LANGUAGES}
        for group in set.intersection(*(set(found) for found in alone.values())):
            for texts in zip(*(alone[language][group] for language in LANGUAGES), strict=True):
                phrase = {language: text.strip(" ,") for language, text in zip(LANGUAGES, texts, strict=True)}
                if all(phrase.values()):
                    yield phrase

    def _alone(self, language: str) -> dict[int, tuple[str, ...]]:
        groups = [part.group for part in self.lines[language]]
        return {
            part.group: part.options for part in self.lines[language] if part.group and groups.count(part.group) == 1
        }


def read_phrasebook(folder: Path = FOLDER) -> list[Block]:
    """All blocks, file by file.

    Raises: FormatError where the notation is broken.
    """
    return [block for path in sorted(folder.glob("*.txt")) for block in read_file(path)]


def read_file(path: Path) -> list[Block]:
    """The blocks of one file.

    Raises: FormatError where the notation is broken.
    """
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    blocks: list[Block] = []
    rows: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line and not line.startswith("##"):
            rows.append(line)
        elif not line and rows:
            blocks.append(_block(rows, path.name, number - len(rows)))
            rows = []
    return blocks


def _block(rows: list[str], path: str, line: int) -> Block:
    """A block from its rows; `line` is where the first stands in the file."""
    if len(rows) != len(LANGUAGES):
        raise FormatError(f"a block needs four lines, en fr az hy, and has {len(rows)}", path=path, line=line)
    heading = rows[0].startswith("# ")
    parsed = {
        language: _parts(row.removeprefix("# "), path, line + index)
        for index, (language, row) in enumerate(zip(LANGUAGES, rows, strict=True))
    }
    block = Block(rows[0], heading, parsed)
    for index, language in enumerate(LANGUAGES):
        found = _counts(parsed[language])
        if found != _counts(parsed["en"]):
            wanted = ", ".join(f"{group}:{count}" for group, count in _counts(parsed["en"]))
            message = f"its groups and their options differ from the English line’s ({wanted}); write the same in all"
            raise FormatError(message, path=path, line=line + index)
    return block


def _counts(parts: tuple[Part, ...]) -> list[tuple[int, int]]:
    """Each group with the number of its options, once for each number it occurs with."""
    return sorted({(part.group, len(part.options)) for part in parts if part.group})


def _parts(row: str, path: str, line: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    end = 0
    for match in GROUP.finditer(row):
        parts += [Part(0, (row[end : match.start()],)), Part(int(match[1]), tuple(match[2].split("|")))]
        end = match.end()
    parts.append(Part(0, (row[end:],)))
    for part in parts:
        if not part.group and (stray := re.search(r"[\[\]|]", part.options[0])):
            message = f"`{stray[0]}` is not part of a choice; write choices as `[1:one|other]`, without nesting"
            raise FormatError(message, path=path, line=line)
    return tuple(part for part in parts if part.group or part.options[0])

"""The synchronous grammar: templates in four languages whose slots are filled with the same things in each.

A template is a block of four lines, en fr az hy. In a line
    {name.form}      a slot: a lexicon class, a quantity, a section of templates, or `W` for a noun of the vocabulary;
                     with a digit where it occurs twice;
                     the form `x` is the one asked of the whole section
    (one|other)      wordings of the same thing; the first is the canonical one, which a model learns to write
    <S:sg/pl>        what agrees with slot S in number; four parts are French m, f, mp, fp
A block whose first line begins with `#` is a heading: it takes no final stop.
"""

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.starter.inflect import FR_VOWELS, az_upper
from tools.starter.lexicon import DATA, LANGUAGES, Entry, read_lexicon
from tools.starter.names import classes
from tools.starter.quantities import QUANTITIES
from tools.starter.vocabulary import Nouns, read_concepts

SLOT = re.compile(r"\{([A-Za-z]+)(\d?)(?:\.([a-z]+))?\}")
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
AGREEMENT = re.compile(r"<([A-Za-z]+\d?):([^<>]*)>")
FINAL = (".", "!", "?", "…", "։", ":", "»", "”")
FULL_STOP = {"en": ".", "fr": ".", "az": ".", "hy": "։"}


@dataclass(frozen=True, slots=True)
class Template:
    """Four parallel lines and where they stand; `name` is stable as long as the English line is."""

    section: str
    lines: dict[str, str]
    heading: bool

    @property
    def name(self) -> str:
        return f"{self.section}:{self.lines['en']}"

    @property
    def slots(self) -> dict[str, str]:
        """Slot with its digit → class name, in the order of the English line, then of the others."""
        found: dict[str, str] = {}
        for language in LANGUAGES:
            for name, digit, _ in SLOT.findall(self.lines[language]):
                found.setdefault(name + digit, name)
        return found


@dataclass(frozen=True, slots=True)
class Derivation:
    """A template with its slots filled."""

    template: Template
    fillers: dict[str, "Entry | Derivation"]

    @property
    def key(self) -> str:
        """Template and fillers as one string: what hold-out decisions are taken on."""
        parts = [self.template.name, *(filler.key for filler in self.fillers.values())]
        return "\x1f".join(parts)

    @property
    def plural(self) -> bool:
        """Number of its first slot, the head."""
        return bool(self.fillers) and next(iter(self.fillers.values())).plural

    @property
    def gender(self) -> str:
        """French gender of the head."""
        return next(iter(self.fillers.values())).gender if self.fillers else "m"

    @property
    def entries(self) -> int:
        """How many lexicon entries, at any depth, fill it."""
        return sum(1 if isinstance(filler, Entry) else filler.entries for filler in self.fillers.values())

    def text(self, language: str, chance: random.Random | None = None) -> str:
        """The sentence in a language: canonical, or with wordings drawn at random if `chance` is given."""
        text = finish(self.phrase(language, chance), language)
        if not self.template.heading and not text.endswith(FINAL):
            text += FULL_STOP[language]
        return text

    def phrase(self, language: str, chance: random.Random | None = None, form: str = "nom") -> str:
        """The same without sentence capital and stop, as it stands inside another derivation.

        `form` is what a slot written `{name.x}` takes: so a section can inflect as a noun phrase does.
        """
        line = choose(self.template.lines[language], chance)
        line = AGREEMENT.sub(lambda match: self._agree(match[1], match[2].split("/")), line)
        return SLOT.sub(lambda match: self._fill(match, language, chance, form), line)

    def _agree(self, slot: str, parts: list[str]) -> str:
        filler = self.fillers[slot]
        if len(parts) == 4:
            return parts[2 * filler.plural + filler.gender.startswith("f")]
        return parts[filler.plural]

    def _fill(self, match: re.Match[str], language: str, chance: random.Random | None, inherited: str) -> str:
        filler = self.fillers[match[1] + match[2]]
        form = inherited if match[3] == "x" else match[3] or "nom"
        if isinstance(filler, Derivation):
            return filler.phrase(language, chance, form)
        return filler.forms[language][form]


def choose(line: str, chance: random.Random | None) -> str:
    """Resolves `(one|other)`, innermost first: the first wording, or a random one."""
    while match := CHOICE.search(line):
        options = match[1].split("|")
        picked = chance.choice(options) if chance else options[0]
        line = line[: match.start()] + picked + line[match.end() :]
    return re.sub(r" {2,}", " ", line).strip()


def finish(text: str, language: str) -> str:
    """What crosses slots: French elision and spacing, the Armenian article before a vowel, the capital."""
    if language == "fr":
        text = re.sub(rf"\b([Qq]u|[Dd])e (?=[{FR_VOWELS}])", r"\1’", text)
        text = re.sub(r" (?=[:%])|(?<=«) | (?=»)", "\u00a0", text)
        text = re.sub(r" (?=[;!?])", "\u202f", text)
    if language == "hy":
        text = re.sub(r"(?<=[բ-ֆ])(?<![էիո])ը (?=[աէըիօԱԷԸԻՕ]|[ոՈ]ւ)", "ն ", text)
    first = text[:1]
    upper = az_upper(first) if language == "az" else first.upper()
    return ("Եվ" if first == "և" else upper) + text[1:]


def read_templates(folder: Path = DATA) -> dict[str, list[Template]]:
    """All templates by section, from every `templates*.txt` of the folder.

    Raises: ValueError if a block has not four lines.
    """
    sections: dict[str, list[Template]] = {}
    for path in sorted(folder.glob("templates*.txt")):
        section = "sentence"
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            lines = [line for line in block.strip("\n").splitlines() if not line.startswith("##")]
            if lines and lines[0].startswith("["):
                section = lines.pop(0).strip("[]")
            if not lines:
                continue
            if len(lines) != len(LANGUAGES):
                raise ValueError(f"{path.name}: a block needs four lines, en fr az hy:\n{block}")
            heading = lines[0].startswith("#")
            lines[0] = lines[0].lstrip("# ")
            template = Template(section, dict(zip(LANGUAGES, lines, strict=True)), heading)
            sections.setdefault(section, []).append(template)
    return sections


class Grammar:
    """Draws derivations; the same seed draws the same."""

    def __init__(self) -> None:
        self.lexicon = classes(read_lexicon())
        self.nouns = Nouns(read_concepts())
        self.sections = read_templates()
        self._weights = {
            section: [1.0 + self.variety(template) for template in templates]
            for section, templates in self.sections.items()
        }

    def variety(self, template: Template) -> float:
        """How much a template can say: grows by about one with each slot, so that rich templates are drawn oftener."""
        return float(len(template.slots))

    def derive(self, section: str, chance: random.Random) -> Derivation:
        """A random derivation of a section."""
        template = chance.choices(self.sections[section], self._weights[section])[0]
        return self.fill(template, chance)

    def fill(self, template: Template, chance: random.Random) -> Derivation:
        """A template with random fillers; two slots of one class never hold the same."""
        fillers: dict[str, Entry | Derivation] = {}
        for slot, name in template.slots.items():
            filler = self._filler(name, chance)
            while any(filler.key == other.key for other in fillers.values()) and name not in QUANTITIES:
                filler = self._filler(name, chance)
            fillers[slot] = filler
        return Derivation(template, fillers)

    def _filler(self, name: str, chance: random.Random) -> "Entry | Derivation":
        if name in QUANTITIES:
            return QUANTITIES[name](chance)
        if name == "W":
            return self.nouns.draw(chance)
        if name in self.sections:
            return self.derive(name, chance)
        return chance.choice(self.lexicon[name])

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every lexicon entry with its class."""
        for name, entries in self.lexicon.items():
            for entry in entries:
                yield name, entry


def held_out(key: str, one_in: int = 40) -> bool:
    """Whether a key belongs to the part that is never trained on; stable across runs and machines."""
    return zlib.crc32(key.encode()) % one_in == 0

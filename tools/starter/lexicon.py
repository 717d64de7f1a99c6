"""The slot fillers: tables of noun phrases, one line an entry, four languages divided by `|`.

Notation of a cell, after the citation form:
    en  `:p` plural
    fr  `:m :f :mp :fp` gender and number, where the article does not tell
    az  `+` ends in the third-person possessive; `!` final k or q stays hard; `nom;gen;dat;acc;loc;abl` lists all forms
        an Azerbaijani entry that does not list its forms has each case once more as it is after a genitive: `poss`,
        `possgen`, … (`Çinin səfiri`, `Çinin səfirinin`)
    hy  `:stem` of the last word before endings; `~genitive` of the last word where irregular;
        `nom;def;gen;dat;abl;ins;loc` lists all forms
"""

from dataclasses import dataclass
from pathlib import Path

from tools.starter.inflect import AZ_CASES, HY_CASES, az_cases, az_possessed, en_forms, fr_forms, hy_cases

LANGUAGES = ("en", "fr", "az", "hy")
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """One filler: its forms by language and name, and what agrees with it."""

    forms: dict[str, dict[str, str]]
    plural: bool = False
    gender: str = "m"

    @property
    def key(self) -> str:
        """What names the entry in hold-out decisions."""
        return self.forms["en"]["nom"]


def read_entry(line: str) -> Entry:
    """An entry from its line.

    Raises: ValueError if the line has not four cells.
    """
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != len(LANGUAGES):
        raise ValueError(f"a lexicon line needs four cells, en | fr | az | hy: {line!r}")
    en, fr, az, hy = cells
    en, _, number = en.partition(":")
    fr, _, gender = fr.partition(":")
    if not gender:
        gender = {"le": "m", "la": "f"}.get(fr.split()[0], "m")
    forms = {"en": en_forms(en), "fr": fr_forms(fr), "az": _azerbaijani(az), "hy": _armenian(hy)}
    return Entry(forms, plural=number == "p", gender=gender)


def _azerbaijani(cell: str) -> dict[str, str]:
    if ";" in cell:
        return dict(zip(AZ_CASES, cell.split(";"), strict=True))
    base, mark = cell.rstrip("+!"), cell[-1]
    owned = base if mark == "+" else az_possessed(base, soften=mark != "!")
    cases = az_cases(base, possessive=mark == "+", soften=mark != "!")
    after_genitive = az_cases(owned, possessive=True)
    return cases | {"poss" + case.removeprefix("nom"): form for case, form in after_genitive.items()}


def _armenian(cell: str) -> dict[str, str]:
    if ";" in cell:
        return dict(zip(HY_CASES, cell.split(";"), strict=True))
    base, _, genitive = cell.partition("~")
    base, _, stem = base.partition(":")
    before = base[: base.rfind(" ") + 1]
    return hy_cases(base, stem=before + stem if stem else "", genitive=before + genitive if genitive else "")


def read_lexicon(path: Path = DATA / "lexicon.txt") -> dict[str, list[Entry]]:
    """All slot classes: `[name]` opens a class, `#` a comment; a class may take in another with `@name`."""
    classes: dict[str, list[Entry]] = {}
    current: list[Entry] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            current = classes.setdefault(line.strip("[]"), [])
        elif line.startswith("@"):
            current.extend(classes[line[1:]])
        else:
            current.append(read_entry(line))
    return classes

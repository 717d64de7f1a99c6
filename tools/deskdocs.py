"""The tables of keys in the pages of the desk, made from the registry of actions.

Run: python -m tools.deskdocs          write them where they are behind
     python -m tools.deskdocs --check  change nothing; fail if a page is behind, an action or a place is in none

What stands between `<!-- keys: PLACE -->` and `<!-- end of keys -->` is made here; the rest of a page is written by
hand. `docs/keys.md` has every action with its keys as a keymap to begin with.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from pathlib import Path

from workbench.tui.actions import ACTIONS, Action, Place
from workbench.tui.actions.groups import group, grouped
from workbench.tui.actions.model import TITLES
from workbench.tui.listing import names

DOCS = Path(__file__).parent.parent / "docs"
_TABLE = re.compile(r"(<!-- keys: (?P<place>[a-z]+) -->\n).*?(<!-- end of keys -->)", re.DOTALL)
_TEMPLATE = re.compile(r"(<!-- keymap -->\n).*?(<!-- end of keymap -->)", re.DOTALL)


def pages() -> list[Path]:
    """The pages that have tables."""
    return [*sorted((DOCS / "desk").glob("*.md")), DOCS / "keys.md"]


def table(place: Place) -> str:
    """The keys of a place, a table for each head."""
    entries = grouped([entry for entry in ACTIONS if entry.place is place])
    parts = []
    for head, members in groupby(entries, key=group):
        rows = "\n".join(_row(entry) for entry in members)
        parts.append(f"**{head}**\n\n| keys | what it does | id |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _row(entry: Action) -> str:
    keys = "  ".join(f"`{key}`" for key in names(entry.keys).split("  ")) if entry.keys else "(palette)"
    return f"| {keys} | {entry.help} | `{entry.id}` |".replace("`|`", "`\\|`")


def template() -> str:
    """Every action with its keys, as a `keymap.toml` whose lines are comments."""
    lines = []
    for place in Place:
        lines.append(f"# {TITLES[place]}")
        for entry in (entry for entry in ACTIONS if entry.place is place):
            keys = ", ".join(_quoted(key) for key in entry.keys)
            lines.append(f'# "{entry.id}" = [{keys}]'.ljust(52) + f"  # {entry.help}")
        lines.append("")
    return "```toml\n" + "\n".join(lines).rstrip() + "\n```\n"


def _quoted(key: str) -> str:
    return f"'{key}'" if key in ('"', "\\") else f'"{key}"'


def made(text: str) -> str:
    """A page with its tables as the registry has them now."""
    text = _TABLE.sub(lambda found: found[1] + table(Place(found["place"])) + found[3], text)
    return _TEMPLATE.sub(lambda found: found[1] + template() + found[2], text)


def behind() -> list[str]:
    """What is wrong with the pages, a line each."""
    texts = {page: page.read_text(encoding="utf-8") for page in pages()}
    found = [
        f"{page.relative_to(DOCS.parent)}: its keys are behind the registry"
        for page, text in texts.items()
        if made(text) != text
    ]
    there = {match["place"] for text in texts.values() for match in _TABLE.finditer(text)}
    found += [f"no page shows the keys of: {place}" for place in Place if place not in there and _has_actions(place)]
    every = "\n".join(texts.values())
    return found + [f"no page names {entry.id}" for entry in ACTIONS if f"`{entry.id}`" not in every]


def _has_actions(place: Place) -> bool:
    return any(entry.place is place for entry in ACTIONS)


def main(arguments: list[str]) -> int:
    """Write the tables, or say what is wrong."""
    if "--check" not in arguments:
        for page in pages():
            text = page.read_text(encoding="utf-8")
            if made(text) != text:
                page.write_text(made(text), encoding="utf-8")
                print(f"written: {page.relative_to(DOCS.parent)}")
    problems = behind()
    print("\n".join(problems) or "every action is in a page, and every page is as the registry")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

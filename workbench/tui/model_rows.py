"""What the models desk lists: pairs with their ways, packages that are here, and what could be installed; in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content

from workbench.tui.drawing import ascii_only, clean
from workbench.tui.i18n import N_, _

if TYPE_CHECKING:
    from workbench.engines.catalogue import Entry
    from workbench.services.modeldesk import ModelBoard, Way
    from workbench.services.models import BrokenFolder, Info, Installed
    from workbench.services.offers import Offer


class Section(StrEnum):
    """The parts of the list, in their order."""

    WAYS = "ways"
    HERE = "here"
    BROKEN = "broken"
    INDEX = "index"
    LISTED = "listed"


SECTIONS = {
    Section.WAYS: N_("pairs of this project"),
    Section.HERE: N_("installed"),
    Section.BROKEN: N_("among the packages, but none"),
    Section.INDEX: N_("in the index of packages"),
    Section.LISTED: N_("models known to the workbench"),
}
_GLYPHS = {"good": "✓", "round": "↷", "idle": "·", "none": "✗", "wrong": "!", "new": "+", "newer": "↑"}
_ASCII = {"good": "+", "round": "~", "idle": ".", "none": "x", "wrong": "!", "new": "o", "newer": "^"}
_KINDS = {"user": N_("by you"), "starter": N_("starter")}
_STATES = {"new": N_("new"), "installed": N_("installed"), "update": N_("newer than yours")}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list.

    Attributes:
        name: of the package or model; empty for a pair.
        sign: `good`, `round` (by way of others), `idle` (not used), `none`, `wrong`, `new` or `newer`.
        cells: texts with the share of the line that each gets.
        item: what it stands for.
        wanted: what `install` would be asked for; empty if there is nothing to install.
    """

    section: Section
    name: str
    sign: str
    cells: tuple[tuple[str, int], ...]
    item: Way | Installed | BrokenFolder | Offer | Entry
    wanted: str = ""

    @property
    def glyph(self) -> str:
        """The one-cell sign."""
        return (_ASCII if ascii_only() else _GLYPHS)[self.sign]

    def has(self, words: list[str]) -> bool:
        """Whether each of some case-folded words is in it."""
        text = " ".join([self.name, *(cell for cell, _share in self.cells)]).casefold()
        return all(word in text for word in words)


def rows(board: ModelBoard) -> list[Row]:
    """Everything there is, section by section."""
    return [
        *(_way(each) for each in board.ways),
        *(_package(each) for each in board.here.packages),
        *(_broken(each) for each in board.here.broken),
        *(_offer(each) for each in board.offers.offers),
        *(_entry(each) for each in board.entries),
    ]


def size_text(size_bytes: int) -> str:
    """A size for people: `2.3 MB`, `634 MB`, `2.96 GB`."""
    if size_bytes >= 1e9:
        return f"{size_bytes / 1e9:.2f} GB"
    return f"{size_bytes / 1e6:.0f} MB" if size_bytes >= 1e7 else f"{size_bytes / 1e6:.1f} MB"


def _way(way: Way) -> Row:
    if not way.route:
        told, sign = _("no way yet"), "none"
    elif way.direct:
        told, sign = _("direct, starter package") if way.starter else _("direct"), "good"
    else:
        told = _("by way of {languages}, starter package") if way.starter else _("by way of {languages}")
        told, sign = told.format(languages=", ".join(way.route[1:-1])), "round"
    what = ", ".join(way.packages) or ", ".join(way.choices)
    wanted = way.choices[0] if way.choices and (way.starter or not way.direct) else ""
    return Row(Section.WAYS, "", sign, ((f"{way.source}→{way.target}", 2), (told, 5), (what, 5)), way, wanted)


def _package(package: Installed) -> Row:
    route = f"{package.source}→{package.target}" + ("…" if package.several else "")
    about = _(_KINDS.get(package.kind, package.kind))
    cells = (
        (package.name, 5), (route, 2), (about, 2), (size_text(package.size_bytes), 2), (package.licence or "–", 3)
    )  # fmt: skip
    return Row(Section.HERE, package.name, "good" if package.used else "idle", cells, package)


def _broken(folder: BrokenFolder) -> Row:
    return Row(Section.BROKEN, folder.name, "wrong", ((folder.name, 5), (folder.reason, 9)), folder)


def _offer(offer: Offer) -> Row:
    sign = {"new": "new", "installed": "good", "update": "newer"}[offer.state]
    cells = (
        (offer.name, 5), (f"{offer.source}→{offer.target}", 2), (offer.version, 2), (_(_STATES[offer.state]), 3)
    )  # fmt: skip
    return Row(Section.INDEX, offer.name, sign, cells, offer, "" if offer.state == "installed" else offer.name)


def _entry(entry: Entry) -> Row:
    languages = "→".join(entry.pair) if entry.pair else " ".join(entry.languages)
    cells = ((entry.name, 5), (languages, 3), (size_text(entry.size_bytes), 2), (_terms(entry), 4))
    return Row(Section.LISTED, entry.name, "new", cells, entry, entry.name)


def _terms(entry: Entry) -> str:
    if entry.restricted:
        return _("{licence}: no commercial use").format(licence=entry.licence)
    return entry.licence


# -- details -----------------------------------------------------------------------------------------------------------


def details(row: Row, info: Info | None) -> list[Content]:
    """What there is to know of a row.

    Args:
        info: what was read of a package that is here; None while it is not read.
    """
    made = {
        Section.WAYS: lambda: _way_lines(row.item),  # type: ignore[arg-type]
        Section.HERE: lambda: _package_lines(row.item, info),  # type: ignore[arg-type]
        Section.BROKEN: lambda: _broken_lines(row.item),  # type: ignore[arg-type]
        Section.INDEX: lambda: _offer_lines(row.item),  # type: ignore[arg-type]
        Section.LISTED: lambda: _entry_lines(row.item, info),  # type: ignore[arg-type]
    }
    return [_line(name, text) for name, text in made[row.section]() if text]


def _line(name: str, text: str) -> Content:
    if not name:
        return Content.styled(clean(text), "$desk-text")
    return Content.assemble((f"{name}  ", "$desk-dim"), (clean(text), "$desk-text"))


Lines = Iterator[tuple[str, str]]


def _way_lines(way: Way) -> Lines:
    yield _("way"), " → ".join(way.route) or _("none")
    yield _("packages"), ", ".join(way.packages)
    if way.starter:
        yield "", _("a starter package is good for statements like those it learnt from, and for little else")
    if not way.route:
        yield "", way.advice
    yield _("could be installed"), ", ".join(way.choices)


def _package_lines(package: Installed, info: Info | None) -> Lines:
    told = _("{source} → {target} and more pairs") if package.several else _("{source} → {target}")
    yield _("translates"), told.format(source=package.source, target=package.target)
    yield _("version"), package.version
    yield _("licence"), package.licence or _("not stated; see its README")
    yield _("size"), size_text(package.size_bytes)
    yield _("layout"), package.layout
    yield _("folder"), str(package.folder)
    yield _("comes from"), info.origin if info else ""
    if not package.used:
        yield "", _("not used now: another package goes before it for its pair")
    if package.kind == "starter":
        yield "", _("it came with the workbench and stays; packages that you install go before it")
    yield "", info.readme.strip() if info else ""


def _broken_lines(folder: BrokenFolder) -> Lines:
    yield "", folder.reason
    yield _("folder"), str(folder.folder)


def _offer_lines(offer: Offer) -> Lines:
    yield _("translates"), f"{offer.source_name} → {offer.target_name}"
    yield _("version"), offer.version
    yield "", _(_STATES[offer.state])


def _entry_lines(entry: Entry, info: Info | None) -> Lines:
    yield "", entry.title
    yield _("languages"), "→".join(entry.pair) if entry.pair else " ".join(entry.languages)
    yield _("licence"), _terms(entry)
    yield _("size"), f"{size_text(entry.size_bytes)}, {entry.quantization}"
    yield _("layout"), entry.layout
    yield _("comes from"), ", ".join(part.repository for part in entry.parts)
    yield _("not confirmed"), ", ".join(entry.unconfirmed)
    for score in entry.scores:
        told = _("{source}→{target} {chrf} on {test} ({where})")
        yield (
            "chrF",
            told.format(
                source=score.source, target=score.target, chrf=score.chrf, test=score.test_set, where=score.published_in
            ),
        )
    if info is not None:
        yield _("direct with it"), _pairs(info.direct)
        yield _("possible with it"), _pairs(info.through)
    yield "", entry.note


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return ", ".join("→".join(pair) for pair in pairs)

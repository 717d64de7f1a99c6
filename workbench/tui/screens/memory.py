"""The memory desk: what is confirmed in the project and what its memory files hold, in every pair of languages."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path, PurePath
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.content import Content

from workbench.core.errors import WorkbenchError
from workbench.core.language import own_name
from workbench.services.project import Project
from workbench.services.unittable import Unit, UnitScope, UnitTable
from workbench.tui import memory_tasks
from workbench.tui.actions import Place
from workbench.tui.drawing import clean, fit
from workbench.tui.i18n import N_, _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.messages import JobEnded
from workbench.tui.paths import here
from workbench.tui.screens.browse import PAUSE_S, BrowseScreen
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import AskPath, Choice
from workbench.tui.widgets.bar import Part
from workbench.tui.widgets.rows import RowList
from workbench.tui.widgets.unit_list import UnitList

OWN = Path()
"""Stands for the project's own memory among the memory files."""

_SCOPES = {
    UnitScope.ALL: "",
    UnitScope.DUPLICATES: N_("duplicates"),
    UnitScope.CONFLICTS: N_("different translations"),
}
_MOST_ALIKE = 8
_AT_FIRST = 100
"""Units found that are shown before all of them are."""

TELL_S = 0.3
"""How often it is shown how many units were read, in seconds."""


class MemoryScreen(BrowseScreen):
    """Units of one pair of languages. They are read in a worker, a slice at a time, and shown as they come.

    Args:
        project: the open project.
    """

    place = Place.MEMORY
    CSS_PATH: ClassVar[list[str | PurePath]] = [*BrowseScreen.CSS_PATH, "../styles/memory.tcss"]
    FILTERED = N_("units")

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._languages = project.languages
        self._pair = (project.source, next((tag for tag in project.languages if tag != project.source), project.source))
        self._table = self._loading = UnitTable(self._pair)
        """What is shown, and what is being read: another one while what is shown is read again."""
        self._scope = UnitScope.ALL
        self._files: tuple[Path, ...] = ()
        self._memory: Path | None = None
        """The memory that is shown: a file, `OWN`, or None for all."""
        self._reading = threading.Event()
        """Set when what is being read is no longer wanted."""
        self._read = False
        self._done: Counter[int] = Counter()
        self._problems: list[str] = []

    def make_list(self) -> RowList:
        """Units."""
        return UnitList()

    @property
    def units(self) -> UnitList:
        """The list, by its own type."""
        return self.query_one(UnitList)

    def on_mount(self) -> None:
        """Read the first pair."""
        self.set_focus(self.units)
        self._begin()

    def reload(self) -> None:
        """Cells have changed: read again what is confirmed, if that has changed; what is shown stays meanwhile."""
        if self._read and self._memory in (None, OWN):
            self._look_for_more(self._done)

    @work(thread=True, exclusive=True, group="memorycheck", exit_on_error=False)
    def _look_for_more(self, done: Counter[int]) -> None:
        try:
            changed = self._count_done() != done
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
            return
        if changed:
            self.desk.call_from_thread(self._begin, quiet=True)

    def _count_done(self) -> Counter[int]:
        """Cells done, by version."""
        counts: Counter[int] = Counter()
        for tally in self.project.store.tallies():
            counts[tally.version_id] += tally.cells if tally.state.done else 0
        return counts

    def on_unmount(self) -> None:
        """What is being read is no longer wanted."""
        self._reading.set()

    # -- reading -----------------------------------------------------------------------------------------------------

    def _begin(self, *, quiet: bool = False) -> None:
        """Read the units of the pair anew.

        Args:
            quiet: show what was read before until all of it is there.
        """
        if not self.is_attached:
            return
        self._reading.set()
        self._reading = threading.Event()
        self._loading, self._problems = UnitTable(self._pair), []
        if not quiet:
            self._table, self._read = self._loading, False
            self.show_rows()
            self.look_again()
            self.refresh_headings()
        self._load(self._loading, self._memory, self._reading)

    @work(thread=True, group="memory", exit_on_error=False)
    def _load(self, table: UnitTable, memory: Path | None, stop: threading.Event) -> None:
        from workbench.services.memorydesk import memory_files

        problems: list[str] = []
        try:
            done, files = self._count_done(), memory_files(self.project.folder)
            there = [head.language for head in self.project.store.heads()]
            self.desk.call_from_thread(self._begun, done, files, there)
            told = 0.0
            for some in self._slices(table.pair, memory, files, problems, lambda: stop.wait(PAUSE_S)):
                if stop.is_set():
                    return
                table.add(some)
                if some and monotonic() - told > TELL_S:
                    told = monotonic()
                    self.desk.call_from_thread(self._more, table, ended=False, problems=problems)
        except WorkbenchError as error:
            problems.append(str(error))
        if not stop.is_set():
            self.desk.call_from_thread(self._more, table, ended=True, problems=problems)

    def _slices(
        self,
        pair: tuple[str, str],
        memory: Path | None,
        files: Sequence[Path],
        problems: list[str],
        stopped: Callable[[], bool],
    ) -> Iterator[list[Unit]]:
        """The units of the memories that are wanted, those of the project first."""
        from workbench.services.memorydesk import file_units, project_units

        if memory in (None, OWN):
            yield from project_units(self.project, pair, stopped)
        for file in files if memory is None else [memory] if memory in files else []:
            yield from file_units(file, pair, problems, stopped)

    def _begun(self, done: Counter[int], files: tuple[Path, ...], languages: Sequence[str]) -> None:
        self._done, self._files = done, files
        self._languages = tuple(dict.fromkeys((*self.project.languages, *languages)))

    def _more(self, table: UnitTable, *, ended: bool, problems: list[str]) -> None:
        """More units are there."""
        quiet = table is not self._table
        if not self.is_attached or table is not self._loading or (quiet and not ended):
            return
        self._table, self._read = table, ended
        for problem in problems[len(self._problems) :]:
            self.desk.say(problem, bad=True)
        self._problems = list(problems)
        self.show_rows()

    # -- showing -----------------------------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """The units that filter and scope leave; they are looked for in a worker."""
        wanted = " ".join(self.filter.wanted.split())
        if not wanted and self._scope is UnitScope.ALL:
            self._filtered(self._table, range(len(self._table)), wanted, self._scope)
        else:
            self._find(self._table, wanted, self._scope)

    @work(thread=True, exclusive=True, group="memoryfind", exit_on_error=False)
    def _find(self, table: UnitTable, wanted: str, scope: UnitScope) -> None:
        if scope is UnitScope.ALL:
            self.desk.call_from_thread(self._filtered, table, table.first(wanted, _AT_FIRST), wanted, scope)
        found = table.matching(wanted, scope)
        self.desk.call_from_thread(self._filtered, table, found, wanted, scope)

    def _filtered(self, table: UnitTable, found: Sequence[int], wanted: str, scope: UnitScope) -> None:
        if not self.is_attached or table is not self._table or scope is not self._scope:
            return
        if wanted != " ".join(self.filter.wanted.split()):
            return
        before = self.units.table, self.units.number
        self.units.show(table, found, wanted, self._why_empty(wanted))
        if (table, self.units.number) == before and not self._read:
            self.refresh_bar()
        else:
            self.look_again()

    def _why_empty(self, wanted: str) -> str:
        if not self._read:
            return _("reading the memory …")
        if wanted or self._scope is not UnitScope.ALL:
            return _("no unit like that; Esc shows all")
        told = _(
            "Nothing is confirmed in {one} and {other} yet: what you confirm in a statement stands here.\n\n"
            "{take}   take a memory file (TMX) in\n{pair}   another pair of languages"
        )
        names = [own_name(tag) for tag in self._pair]
        keys = key_of("memory.import"), key_of("memory.next_pair")
        return told.format(one=names[0], other=names[1], take=keys[0], pair=keys[1])

    def heading(self, width: int) -> str:
        """The two languages."""
        sides = self.units.sides(width)
        return f"    {fit(own_name(self._pair[0]), sides[0])} {fit(own_name(self._pair[1]), sides[1])}"

    def bar_parts(self) -> list[Part]:
        """Pair, how many of how many, which memory."""
        total = len(self._table)
        count = ngettext("{n} of {total} unit", "{n} of {total} units", total).format(n=self.units.count, total=total)
        return [
            (_("memory"), "bold $desk-text"),
            ("→".join(self._pair), "$desk-accent"),
            (count if self._read else f"{count} …", "$desk-text"),
            (_(_SCOPES[self._scope]) if _SCOPES[self._scope] else "", "$desk-warn"),
            (self._memory_name(self._memory) if self._memory is not None else "", "$desk-accent"),
        ]

    @staticmethod
    def _memory_name(memory: Path | None) -> str:
        if memory is None:
            return _("all memories")
        return _("this project") if memory == OWN else memory.name

    def show_details(self) -> None:
        """Both texts whole, where they come from, and other translations of the same source."""
        table, unit, number = self.units.table, self.units.current, self.units.number  # not of the one being read
        if unit is None or number is None:
            self.tell(_("unit"), "", [Content("")])
            return
        lines = [
            Content.assemble((f"{table.pair[0]}  ", "$desk-accent"), (clean(unit.source), "$desk-text")),
            Content.assemble((f"{table.pair[1]}  ", "$desk-accent"), (clean(unit.target), "$desk-text")),
        ]
        others = [table[other] for other in table.alike(number)[:_MOST_ALIKE]]
        for other in others:
            told = _("the same") if other.target == unit.target else _("! also")
            style = "$desk-dim" if other.target == unit.target else "$desk-warn"
            lines.append(Content.styled(f"{told}  {clean(other.target)}   ({clean(_where(other))})", style))
        note = _("read-only: it stands in a memory file") if unit.file else ""
        self.tell(clean(_where(unit)), note, lines)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def action_memory_next_pair(self) -> None:
        """The next pair of languages."""
        self._turn_pair(1)

    def action_memory_previous_pair(self) -> None:
        """The pair before."""
        self._turn_pair(-1)

    def _turn_pair(self, step: int) -> None:
        pairs = list(combinations(self._languages, 2)) or [self._pair]
        at = next((n for n, pair in enumerate(pairs) if set(pair) == set(self._pair)), 0)
        self._pair = pairs[(at + step) % len(pairs)]
        self._begin()

    def action_memory_turn(self) -> None:
        """Source and target change places."""
        self._pair = self._pair[::-1]
        self._begin()

    def action_memory_scope(self) -> None:
        """Duplicates, different translations, all."""
        scopes = list(_SCOPES)
        self._scope = scopes[(scopes.index(self._scope) + 1) % len(scopes)]
        self.show_rows()
        self.refresh_bar()

    def action_memory_choose(self) -> None:
        """One memory, or all."""
        memories: list[Path | None] = [None, OWN, *self._files]

        def decide(answer: int | None) -> None:
            if answer is not None and answer >= 0:
                self._memory = memories[answer]
                self._begin()

        answers = [self._memory_name(memory) for memory in memories]
        self.app.push_screen(Choice(_("Which memory?"), answers), decide)

    def action_memory_close(self) -> None:
        """Back: first to all units, then to where one was."""
        if self._scope is not UnitScope.ALL:
            self._scope = UnitScope.ALL
            self.show_rows()
            self.refresh_bar()
        else:
            self.close_desk()

    # -- units and files ---------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        """Why an action cannot be done now."""
        unit = self.units.current
        if action_id == "unit.open" and unit is None:
            return _("there is no unit here")
        if action_id == "unit.open" and unit is not None and unit.file:
            return _("this unit stands in {file} and in no statement; memory files are only read").format(
                file=unit.file
            )
        if action_id == "memory.export" and not self.units.count:
            return _("there is nothing to write")
        return ""

    def action_unit_open(self) -> None:
        """Open the statement at the cell; changing the cell changes the unit."""
        unit = self.units.current
        if unit is not None:
            self.desk.open_statement(unit.statement_key, unit.language, unit.row)

    def action_memory_import(self) -> None:
        """Take a memory file in."""
        question = _(
            "Take this memory file (TMX) into the project: it is copied to memories/ and named in workbench.toml"
        )

        def decide(path: Path | None) -> None:
            if path is not None:
                name = _("importing {file}").format(file=path.name)
                self.desk.work(name, memory_tasks.take_in(self.project.folder, path))

        self.app.push_screen(ChoosePath(question, here()), decide)

    def action_memory_export(self) -> None:
        """Write what is shown."""
        question = _("Write these units to this memory file (.tmx)")
        name = f"{'-'.join(self._pair)}.tmx"
        ask = AskPath(question, str(self.project.folder / "export" / name), _refuse)
        self.app.push_screen(ask, lambda path: self._export(path) if path else None)

    def _export(self, path: Path, *, force: bool = False) -> None:
        if path.exists() and not force:
            question = _("{path}: the file is there already.").format(path=path)
            ask = Choice(question, [_("keep it"), _("write over it")])
            self.app.push_screen(ask, lambda answer: self._export(path, force=True) if answer == 1 else None)
            return
        name = _("writing {file}").format(file=path.name)
        self.desk.work(name, memory_tasks.export(self.units.table, self.units.shown, path))

    def job_ended(self, message: JobEnded) -> None:
        """A memory file is in: say what is in it, and read again."""
        if isinstance(message.result, memory_tasks.MemoryTold):
            told = message.result
            self.desk.settings_changed()
            self._begin()
            self.app.push_screen(Choice(told.title, [_("close")], details="\n".join(told.lines)))

    @on(RowList.Opened)
    async def opened(self) -> None:
        """A click on the current unit opens it."""
        await self.desk.action_do("unit.open")

    action_memory_filter = BrowseScreen.begin_filter
    action_unit_up, action_unit_down = BrowseScreen.go_up, BrowseScreen.go_down
    action_unit_page_up, action_unit_page_down = BrowseScreen.go_page_up, BrowseScreen.go_page_down
    action_unit_first, action_unit_last = BrowseScreen.go_first, BrowseScreen.go_last
    action_unit_read_on, action_unit_read_back = BrowseScreen.read_on, BrowseScreen.read_back


def _where(unit: Unit) -> str:
    """`talks 12 az`, `old.tmx 3`."""
    return f"{unit.file} {unit.place}" if unit.file else f"{unit.statement_key} {unit.row + 1} {unit.language}"


def _refuse(path: Path) -> str:
    return "" if path.suffix.lower() == ".tmx" else _("name a file that ends in .tmx")

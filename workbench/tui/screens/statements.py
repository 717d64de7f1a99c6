"""The list of statements: what there is, how far it is, and the ways in and out of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from workbench.core.language import own_name
from workbench.services.intake import Intake
from workbench.tui import tasks
from workbench.tui.actions import Place
from workbench.tui.drawing import clean, counts_text
from workbench.tui.messages import JobEnded
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.finished import copy_version, export_version
from workbench.tui.screens.new_statement import NewStatement, Written
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.rows import RowList
from workbench.tui.widgets.statement_list import StatementList

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.services.overview import StatementOverview
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp

_EMPTY = "No statements in this project yet.\n\ni   import files or a folder\nn   write or paste a statement"


def _open_work(item: StatementOverview) -> int:
    return sum(version.total - version.done for version in item.languages.values())


_ORDERS: dict[str, Callable[[StatementOverview], tuple[object, ...]]] = {
    "title": lambda item: (item.statement.title.casefold() or item.statement.key, item.statement.key),
    "date": lambda item: (item.statement.date, item.statement.key),
    "open work, most first": lambda item: (-_open_work(item), item.statement.key),
}


class StatementsScreen(Screen[None]):
    """Home.

    Args:
        project: the open project.
    """

    CSS_PATH = "../styles/statements.tcss"
    place = Place.STATEMENTS

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._order = next(iter(_ORDERS))

    @property
    def desk(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    @property
    def list(self) -> StatementList:
        """The list."""
        return self.query_one(StatementList)

    def compose(self) -> ComposeResult:
        """State bar, headings, list, details of the current one, keys."""
        yield Static(id="bar")
        yield Static(id="headings")
        yield StatementList(widget_id="list")
        yield Filter("statements")
        yield Static(id="details")
        yield KeyLine(Place.STATEMENTS)

    def on_mount(self) -> None:
        """Show the project."""
        self.set_focus(self.list)
        self.reload()

    def reload(self) -> None:
        """Read the project again; the cursor stays on its statement."""
        wanted = self.query_one(Filter).wanted.casefold()
        items = [item for item in self.project.overview() if wanted in self._searched(item)]
        items.sort(key=_ORDERS[self._order])
        languages = tuple(dict.fromkeys(tag for item in items for tag in item.languages)) or self.project.languages
        ordered = tuple(sorted(languages, key=lambda tag: _place_of(tag, self.project.languages)))
        self.list.show(
            items, ordered, "no statement contains that text; Esc in the filter shows all" if wanted else _EMPTY
        )
        self._refresh_headings()
        self.refresh_bar()
        self._show_details()

    @staticmethod
    def _searched(item: StatementOverview) -> str:
        statement = item.statement
        return f"{statement.key} {statement.title} {statement.date} {statement.source_language}".casefold()

    def refresh_bar(self) -> None:
        """The header: project, how many, the order, and the job under way."""
        job = self.desk.jobs.describe()
        self.query_one("#bar", Static).update(
            Content.assemble(
                (f" {clean(self.project.folder.resolve().name)}", "bold $desk-text"),
                (f"   {len(self.list.items)} statements   by {self._order}", "$desk-dim"),
                (f"   {job}" if job else "", "$desk-warn"),
                ("   F1 help", "$desk-dim"),
            ),
            layout=False,
        )

    def _refresh_headings(self) -> None:
        self.query_one("#headings", Static).update(
            Content(self.list.heading(max(1, self.list.size.width - 1))), layout=False
        )

    def _show_details(self) -> None:
        item = self.list.current
        if item is None:
            self.query_one("#details", Static).update("", layout=False)
            return
        parts: list[tuple[str, str]] = [(f"{clean(item.statement.key)}\n", "bold $desk-text")]
        for tag, version in item.languages.items():
            told = counts_text(version.counts) or f"{version.total} sentences"
            kind = {"source": "source", "none": "no version yet"}.get(version.kind, version.kind)
            sure = "" if version.lowest_confidence is None else f", least sure bead {version.lowest_confidence:.2f}"
            found = f", {version.findings} findings" if version.findings else ""
            parts += [(f"{own_name(tag)} ", "$desk-accent"), (f"{told} ({kind}{sure}{found})   ", "$desk-dim")]
        self.query_one("#details", Static).update(Content.assemble(*parts), layout=False)

    def on_resize(self) -> None:
        """The headings follow the columns."""
        self.call_after_refresh(self._refresh_headings)

    @on(RowList.Moved)
    def moved(self) -> None:
        """Another statement."""
        self._show_details()

    @on(RowList.Opened)
    def opened(self) -> None:
        """A click on the current one opens it."""
        self.action_statement_open()

    def on_screen_resume(self) -> None:
        """Back from a statement: its counts have changed."""
        if self.list.size.height:
            self.reload()

    # -- actions -----------------------------------------------------------------------------------------------------

    def action_list_up(self) -> None:
        """The statement above."""
        self.list.move(-1)

    def action_list_down(self) -> None:
        """The statement below."""
        self.list.move(1)

    def action_list_sort(self) -> None:
        """Sort by the next column."""
        names = list(_ORDERS)
        self._order = names[(names.index(self._order) + 1) % len(names)]
        self.reload()

    def action_list_filter(self) -> None:
        """Show the statements that contain a text."""
        self.query_one(Filter).begin()

    @on(Filter.Changed)
    def filter_typed(self) -> None:
        """Filter while typing."""
        self.reload()

    @on(Filter.Submitted)
    def filter_kept(self) -> None:
        """Back to the list with the filter on."""
        self.set_focus(self.list)
        self.query_one(Filter).settle()

    def action_list_all(self) -> None:
        """Show all statements again."""
        self.action_filter_off()

    def action_filter_off(self) -> None:
        """Esc in the filter."""
        self.set_focus(self.list)
        self.query_one(Filter).off()
        self.reload()

    def action_statement_open(self) -> None:
        """Open the statement."""
        if self.list.current:
            self.desk.open_statement(self.list.current.statement.key)

    def action_statement_new(self) -> None:
        """A new statement."""
        self.app.push_screen(NewStatement(self.project.source, Path.cwd()), self._take_new)

    def _take_new(self, written: Written | None) -> None:
        if written is None:
            return
        made = self.desk.attempt(
            lambda: self.project.new_statement(
                written.title, language=written.language, text=written.text, date=written.date
            )
        )
        if made is not None:
            self.desk.wrote()
            self.desk.open_statement(made.key)

    def action_statement_import(self) -> None:
        """Import files and folders."""
        chooser = ChoosePath("Import a file or a folder", Path.cwd())
        self.app.push_screen(chooser, lambda path: self._import(path) if path else None)

    def _import(self, path: Path) -> None:
        self.desk.work(f"importing {path.name}", tasks.import_files(self.project, [path]))

    def job_ended(self, message: JobEnded) -> None:
        """Say what an import has brought and what it left."""
        if isinstance(message.result, Intake):
            report = message.result.imported
            self.desk.say(f"imported {len(report.done)} of {len(report.items)} files")
            if report.left:
                told = (
                    item.reason if str(item.path) in item.reason else f"{item.path}: {item.reason}"
                    for item in report.left
                )
                details = "\n".join(told)
                question = f"{len(report.left)} files were not taken in:"
                self.app.push_screen(Choice(question, ["close"], details=details))
            self.reload()

    def action_statement_translate(self) -> None:
        """Translate what is missing of the statement, in every language."""
        item = self.list.current
        if item is not None:
            key, source = item.statement.key, item.statement.source_language
            languages = [
                tag for tag in item.languages if tag != source and item.languages[tag].kind in ("none", "drafted")
            ]
            self.desk.work(f"translating {key}", tasks.translate_missing(self.project, key, languages))

    def action_statement_copy(self) -> None:
        """Copy a version."""
        self._with_language("Copy which version?", copy_version)

    def action_statement_export(self) -> None:
        """Write a version to a file."""
        self._with_language("Write which version to a file?", export_version)

    def _with_language(self, question: str, do: Callable[[DeskApp, Project, str, str], None]) -> None:
        item = self.list.current
        if item is None:
            return
        there = [tag for tag, version in item.languages.items() if version.kind != "none"]
        answers = [f"{own_name(tag)}   {counts_text(item.languages[tag].counts)}" for tag in there]

        def decide(answer: int | None) -> None:
            if answer is not None and answer >= 0:
                do(self.desk, self.project, item.statement.key, there[answer])

        self.app.push_screen(Choice(question, answers), decide)


def _place_of(tag: str, order: tuple[str, ...]) -> int:
    return order.index(tag) if tag in order else len(order)

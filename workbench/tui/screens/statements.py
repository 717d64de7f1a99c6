"""The list of statements: what there is, how far it is, and the ways in and out of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.core.language import own_name
from workbench.tui import tasks
from workbench.tui.actions import Place
from workbench.tui.drawing import clean, counts_text
from workbench.tui.i18n import N_, _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.messages import JobEnded
from workbench.tui.painting import after_paint
from workbench.tui.paths import here
from workbench.tui.remembered import Value
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.finished import copy_version, export_version
from workbench.tui.screens.new_statement import NewStatement, Written
from workbench.tui.screens.replace import ReplaceScreen
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.rows import RowList
from workbench.tui.widgets.statement_list import StatementList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.services.overview import StatementOverview
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp

_EMPTY = N_(
    "No statements in this project yet.\n\n{take}   import files or a folder\n{new}   write or paste a statement"
)
_KINDS = {"source": N_("source"), "none": N_("no version yet"), "imported": N_("imported"), "drafted": N_("drafted")}
"""What a version is, by its kind."""


def _open_work(item: StatementOverview) -> int:
    return sum(version.total - version.done for version in item.languages.values())


_ORDERS: dict[str, Callable[[StatementOverview], tuple[object, ...]]] = {
    "title": lambda item: (item.statement.title.casefold() or item.statement.key, item.statement.key),
    "date": lambda item: (item.statement.date, item.statement.key),
    "open work, most first": lambda item: (-_open_work(item), item.statement.key),
}
_BY = {"title": N_("by title"), "date": N_("by date"), "open work, most first": N_("by open work, most first")}


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
        yield Filter(_("statements"))
        yield Static(id="details")
        yield KeyLine(Place.STATEMENTS)

    def on_mount(self) -> None:
        """Show the project."""
        self.list.words_of = self.project.numbers.counted_words
        self.set_focus(self.list)
        here = self.desk.remembered_here
        order = here.get("order", "")
        self._order = order if order in _ORDERS else self._order
        self._show_items(self.desk.attempt(self.project.numbers.uncounted) or [])
        self.look_again()
        self.list.go_to(here.get("statement", ""))

    def to_remember(self) -> dict[str, Value]:
        """Where one is in the list; a statement that is open says that after it."""
        key = self.list.current.statement.key if self.list.current else ""
        return {"open": False, "statement": key, "order": self._order}

    @work(thread=True, exclusive=True, group="reading", exit_on_error=False)
    def look_again(self) -> None:
        """Somebody else, or a job, has written: read that in a thread, then show it."""
        try:
            self.project.overview()
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
        else:
            self.desk.call_from_thread(self._show_again)

    def _show_again(self) -> None:
        if self.is_attached:
            self.reload()

    def count(self) -> None:
        """Count the words of the statements in a thread, from the first one shown on."""
        self._count(self.list)

    @work(thread=True, exclusive=True, group="counting", exit_on_error=False)
    def _count(self, shown: StatementList) -> None:
        worker, numbers = get_current_worker(), self.project.numbers
        try:
            for item in shown.items:
                if worker.is_cancelled:
                    return
                numbers.words(item)
        except WorkbenchError:  # what is wrong with the project is said where somebody reads or writes
            return
        self.desk.call_from_thread(shown.refresh)

    def reload(self) -> None:
        """Read the project again; the cursor stays on its statement."""
        self._show_items(self.project.overview())
        after_paint(self, self.count)

    def _show_items(self, found: Sequence[StatementOverview]) -> None:
        wanted = self.query_one(Filter).wanted.casefold()
        items = [item for item in found if wanted in self._searched(item)]
        items.sort(key=_ORDERS[self._order])
        languages = tuple(dict.fromkeys(tag for item in items for tag in item.languages)) or self.project.languages
        ordered = tuple(sorted(languages, key=lambda tag: _place_of(tag, self.project.languages)))
        keys = {"take": key_of("statement.import"), "new": key_of("statement.new")}
        nothing = _("no statement contains that text; Esc in the filter shows all")
        self.list.show(items, ordered, nothing if wanted else _(_EMPTY).format(**keys))
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
        count = len(self.list.items)
        statements = ngettext("{n} statement", "{n} statements", count).format(n=count)
        self.query_one("#bar", Static).update(
            Content.assemble(
                (f" {clean(self.project.folder.resolve().name)}", "bold $desk-text"),
                (f"   {statements}   {_(_BY[self._order])}", "$desk-dim"),
                (f"   {job}" if job else "", "$desk-warn"),
                ("   " + _("F1 help"), "$desk-dim"),
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
            sentences = ngettext("{n} sentence", "{n} sentences", version.total).format(n=version.total)
            told = counts_text(version.counts) or sentences
            about = [_(_KINDS.get(version.kind, version.kind))]
            lowest = self.project.numbers.lowest_confidence(item, tag)
            if lowest is not None:
                about.append(_("least sure bead {number}").format(number=f"{lowest:.2f}"))
            if version.findings:
                found = ngettext("{n} finding", "{n} findings", version.findings)
                about.append(found.format(n=version.findings))
            parts += [(f"{own_name(tag)} ", "$desk-accent"), (f"{told} ({', '.join(about)})   ", "$desk-dim")]
        self.query_one("#details", Static).update(Content.assemble(*parts), layout=False)

    def on_resize(self) -> None:
        """The headings follow the columns."""
        after_paint(self, self._refresh_headings)

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
        if self.list.size.height and self.is_current:  # not where another project has been opened meanwhile
            self.reload()

    # -- actions -----------------------------------------------------------------------------------------------------

    def action_list_up(self) -> None:
        """The statement above."""
        self.list.move(-1)

    def action_list_down(self) -> None:
        """The statement below."""
        self.list.move(1)

    def action_list_page_up(self) -> None:
        """A page up."""
        self.list.page(-1)

    def action_list_page_down(self) -> None:
        """A page down."""
        self.list.page(1)

    def action_list_first(self) -> None:
        """The first statement."""
        self.list.go(0)

    def action_list_last(self) -> None:
        """The last statement."""
        self.list.go(self.list.count - 1)

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
        self.app.push_screen(NewStatement(self.project.source, here()), self._take_new)

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
            self.reload()
            self.list.go_to(made.key)
            self.desk.open_statement(made.key)

    def action_statement_import(self) -> None:
        """Import files and folders."""
        chooser = ChoosePath(_("Import a file or a folder"), here())
        self.app.push_screen(chooser, lambda path: self._import(path) if path else None)

    def _import(self, path: Path) -> None:
        self.desk.work(_("importing {file}").format(file=path.name), tasks.import_files(self.project, [path]))

    def job_ended(self, message: JobEnded) -> None:
        """Say what an import has brought and what it left."""
        from workbench.services.importing import ImportReport  # the desk opens without what reads files

        report = message.result
        if isinstance(report, ImportReport):
            total = len(report.items)
            done = ngettext("imported {n} of {total} file", "imported {n} of {total} files", total)
            self.desk.say(done.format(n=len(report.done), total=total))
            if report.left:
                told = (
                    item.reason if str(item.path) in item.reason else f"{item.path}: {item.reason}"
                    for item in report.left
                )
                details = "\n".join(told)
                left = len(report.left)
                question = ngettext("{n} file was not taken in:", "{n} files were not taken in:", left).format(n=left)
                self.app.push_screen(Choice(question, [_("close")], details=details))
            self.reload()

    def action_statement_translate(self) -> None:
        """Translate what is missing of the statement, in every language."""
        item = self.list.current
        if item is not None:
            key, source = item.statement.key, item.statement.source_language
            languages = [
                tag for tag in item.languages if tag != source and item.languages[tag].kind in ("none", "drafted")
            ]
            name = _("translating {what}").format(what=key)
            self.desk.work(name, tasks.translate_missing(self.project, key, languages))

    def action_project_translate(self) -> None:
        """Translate what is missing in the whole project."""
        project = self.project
        name = _("translating {what}").format(what=project.folder.resolve().name)
        self.desk.work(name, tasks.translate_missing(project, None, project.languages))

    def action_project_replace(self) -> None:
        """Search and replace in the project."""
        languages = [*self.project.targets, self.project.source]
        self.app.push_screen(ReplaceScreen(self.project, "", languages, self.desk.searched))

    def action_terms_open(self) -> None:
        """The terms desk."""
        self.desk.action_desk_terms()

    def action_memory_open(self) -> None:
        """The memory desk."""
        self.desk.action_desk_memory()

    def action_models_open(self) -> None:
        """The models desk."""
        self.desk.action_desk_models()

    def action_statement_copy(self) -> None:
        """Copy a version."""
        self._with_language(_("Copy which version?"), copy_version)

    def action_statement_align(self) -> None:
        """The alignment desk, where one was or on the version with most to look at."""
        if self.list.current is not None:
            self.desk.open_alignment(self.list.current.statement.key)

    def action_statement_export(self) -> None:
        """Write a version to a file."""
        self._with_language(_("Write which version to a file?"), export_version)

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

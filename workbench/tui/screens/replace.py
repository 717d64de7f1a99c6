"""Search and replace: what is looked for above, what is found below as it is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from workbench.core.change import Change
from workbench.core.errors import JobCancelled, WorkbenchError
from workbench.core.job import Job
from workbench.services.replace import Found, Search, find_in, replace
from workbench.tui.actions import Place
from workbench.tui.drawing import clean
from workbench.tui.i18n import _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.screens.dialogs import Choice
from workbench.tui.widgets.cycle import Cycle
from workbench.tui.widgets.hits import HitList
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp

MOST = 10_000
"""Texts with hits that are shown; a search that finds more says so and stops."""

_FIRST, _LARGEST = 1, 400
"""How many hits are shown at once: the first by itself, later ones in batches."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What the fields said last.

    Attributes:
        languages: a tag, or empty for all.
        everywhere: the whole project, not one statement.
        put: the replacement, None for finding only.
    """

    search: Search
    put: str | None = None
    language: str = ""
    everywhere: bool = False


class ReplaceScreen(Screen[None]):
    """Finds and replaces in the texts of a project.

    Args:
        project: the open project.
        key: the statement that one comes from, empty for none.
        languages: that can be searched, the one to begin with first.
        before: what was looked for last.
        text: to look for; empty for what `before` says.
    """

    CSS_PATH = "../styles/replace.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "hit_close", show=False),
        Binding("down", "list", show=False),
    ]
    place = Place.REPLACE

    def __init__(
        self, project: Project, key: str, languages: Sequence[str], before: Searched | None, text: str = ""
    ) -> None:
        super().__init__()
        self.project = project
        self._key, self._languages = key, tuple(languages)
        self._before = before or Searched(Search(""), language=languages[0])
        self._text = text or self._before.search.text
        self._job: Job | None = None
        self._wrong = ""
        self._more = False

    @property
    def desk(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    @property
    def hits(self) -> HitList:
        """The list."""
        return self.query_one(HitList)

    def compose(self) -> ComposeResult:
        """Fields, options, what came of it, hits, keys."""
        before = self._before
        yield Static(id="bar")
        with Horizontal(classes="field"):
            yield Label(_("  search for"))
            yield Input(self._text, id="search", compact=True)
        with Horizontal(classes="field"):
            modes = {"": _("only find"), "put": _("replace by")}
            yield Cycle(modes, "" if before.put is None else "put", widget_id="mode")
            yield Input(before.put or "", id="put", compact=True)
        with Horizontal(id="options"):
            yield _switch("regex", _("pattern"), on=before.search.regex)
            yield _switch("case", _("capitals"), on=before.search.case)
            yield _switch("words", _("whole words"), on=before.search.whole_word)
            tags = {tag: _("in {language}").format(language=tag) for tag in self._languages}
            language = self._languages[0] if before.language else ""  # that of the column one comes from, or all
            yield Cycle({**tags, "": _("in all languages")}, language, widget_id="language")
            here = {"here": _("this statement")} if self._key else {}
            scope = "" if before.everywhere or not self._key else "here"
            yield Cycle({**here, "": _("the project")}, scope, widget_id="scope")
        yield Static(id="told")
        yield HitList(widget_id="hits")
        yield KeyLine(Place.REPLACE)

    def on_mount(self) -> None:
        """Type what is looked for; what was looked for last is found again."""
        self.query_one("#search", Input).focus()
        self.look()

    def on_unmount(self) -> None:
        """Nobody waits for what is still looked for."""
        self._stop()

    # -- what is wanted ----------------------------------------------------------------------------------------------

    def _is_on(self, name: str) -> bool:
        return bool(self.query_one(f"#{name}", Cycle).value)

    @property
    def wanted(self) -> Searched:
        """What the fields say."""
        search = Search(
            self.query_one("#search", Input).value,
            regex=self._is_on("regex"),
            case=self._is_on("case"),
            whole_word=self._is_on("words"),
        )
        put = self.query_one("#put", Input).value if self._is_on("mode") else None
        language = self.query_one("#language", Cycle).value
        return Searched(search, put, language, everywhere=not self._is_on("scope"))

    @on(Input.Changed, "#put")
    def replacement_typed(self, event: Input.Changed) -> None:
        """Who types a replacement wants to replace."""
        if event.value and not self._is_on("mode"):
            self.query_one("#mode", Cycle).value = "put"
        if self._is_on("mode"):
            self.look()

    @on(Input.Changed, "#search")
    @on(Cycle.Turned)
    def asked(self) -> None:
        """Look again while it is being typed."""
        self.look()

    @on(Input.Submitted)
    def submitted(self) -> None:
        """To the hits."""
        self.action_list()

    def action_list(self) -> None:
        """To the hits, if there are any."""
        if self.hits.count:
            self.set_focus(self.hits)

    # -- looking -----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for what the fields say; what is under way is given up."""
        self._stop()
        self._wrong, self._more = "", False
        wanted = self.desk.searched = self.wanted
        if not wanted.search.text:
            self.hits.show(_("Type what to look for.\nTab goes on to the replacement and the options."))
            self._tell()
            return
        self.hits.show(_("looking …"))
        self._job = Job()
        self._tell()
        self._look(wanted, self._job)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @work(thread=True, group="search", exit_on_error=False)
    def _look(self, wanted: Searched, job: Job) -> None:
        """Find in a thread, the first hit shown at once."""
        batch: list[Found] = []
        size, count, wrong = _FIRST, 0, ""
        try:
            for found in self._finds(wanted, job):
                batch.append(found)
                count += 1
                if len(batch) >= size:
                    self.desk.call_from_thread(self._take, job, batch)
                    batch, size = [], min(2 * size, _LARGEST)
                if count >= MOST:
                    break
        except JobCancelled:
            return
        except WorkbenchError as error:
            wrong = str(error)
        self.desk.call_from_thread(self._take, job, batch)
        self.desk.call_from_thread(self._ended, job, wrong, count >= MOST)

    def _finds(self, wanted: Searched, job: Job) -> Iterator[Found]:
        keys = None if wanted.everywhere else [self._key]
        with self.project.precedence.first():
            for language in [wanted.language] if wanted.language else self._languages:
                yield from find_in(self.project, wanted.search, language, keys=keys, replacement=wanted.put, job=job)

    def _take(self, job: Job, founds: Sequence[Found]) -> None:
        if self.is_attached and job is self._job:
            self.hits.add(founds)
            self._tell()

    def _ended(self, job: Job, wrong: str, more: bool) -> None:
        if self.is_attached and job is self._job:
            self._job, self._wrong, self._more = None, wrong, more
            self.hits.why_empty = wrong or _("nothing found; capitals, whole words and languages can be chosen above")
            self.hits.refresh()
            self._tell()

    def _tell(self) -> None:
        """The line above the hits, and the header."""
        hits = self.hits
        n = sum(len(found.spans) for found in hits.founds)
        told = _("hits {n}   in texts {texts}").format(n=n, texts=hits.count)
        parts = [(f" {told}", "$desk-text")]
        if self._job is not None:
            parts.append((_("   looking … Esc stops"), "$desk-warn"))
        if self._more:
            parts.append((_("   there are more: say more exactly what is looked for"), "$desk-warn"))
        if hits.done:
            parts.append(("   " + _("replaced {n}").format(n=len(hits.done)), "$desk-done"))
        if self._wrong:
            parts = [(f" {clean(self._wrong)}", "$desk-bad")]
        self.query_one("#told", Static).update(Content.assemble(*parts))
        title = _("search and replace")
        self.query_one("#bar", Static).update(Content.styled(f" {title}   {clean(self._key)}", "bold $desk-text"))

    # -- actions -----------------------------------------------------------------------------------------------------

    @on(RowList.Opened)
    def opened(self) -> None:
        """A click on the current hit opens it."""
        self.action_hit_open()

    def action_hit_open(self) -> None:
        """Open the cell in its statement."""
        found = self.hits.current
        if found is not None:
            self._stop()
            self.app.pop_screen()
            self.desk.open_statement(found.statement_key, found.language, found.row)

    def action_hit_skip(self) -> None:
        """Leave this one out, or take it in again."""
        hits = self.hits
        if hits.current is not None:
            hits.skipped ^= {hits.cursor}
            hits.refresh()
            hits.move(1)

    def action_hit_replace(self) -> None:
        """Replace what is found here, go to the next."""
        hits = self.hits
        found = hits.current
        if found is None or self._why_not_here():
            return
        change = self.desk.attempt(lambda: replace(self.project, [found]))
        if change is not None:
            self._replaced(change, [hits.cursor])
            hits.move(1)

    def why_not(self, action_id: str) -> str:
        """Why something cannot be done here now; empty if it can."""
        if action_id in ("hit.open", "hit.skip", "hit.replace") and self.hits.current is None:
            return _("nothing is found yet")
        if action_id == "hit.replace":
            return self._why_not_here()
        if action_id == "hit.replace_all" and self._job is not None:
            return _("still looking; wait until everything is found")
        if action_id == "hit.replace_all" and not self.hits.waiting():
            return _("there is nothing to replace")
        return ""

    def _why_not_here(self) -> str:
        """Why the current hit cannot be replaced."""
        found = self.hits.current
        if found is None or found.cell is None:
            return _("this is a source text; it is found, not replaced")
        if found.replaced is None:
            return _("nothing to put there yet: type a replacement above")
        if found.locked:
            return _("this cell is locked")
        if self.hits.cursor in self.hits.done:
            return _("this one is replaced already; {key} takes it back").format(key=key_of("desk.undo"))
        return ""

    def action_hit_replace_all(self) -> None:
        """Replace all that are not left out, after asking."""
        waiting = self.hits.waiting()
        text = ngettext(
            "Replace in {n} text? {key} takes it back.", "Replace in {n} texts? {key} takes it back.", len(waiting)
        )

        def decide(answer: int | None) -> None:
            if answer == 1:
                self._replace_all(waiting)

        question = text.format(n=len(waiting), key=key_of("desk.undo"))
        self.app.push_screen(Choice(question, [_("no"), _("yes, replace")]), decide)

    @work(thread=True, group="search", exit_on_error=False)
    def _replace_all(self, waiting: Sequence[int]) -> None:
        """Write in a thread; it is one step for the undo."""
        founds = [self.hits.founds[number] for number in waiting]
        try:
            change = replace(self.project, founds)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
            return
        self.desk.call_from_thread(self._replaced, change, waiting)

    def _replaced(self, change: Change, numbers: Sequence[int]) -> None:
        """Mark what was replaced, and show it wherever it is on a screen."""
        self.desk.look_for_changes()
        if not self.is_attached:
            return
        written = {cell.id for cell in change.cells}
        founds = self.hits.founds
        self.hits.done |= {n for n in numbers if (cell := founds[n].cell) is not None and cell.id in written}
        self.hits.refresh()
        left = len(change.left) + len(change.locked)
        if left:
            text = ngettext("{n} left: locked, or somebody is at it", "{n} left: locked, or somebody is at them", left)
            self.desk.say(text.format(n=left))
        self._tell()

    def restored(self, change: Change) -> bool:
        """Undo or redo has changed texts: look again."""
        self.look()
        return bool(change.count)

    def action_hit_fields(self) -> None:
        """Back to what is looked for."""
        self.set_focus(self.query_one("#search", Input))

    def action_hit_close(self) -> None:
        """Stop looking; else back to where one was."""
        if self._job is not None:
            self._stop()
            self.hits.why_empty = _("stopped")
            self._tell()
        else:
            self.app.pop_screen()

    def action_hit_up(self) -> None:
        """The hit above; from the first one to the fields."""
        if self.hits.cursor:
            self.hits.move(-1)
        else:
            self.action_hit_fields()

    def action_hit_down(self) -> None:
        """The hit below."""
        self.hits.move(1)

    def action_hit_page_up(self) -> None:
        """A page up."""
        self.hits.page(-1)

    def action_hit_page_down(self) -> None:
        """A page down."""
        self.hits.page(1)

    def action_hit_first(self) -> None:
        """The first hit."""
        self.hits.go(0)

    def action_hit_last(self) -> None:
        """The last hit."""
        self.hits.go(self.hits.count - 1)


def _switch(name: str, label: str, *, on: bool) -> Cycle:
    """A choice between no and yes, the value of no empty."""
    return Cycle({"": f"[ ] {label}", "yes": f"[x] {label}"}, "yes" if on else "", widget_id=name)

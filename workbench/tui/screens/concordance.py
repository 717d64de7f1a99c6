"""Concordance: where the project says something, each hit centred in its text, with what stands opposite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker, get_current_worker

from workbench.core.errors import JobCancelled, WorkbenchError
from workbench.core.job import Job
from workbench.tui.drawing import clean
from workbench.tui.i18n import _, ngettext
from workbench.tui.widgets.kwic import Hit, KwicList
from workbench.tui.widgets.notes import Entry, Notes, Piece
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.concordance import Concord
    from workbench.services.project import Project

MOST = 200
"""Hits that are shown."""

REST_S = 0.15
"""How long nothing is typed before it is looked for, in seconds."""

_FIRST, _LATER = 10, 50
"""Hits that are shown at once, at first and from then on."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person took from the concordance: a text to insert, or a place to go to (then `insert` is empty)."""

    hit: Concord
    insert: str = ""


class ConcordanceScreen(ModalScreen[Chosen | None]):
    """Gives what was chosen, or None.

    Args:
        project: the open project.
        wanted: what to look for at first.
        pair: languages of the cell one comes from; both sides are searched.
        languages: all that can be searched.
        can_insert: whether there is a text to insert into.
    """

    CSS_PATH = "../styles/concordance.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f4", "dismiss(None)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("tab", "whole", show=False, priority=True),
        Binding("f2,ctrl+o", "open", show=False, priority=True),
        Binding("f3,ctrl+l", "languages", show=False, priority=True),
    ]

    def __init__(
        self, project: Project, wanted: str, pair: tuple[str, str], languages: Sequence[str], *, can_insert: bool
    ) -> None:
        super().__init__()
        self._project, self._wanted, self._pair = project, wanted, pair
        self._languages, self._can_insert = tuple(languages), can_insert
        self._everywhere = self._whole = False
        self._hits: list[Concord] = []
        self._words: dict[int, str] = {}
        self._job = Job()

    def compose(self) -> ComposeResult:
        """A field, hits, the one under the cursor in full, keys."""
        with Vertical(classes="dialog concordance"):
            yield Static(id="concordance-title", classes="dialog-title")
            yield Input(clean(self._wanted), compact=True, placeholder=_("a word or phrase in any capitals"))
            yield Static(id="concordance-told")
            yield KwicList(widget_id="concordance-hits")
            yield Notes(widget_id="concordance-whole")
            keys = _("↑ ↓   Enter: insert   Tab: words or all   F2: go there   F3: languages   Esc")
            without = _("↑ ↓   Enter: go there   F3: languages   Esc")
            yield Static(keys if self._can_insert else without, classes="dialog-keys")

    @property
    def hits(self) -> KwicList:
        """The list."""
        return self.query_one(KwicList)

    def on_mount(self) -> None:
        """Look for what was selected."""
        self.query_one(Input).focus()
        self.look()

    # -- looking -----------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def look(self) -> None:
        """Look for what the field says; what was looked for before is given up."""
        self._job.cancel()
        self._job = Job()
        self._hits, self._words = [], {}
        where = _("in all languages") if self._everywhere else " + ".join(self._pair)
        self.query_one("#concordance-title", Static).update(Content(_("Concordance, {where}").format(where=where)))
        wanted = self.query_one(Input).value.strip()
        self._show(_("looking …") if wanted else _("type what to look for"))
        if wanted:
            self._look(wanted, self._job, self._everywhere)

    @work(thread=True, exclusive=True, group="concordance", exit_on_error=False)
    def _look(self, wanted: str, job: Job, everywhere: bool) -> None:
        from workbench.services.concordance import Concordance

        sleep(REST_S)
        found: list[Concord] = []
        shown, step = 0, _FIRST
        try:
            job.check()
            search = Concordance(self._project, wanted, self._pair, self._languages if everywhere else None)
            with self._project.precedence.first():
                for hit in search.hits(MOST, job):
                    found.append(hit)
                    if len(found) - shown >= step:
                        self.app.call_from_thread(self._take, job, found[shown:])
                        shown, step = len(found), _LATER
            self.app.call_from_thread(self._take, job, found[shown:])
            count = search.count() if len(found) >= MOST else len(found)
        except JobCancelled:
            return
        except WorkbenchError as error:
            self.app.call_from_thread(self._wrong, job, str(error))
            return
        self.app.call_from_thread(self._counted, job, count)

    def _take(self, job: Job, hits: Sequence[Concord]) -> None:
        if self.is_attached and job is self._job:
            self._hits += hits
            self._show(_("{n} so far …").format(n=len(self._hits)))

    def _counted(self, job: Job, count: int) -> None:
        if not self.is_attached or job is not self._job:
            return
        if len(self._hits) < count:
            self._show(_("the first {n} of {count}").format(n=len(self._hits), count=count))
        elif self._hits:
            self._show(ngettext("{n} text", "{n} texts", count).format(n=count))
        else:
            more = "" if self._everywhere else _("; F3 looks in all languages")
            self._show(_("the project says it nowhere{more}").format(more=more))

    def _wrong(self, job: Job, error: str) -> None:
        if self.is_attached and job is self._job:
            self._show(clean(error))

    def _show(self, told: str) -> None:
        self.query_one("#concordance-told", Static).update(Content(told))
        self.hits.show([_shown(hit) for hit in self._hits], "")
        self._show_whole()

    # -- the hit under the cursor ------------------------------------------------------------------------------------

    @property
    def current(self) -> Concord | None:
        """The hit under the cursor."""
        return self._hits[self.hits.cursor] if self.hits.cursor < len(self._hits) else None

    @on(RowList.Moved)
    def moved(self) -> None:
        """Another hit."""
        self._show_whole()

    def _show_whole(self) -> None:
        """Both texts, and what would be inserted."""
        hit, at = self.current, self.hits.cursor
        if hit is None:
            self.query_one("#concordance-whole", Notes).show(())
            return
        entries = [Entry((tuple(_marked(hit)),))]
        if hit.opposite:
            entries.append(Entry((((f"{hit.opposite_language}  ", "kind"), (hit.opposite, "text")),)))
        if self._can_insert and (text := self._to_insert(hit, at)):
            entries.append(Entry((((_("inserts: "), "dim"), (text, "new")),)))
        self.query_one("#concordance-whole", Notes).show(entries)
        if at not in self._words and self._renders(hit):
            self._words[at] = ""
            self._find_words(hit, at, self._job)

    def _renders(self, hit: Concord) -> bool:
        """Whether the text opposite is the one in the language that is written."""
        return bool(hit.opposite) and hit.language != self._pair[1]

    def _to_insert(self, hit: Concord, at: int) -> str:
        """The words that render what was looked for, or the whole text, in the language that is written."""
        if not self._renders(hit):
            start, end = hit.spans[0]
            return hit.text if self._whole else hit.text[start:end]
        return hit.opposite if self._whole or not self._words.get(at) else self._words[at]

    @work(thread=True, exclusive=True, group="concordance-words", exit_on_error=False)
    def _find_words(self, hit: Concord, at: int, job: Job) -> None:
        """Which words opposite render the hit, by word links."""
        from workbench.services.termadd import likely_source

        worker: Worker[None] = get_current_worker()
        pair = hit.opposite_language, hit.language
        words = likely_source(hit.opposite, hit.text, hit.spans[0], pair)
        if words and not worker.is_cancelled:
            self.app.call_from_thread(self._take_words, job, at, words)

    def _take_words(self, job: Job, at: int, words: str) -> None:
        if self.is_attached and job is self._job:
            self._words[at] = words
            self._show_whole()

    # -- keys --------------------------------------------------------------------------------------------------------

    def action_move(self, rows: int) -> None:
        """Another hit; the field keeps the keys."""
        self.hits.move(rows)

    def action_page(self, direction: int) -> None:
        """A page of hits."""
        self.hits.page(direction)

    def action_whole(self) -> None:
        """Insert the words, or the whole text."""
        self._whole = not self._whole
        self._show_whole()

    def action_languages(self) -> None:
        """Look in the pair's languages, or in all."""
        self._everywhere = not self._everywhere
        self.look()

    @on(Input.Submitted)
    def take(self) -> None:
        """Insert, or go there where there is nothing to insert into."""
        hit = self.current
        if hit is None:
            return
        if self._can_insert:
            self.dismiss(Chosen(hit, self._to_insert(hit, self.hits.cursor)))
        else:
            self.dismiss(Chosen(hit))

    @on(RowList.Opened)
    def opened(self) -> None:
        """A click on the current hit takes it."""
        self.take()

    def action_open(self) -> None:
        """Go to the statement of the hit."""
        if self.current is not None:
            self.dismiss(Chosen(self.current))


def _shown(hit: Concord) -> Hit:
    start, end = hit.spans[0]
    return Hit(f"{hit.statement_key} {hit.row + 1} {hit.language}", hit.text, start, end, hit.opposite)


def _marked(hit: Concord) -> list[Piece]:
    """The whole text with its hits marked."""
    pieces: list[Piece] = [(f"{hit.language}  ", "kind")]
    at = 0
    for start, end in hit.spans:
        pieces += [(hit.text[at:start], "text"), (hit.text[start:end], "lit")]
        at = end
    return [*pieces, (hit.text[at:], "text")]

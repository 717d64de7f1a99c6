"""The alignment desk as shown: a version beside its source or all versions beside it, and what there is to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.core.language import own_name
from workbench.services.aligndesk import Facing
from workbench.services.alignwork import Side, lowest
from workbench.services.pages import PagedSheet
from workbench.tui.actions import Place
from workbench.tui.bead_words import bead_words, standing_lines
from workbench.tui.drawing import clean, fit
from workbench.tui.i18n import _
from workbench.tui.painting import after_paint
from workbench.tui.screens.alignment_reading import AlignmentReading
from workbench.tui.widgets.bar import Bar, Part
from workbench.tui.widgets.bead_lines import Spans
from workbench.tui.widgets.bead_strip import BeadStrip
from workbench.tui.widgets.beads import MIDDLE, BeadList
from workbench.tui.widgets.beads_pivot import GUTTER, PivotList
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    pass

_ROOMY = 100
"""Cells from which the header says what F1 is; below, the counts need them."""


class AlignmentView(AlignmentReading):
    """Shows the versions of a statement beside its source; what the keys do is added by the class below it."""

    CSS_PATH = "../styles/alignment.tcss"

    # -- what is open ------------------------------------------------------------------------------------------------

    @property
    def pair(self) -> BeadList:
        """One version beside the source."""
        return self.query_one(BeadList)

    @property
    def all(self) -> PivotList:
        """All versions beside the source."""
        return self.query_one(PivotList)

    @property
    def shown(self) -> BeadList | PivotList:
        """The one of the two that is seen."""
        return self.all if self.pivot else self.pair

    @property
    def at(self) -> int | None:
        """The bead under the cursor; None if there is none."""
        if self.facing is None or not len(self.facing.alignment):
            return None
        return self.all.bead if self.pivot else self.pair.cursor

    # -- beginning ---------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """State bar, headings, strip and beads, the current bead in words, keys."""
        yield Bar()
        yield Static(id="headings")
        with Horizontal(id="beads"):
            yield BeadStrip(widget_id="strip")
            yield BeadList(widget_id="pair")
            yield PivotList(widget_id="all")
        yield Static(id="bead-words")
        yield KeyLine(Place.ALIGNMENT)

    def on_mount(self) -> None:
        """Show the version; the aligner is made ready in the background."""
        self.all.display = False
        self.set_focus(self.pair)
        self.show(0)
        self.read(None)

    def show_against(self) -> None:
        """Mark the beads that lead elsewhere through another version."""
        self.all.against = self.against
        self.pair.mark(self.against.get(self.language, {}))
        self.all.refresh()
        self.show_words()

    # -- showing -----------------------------------------------------------------------------------------------------

    def show(self, bead: int) -> None:
        """Show the version that is worked on, the cursor on one of its beads."""
        if self.pivot and self.facing is None:
            self.turn(pivot=False)
        if self.pivot and self.facing is not None:
            rows = PagedSheet(self.project.store, self.statement, tuple(self.facings))
            self.all.show(rows, self.facings, self.language, bead)
        else:
            self.pair.why_empty = self._why_empty()
            self.pair.show(self.facing, bead)
            self.pair.mark(self.against.get(self.language, {}))
        self.moved()

    def turn(self, *, pivot: bool) -> None:
        """Show all versions, or one."""
        self.pivot = pivot
        self.all.display, self.pair.display = pivot, not pivot
        self.set_focus(self.shown)

    def _why_empty(self) -> tuple[str, ...]:
        if self.language not in self.standings and self._seen < 0:
            return (_("reading …"),)
        return standing_lines(self.standings.get(self.language), self.language)

    def moved(self) -> None:
        """Another bead: all around says so."""
        self.refresh_bar()
        self._refresh_headings()
        self._refresh_strip()
        self.show_words()
        self._light_soon()

    @on(RowList.Moved)
    def row_moved(self) -> None:
        """The cursor is on another bead."""
        self.moved()

    def refresh_bar(self) -> None:
        """The header: statement, pair, what is certain, what is to look at, what has nothing opposite."""
        source = self.statement.source_language
        parts: list[Part] = [(self.key, "bold $desk-text"), (f"{source} ▸ {self.language}", "$desk-accent")]
        if self.facing is not None:
            parts += self._counts(self.facing)
        parts.append((self.desk.jobs.describe(), "$desk-warn"))
        self.query_one(Bar).show(parts, _("F1 help") if self.size.width >= _ROOMY else "F1")

    def _counts(self, facing: Facing) -> list[Part]:
        doubts = facing.alignment.doubts()
        look = _("to look at {n}").format(n=len(doubts))
        if self.at in doubts:
            look = _("to look at {n} ▸ {i} of {n}").format(n=len(doubts), i=doubts.index(self.at) + 1)
        return [
            (_("certain {n}").format(n=len(facing.alignment) - len(doubts)), "$desk-text"),
            (look, "$desk-warn" if doubts else "$desk-dim"),
            (_("null {n}").format(n=facing.alignment.nulls()), "$desk-dim"),
            (_("pinned {n}").format(n=sum(facing.alignment.pinned)), "$desk-dim"),
        ]

    def _refresh_headings(self) -> None:
        self.query_one("#headings", Static).update(
            self._pivot_headings() if self.pivot else self._pair_headings(), layout=False
        )

    def _list_width(self) -> int:
        """Cells of a line of the list, which may not have been laid out yet."""
        return max(1, self.query_one("#beads").size.width - self.query_one(BeadStrip).size.width - 1)

    def _pair_headings(self) -> Content:
        number, left, right = self.pair.widths(self._list_width())
        names = own_name(self.statement.source_language), own_name(self.language)
        styles = ("$desk-text", "bold $desk-accent")
        here = self.pair.side is Side.TARGET
        return Content.assemble(
            (" " * (number + 2) + fit(names[0], left), styles[not here]),
            (" " * (MIDDLE + number) + fit(names[1], right), styles[here]),
        )

    def _pivot_headings(self) -> Content:
        parts: list[tuple[str, str]] = [(" " * (self.all.number_width + 2), "")]
        for name, width, current in self.all.heading(self._list_width()):
            shown = f"{' ' * GUTTER}{name}" if name else own_name(self.statement.source_language)
            parts.append((fit(shown, width), "bold $desk-accent" if current else "$desk-text"))
        return Content.assemble(*parts)

    def _refresh_strip(self) -> None:
        strip, facing = self.query_one(BeadStrip), self.facing
        if facing is None or self.at is None or not strip.size.height:
            strip.show((), 0.0)
            return
        strip.show(lowest(facing.alignment, strip.size.height), self.at / len(facing.alignment))

    def show_words(self) -> None:
        """The current bead in words."""
        words = Content("")
        if self.pair.cut is not None:
            text = _("split: ↑ ↓ move the border, Tab the other side, Enter splits, Esc does not")
            words = Content.styled(text, "$desk-warn")
        elif self.facing is not None and self.at is not None:
            bead = self.facing.alignment.beads[self.at]
            through = self.against.get(self.language, {}).get((bead.source_start, bead.source_end), "")
            words = Content(clean(bead_words(self.facing, self.at, through)))
        self.query_one("#bead-words", Static).update(words, layout=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Headings and strip follow the columns."""
        after_paint(self, self.moved)

    def on_screen_resume(self) -> None:
        """Back from another screen."""
        if self.pair.size.height or self.all.size.height:
            self.refresh_bar()

    # -- what ties a pair --------------------------------------------------------------------------------------------

    def _light_soon(self) -> None:
        after_paint(self, self._light)

    def _light(self) -> None:
        beads = self.shown.unlit() if self.facing else []
        if beads and self.facing:
            self._tie(self.facing, beads)

    @work(thread=True, exclusive=True, group="ties", exit_on_error=False)
    def _tie(self, facing: Facing, beads: list[int]) -> None:
        """Work out what ties beads, the current one first."""
        try:
            for bead in beads:
                if get_current_worker().is_cancelled:
                    return
                self.app.call_from_thread(self._tied, facing, bead, self.aligning.ties(facing, bead))
        except WorkbenchError as error:
            self.app.call_from_thread(self.desk.say, str(error), bad=True)

    def _tied(self, facing: Facing, bead: int, spans: tuple[Spans, Spans]) -> None:
        if self.is_attached and facing is self.facing:
            self.shown.light({bead: spans})
        for problem in self.aligning.problems:
            self.desk.say(_("{problem}; its terms are not shown").format(problem=problem), bad=True)
        self.aligning.problems = []

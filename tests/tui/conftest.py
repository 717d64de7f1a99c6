"""A small project on disk with every kind of cell, and the desk opened on it by keys alone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.css.model import RuleSet
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from tests.tui.terminals import Terminal
from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.engines.completion import Cancelled, Completion, Take
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import apart, bootstrap
from workbench.services.project import Project
from workbench.services.translate import Translator
from workbench.tui.app import DeskApp
from workbench.tui.drawing import ascii_only
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.stylesheet import KeptStylesheet

SOURCE = (
    "TALKS ON WATER\n\n",
    "The delegations met in Geneva on 3 May. ",
    "They discussed the joint management of the river. ",
    "The two sides agreed that the measurements of the river's flow will be published every two months. ",
    "The data will be open to all.\n\n",
    "A second meeting follows in June.\n",
)
FRENCH = (
    "ENTRETIENS SUR L’EAU\n\n",
    "Les délégations se sont réunies à Genève le 3 mai. ",
    "Elles ont examiné la gestion commune du fleuve et sont convenues de publier les mesures tous les deux mois. ",
    "Une réception a suivi. ",
    "Les données seront ouvertes à tous.\n\n",
)
FRENCH_BEADS = ((0, 1, 0, 1), (1, 2, 1, 2), (2, 4, 2, 3), (4, 4, 3, 4), (4, 5, 4, 5), (5, 6, 5, 5))
"""Source start and end, target start and end: a bead over two rows, a sentence added, one left out."""

AZERBAIJANI = (
    ("SU BARƏDƏ DANIŞIQLAR", State.CONFIRMED),
    ("Nümayəndə heyətləri mayın 3-də Cenevrədə görüşdü.", State.REVIEWED),
    ("Onlar çayın birgə idarə olunmasını müzakirə etdilər.", State.EDITED),
    ("Tərəflər razılaşdılar.", State.DRAFT),
    ("Məlumatlar hamı üçün açıq olacaq.", State.FUZZY),
    ("", State.NEW),
)
ENGINE = Origin(OriginKind.ENGINE, "starter en→az", ("en", "az"), -0.31, ("numbers",))


def make_project(folder: Path) -> Project:
    """`talks-on-water`: French imported and aligned, Azerbaijani half done, Armenian missing; an Armenian source."""
    project = Project.create(folder, source="en", targets=["fr", "az", "hy"])
    store = project.store
    talks = store.add_statement(Statement(0, "talks-on-water", "Talks on water", "2024-05-03", "en"))
    store.put_version(Version(0, talks.id, "en", "imported", SOURCE))
    french = store.put_version(Version(0, talks.id, "fr", "imported", FRENCH))
    cells = []
    for number, (start, end, first, last) in enumerate(FRENCH_BEADS):
        text = "".join(FRENCH[first:last])
        trail = text[len(text.rstrip()) :]
        source = "".join(SOURCE[start:end]).strip()
        cells.append(
            Cell(
                id=0,
                version_id=french.id,
                position=number,
                source_start=start,
                source_end=end,
                text=text.rstrip(),
                state=State.CONFIRMED,
                origin=Origin(OriginKind.IMPORTED),
                trail=trail,
                target_start=first,
                target_end=last,
                source_text=source,
                confidence=0.9,
            )
        )
    store.put_cells(french.id, cells, "import")
    azerbaijani = project.ensure_version(talks, "az")
    for cell, (text, state) in zip(store.cells(azerbaijani.id), AZERBAIJANI, strict=True):
        origin = ENGINE if state is State.DRAFT else Origin(OriginKind.PERSON) if text else Origin()
        if text:
            store.edit(
                cell.id,
                text=text,
                state=state,
                origin=origin,
                revision=cell.revision,
                author="",
                source_text=SOURCE[cell.source_start].strip(),
            )
    project.new_statement("Հայտարարություն", language="hy", text="Առաջին նախադասությունը։ Երկրորդը։", date="2023-01-01")
    return project


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind of terminal for all tests, whatever the developer's is."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("WORKBENCH_ASCII", "0")
    monkeypatch.setenv("WORKBENCH_INTERFACE", "en")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("workbench.tui.clipboard.ways", lambda: ())  # the developer's own clipboard is left alone
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 1.0)  # `settle` paints, at moments that are always the same
    monkeypatch.setattr("workbench.tui.app.POLL_S", 3600)  # tests look for changes when they mean to
    for rest in ("REST_S", "MACHINE_REST_S", "TYPED_REST_S"):  # tests wait for what is looked up
        monkeypatch.setattr(f"workbench.tui.screens.statement_lookup.{rest}", 0.0)
    monkeypatch.setattr("workbench.tui.screens.concordance.REST_S", 0.0)
    monkeypatch.setattr("workbench.services.spelling.find_dictionary", lambda _language, _settings: None)
    ascii_only.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def rules_once() -> Iterator[None]:
    """Rules of the stylesheet are parsed once for all tests under the same theme, and matched once."""
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}
    known: dict[tuple[int, ...], dict[Hashable, Any]] = {}
    parse = KeptStylesheet._parse_rules
    parse_all = KeptStylesheet.parse

    def once(sheet: KeptStylesheet, css: str, **options: Any) -> list[RuleSet]:
        key = (tuple(sheet._variables.items()), css, *options.items())
        if key not in parsed:
            parsed[key] = parse(sheet, css, **options)
        return parsed[key]

    def known_already(sheet: KeptStylesheet) -> None:
        parse_all(sheet)
        sheet._said = known.setdefault(tuple(id(rule) for rule in sheet.rules), {})  # they live on in `parsed`

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KeptStylesheet, "_parse_rules", once)
        patch.setattr(KeptStylesheet, "parse", known_already)
        yield


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, made once and never opened."""
    folder = tmp_path_factory.mktemp("desk") / "project"
    make_project(folder).close()
    return folder


@pytest.fixture
def project_folder(made_once: Path, tmp_path: Path) -> Path:
    """A copy of the small project; a project is a folder that can be copied."""
    return Path(shutil.copytree(made_once, tmp_path / "project"))


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real model is ever loaded, and none stays from one test to the next."""
    monkeypatch.setattr(bootstrap, "_RESIDENT", {})
    monkeypatch.setattr(bootstrap, "translator", lambda _settings, **_given: Translator(FakeRoutes([])))
    # Another process would know nothing of engines that are put in place of models.
    monkeypatch.setattr(apart, "run_apart", lambda work, *arguments, job: work(*arguments, job=job))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, no_models: None) -> FakeRoutes:
    """Engines that say `[az] …`, in place of models."""
    routes = FakeRoutes([FakeEngine(("en", "az")), FakeEngine(("en", "fr"))])
    monkeypatch.setattr(bootstrap, "translator", lambda _settings, **_given: Translator(routes))
    return routes


class SaysOn:
    """Goes on with what it was told, from where the text typed ends in it."""

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.asked: list[tuple[str, str, str, str]] = []

    def complete(
        self, text: str, typed: str, source: str, target: str, cancelled: Cancelled, _early: Take
    ) -> Completion | None:
        """What is left of the whole, if it begins as typed."""
        self.asked.append((text, typed, source, target))
        if cancelled.is_set or not self.whole.startswith(typed) or typed == self.whole:
            return None
        return Completion(self.whole[len(typed) :], -0.1)


@pytest.fixture(autouse=True)
def completions(monkeypatch: pytest.MonkeyPatch) -> SaysOn:
    """Completions without a model, in place of the real ones."""
    made = SaysOn("")
    monkeypatch.setattr(bootstrap, "resident_completions", lambda _settings: made)
    return made


class Hands:
    """A person at the desk: keys, and eyes for what is on screen.

    Args:
        pilot: of the running app.
    """

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot

    @property
    def app(self) -> DeskApp:
        """The desk."""
        assert isinstance(self.pilot.app, DeskApp)
        return self.pilot.app

    @property
    def statement(self) -> StatementScreen:
        """The statement on screen."""
        assert isinstance(self.app.screen, StatementScreen)
        return self.app.screen

    @property
    def project(self) -> Project:
        """The open project."""
        assert self.app.project is not None
        return self.app.project

    async def settle(self) -> None:
        """Wait for keys, for messages and for the work in the background; a directory tree's own worker never ends."""
        await self._drain()
        while self.app.order.busy and not self.app._exit:
            await self._drain()
            if not self.app.order.busy:  # the last key has been heard in the middle of this
                await self._drain()
        groups = (
            *("jobs", "detect", "terms", "learning", "ghost", "clipboard", "jump", "cells", "search", "comments"),
            *("counting", "reading", "looking", "filter", "marks", "journal", "beads", "ties"),
            *("termbases", "termtable", "termdetails", "termuses", "termtry"),
            *("memory", "memoryfind", "memorycheck", "models", "modelinfo"),
            *("suggestions", "machine", "spelling", "concordance", "concordance-words", "citing"),
        )
        while ending := [worker for worker in self.app.workers if worker.group in groups]:
            with suppress(WorkerCancelled):  # by the next of its group
                await self.app.workers.wait_for_complete(ending)
            await self._drain()

    async def _drain(self) -> None:
        """Let every message be handled, those too that come of handling others; then paint."""
        await self.pilot._wait_for_screen()
        for turn in range(100):
            await self._still()
            self.app.screen._on_timer_update()
            if turn > 1 and not self.app.screen._layout_required:  # it is put off while widgets come and go
                break
        await self._still()

    async def _still(self) -> None:
        """Wait until all that can go on has gone on; what is left waits for a thread, a timer or a key."""
        loop = asyncio.get_running_loop()
        looks = 0
        while looks < 2:  # the second after what the clock and the threads have handed in
            await asyncio.sleep(0)
            looks = 0 if loop._ready else looks + 1  # type: ignore[attr-defined]

    async def press(self, *keys: str) -> None:
        """Press keys, each seen through before the next."""
        for key in keys:
            self._send(_character_to_key(key) if len(key) == 1 else key, key if len(key) == 1 else None)
            await self.settle()

    def _send(self, key: str, character: str | None) -> None:
        assert self.app._driver is not None
        self.app._driver.send_message(events.Key(key, character))

    async def write(self, text: str) -> None:
        """Type a text."""
        for character in text:  # as the terminal's parser names them; the pilot does not know every character
            self._send(_character_to_key(character), character)
        await self.settle()

    async def go(self, language: str, row: int) -> None:
        """Move to a cell by keys."""
        languages = self.statement.board.languages
        steps = languages.index(language) - languages.index(self.statement.grid.language)
        await self.press("home", *(["right" if steps > 0 else "left"] * abs(steps)), *["down"] * row)

    def cells(self, language: str, key: str = "talks-on-water") -> list[Cell]:
        """The cells as they are on disk."""
        return list(self.project.sheet(key).columns[language])

    @property
    def screen(self) -> str:
        """What is on screen, line by line."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    @property
    def said(self) -> str:
        """What the desk has said lately."""
        return "\n".join(notice.message for notice in self.app._notifications)


OpenDesk = Callable[..., AbstractAsyncContextManager[Hands]]


@pytest.fixture
def desk(project_folder: Path) -> OpenDesk:
    """Opens the desk on the small project; `keys` are pressed first."""

    @asynccontextmanager
    async def run(
        *keys: str, size: tuple[int, int] = (80, 24), folder: Path | None = project_folder
    ) -> AsyncIterator[Hands]:
        async with DeskApp(folder).run_test(size=size) as pilot:
            hands = Hands(pilot)
            await hands.settle()
            await hands.press(*keys)
            yield hands

    return run


@pytest.fixture
def terminal_on(project_folder: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens the desk on the small project, again and again."""
    opened: list[Terminal] = []

    def start(*, told: bool = True) -> Terminal:
        opened.append(Terminal(project_folder, told=told))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()

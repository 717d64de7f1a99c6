"""Windows of segments through an engine: batches side by side, guards over each window, two windows at a time.

While one window is looked at by the guards and put together, the batches of the next are being decoded. What is in a
batch depends on the segments of its window alone, never on what runs beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Protocol

from workbench.core.errors import JobCancelled
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.job import Job
from workbench.core.ports import Batch, Engine
from workbench.services.guards import Guard, Guarded
from workbench.services.journal import Journal

WINDOWS_AT_ONCE = 2

Finish = Callable[[str, str], str]
"""Gives a translation its last form, from the translation and its source."""


class Stage(Protocol):
    """Makes better drafts of the drafts of a window, with the engine at hand.

    What it gives depends on what it is given alone: a job that is taken up again asks the same of the engine.
    """

    def identity(self, source: str, targets: Sequence[str]) -> object:
        """Whatever decides what it gives for texts in these languages, for comparing, as JSON."""
        ...

    def __call__(
        self, engine: Engine, guard: Guard, segments: Sequence[str], drafts: Sequence[Guarded], decoding: Decoding
    ) -> list[Guarded]:
        """One draft for each segment, in their order; those that it has nothing to say of as they are.

        Args:
            guard: judges what it makes.
        Raises: EngineError
        """
        ...


class Decoder:
    """Decodes windows of segments of one direction.

    Args:
        engine: what decodes; name: of the stream, for the journal.
        guard: looks at what it says.
        decoding: how it searches at first.
        stages: what the drafts pass through after the guard, in this order.
        finish: gives every translation its last form.
        journal: keeps what is decoded.
        job: told of every batch that is done, and looked at before each; progress counts segments.
    """

    def __init__(
        self,
        engine: Engine,
        guard: Guard,
        decoding: Decoding,
        *,
        name: str = "",
        stages: Sequence[Stage] = (),
        finish: Finish | None = None,
        journal: Journal | None = None,
        job: Job | None = None,
    ) -> None:
        self.engine, self.name = engine, name
        self._guard, self._decoding, self._stages, self._finish = guard, decoding, tuple(stages), finish
        self._journal, self._job = journal, job
        self._windows = ThreadPoolExecutor(WINDOWS_AT_ONCE, "window")
        # One more than are decoded at once, so that the next batch waits at the engine's door.
        self._batches = ThreadPoolExecutor(engine.side_by_side + 1, "batch")
        self._submitted = 0
        self._stopped = threading.Event()

    def submit(self, segments: Sequence[str]) -> Future[list[Guarded]]:
        """Begin a window; its result is what is said for each segment, in their order."""
        self._submitted += 1
        return self._windows.submit(self._window, segments, self._submitted)

    def close(self) -> None:
        """Stop what has not begun and wait for what has."""
        self._stopped.set()
        self._windows.shutdown(wait=False, cancel_futures=True)
        self._batches.shutdown(wait=True, cancel_futures=True)
        self._windows.shutdown(wait=True)

    def _window(self, segments: Sequence[str], number: int) -> list[Guarded]:
        if not segments:
            return []
        engine = _SharedEngine(self, number)
        said = self._guard.translate(engine, segments, self._decoding)
        for stage in self._stages:
            said = stage(engine, self._guard, segments, said, self._decoding)
        finish = self._finish
        if finish is None:
            return said
        return [
            replace(each, hypothesis=each.hypothesis.rewritten(finish(each.hypothesis.text, segment)))
            for each, segment in zip(said, segments, strict=True)
        ]

    @property
    def executor(self) -> Executor:
        """What runs batches."""
        return self._batches

    def run(self, place: tuple[int, int, int], batch: Batch, decoding: Decoding) -> list[Hypothesis]:
        """Decode one batch, or take what the journal has of it."""
        if self._stopped.is_set():
            raise JobCancelled("stopped on request; what was done before stays")
        if self._job:
            self._job.check()
        at = (self.name, *place)
        said = self._journal.said(at, batch.segments) if self._journal else None
        if said is None:
            said = self.engine.decode(batch, decoding)
            if self._journal:
                self._journal.note(at, batch.segments, said)
        return said


class _SharedEngine:
    """The engine as the guards of one window see it: its batches run beside those of other windows."""

    def __init__(self, decoder: Decoder, window: int) -> None:
        self._decoder, self._window, self._calls = decoder, window, 0

    @property
    def route(self) -> tuple[str, ...]:
        return self._decoder.engine.route

    @property
    def side_by_side(self) -> int:
        return self._decoder.engine.side_by_side

    def translate(self, segments: Sequence[str], decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
        """One hypothesis for each segment, in their order."""
        call, self._calls = self._calls, self._calls + 1
        batches = self.batches(segments)
        started = [
            self._decoder.executor.submit(self._decoder.run, (self._window, call, number), batch, decoding)
            for number, batch in enumerate(batches)
        ]
        placed: dict[int, Hypothesis] = {}
        try:
            for batch, future in zip(batches, started, strict=True):
                placed.update(zip(batch.indices, future.result(), strict=True))
        except BaseException:
            wait([future for future in started if not future.cancel()])
            raise
        return [placed[index] for index in range(len(segments))]

    def batches(self, segments: Sequence[str]) -> Sequence[Batch]:
        return self._decoder.engine.batches(segments)

    def decode(self, batch: Batch, decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
        return self._decoder.engine.decode(batch, decoding)

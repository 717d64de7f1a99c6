"""Interrupted jobs: nothing twice, nothing missing, the same bytes, hardly anything decoded again."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.errors import ConfigError, WriteError
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.ports import Batch
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.engines.model import Options
from workbench.engines.packages import read_package
from workbench.engines.routes import Routes
from workbench.quality.checks import registry
from workbench.services import windows
from workbench.services.batch import FilesSummary, Reading, journal_of, translate_files
from workbench.services.fileplan import plan_files
from workbench.services.journal import Journal
from workbench.services.stream import Languages
from workbench.services.translate import Translator

FRENCH = Languages("en", ("fr",))


class Counting(CTranslateEngine):
    """Counts what it decodes, and may break down."""

    decoded: list[tuple[str, ...]]
    breaks_after = 10**9

    def decode(self, batch: Batch, decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
        if len(self.decoded) >= self.breaks_after:
            raise WriteError("the disk is full")
        said = super().decode(batch, decoding)
        self.decoded.append(tuple(batch.segments))
        return said


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that mostly ends its outputs soon, and now and then never."""
    return make_package(tmp_path_factory.mktemp("packages"), seed=3, stop_bias=7.0)


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(windows, "RECORDS", 16)
    place = tmp_path / "in"
    place.mkdir()
    for name, count in (("a", 40), ("b", 3), ("c", 50), ("d", 1)):
        lines = [f"The talks {'were held ' * (number % 5)}in {name} on {number} May." for number in range(count)]
        (place / f"{name}.txt").write_text("\n".join(lines) + "\n")
    return place


def maker(folder: Path, breaks_after: int = 10**9, guards: str = "retry") -> tuple[Translator, Counting]:
    engine = Counting(read_package(folder), Options(device="cpu", batch_tokens=64, translators=2))
    engine.decoded, engine.breaks_after = [], breaks_after
    routes = Routes([engine.package], load=lambda package, leg: engine)
    return Translator(routes, registry(), guards=guards, decoding=Decoding(beam=1)), engine


def run(translator: Translator, texts: Path, out: Path, **options: bool) -> FilesSummary:
    tasks = plan_files([texts], FRENCH, out)
    return translate_files(translator, tasks, "en", Reading(**options), journal=journal_of(out, tasks))


def outputs(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("breaks_after", [0, 1, 5, 9, 14])
def test_a_job_that_broke_down_goes_on_where_it_was(
    folder: Path, texts: Path, tmp_path: Path, breaks_after: int
) -> None:
    whole, counted = maker(folder)
    run(whole, texts, tmp_path / "whole")
    every = len(counted.decoded)
    broken, first = maker(folder, breaks_after)
    with pytest.raises(WriteError):
        run(broken, texts, tmp_path / "out")
    again, second = maker(folder)
    summary = run(again, texts, tmp_path / "out", resume=True)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    assert len(summary.done) + len(summary.present) == 4
    assert len(first.decoded) + len(second.decoded) == every
    assert sorted(first.decoded + second.decoded) == sorted(counted.decoded)


def test_an_interrupted_job_is_not_thrown_away_unasked(folder: Path, texts: Path, tmp_path: Path) -> None:
    broken, _ = maker(folder, 3)
    with pytest.raises(WriteError):
        run(broken, texts, tmp_path / "out")
    with pytest.raises(ConfigError, match=r"\d batches are done.*--resume.*--force"):
        run(maker(folder)[0], texts, tmp_path / "out")
    run(maker(folder)[0], texts, tmp_path / "out", force=True)
    assert len(outputs(tmp_path / "out")) == 4


def test_what_other_settings_have_decoded_is_not_used(folder: Path, texts: Path, tmp_path: Path) -> None:
    broken, _ = maker(folder, 3)
    with pytest.raises(WriteError):
        run(broken, texts, tmp_path / "out")
    other, counted = maker(folder, guards="off")
    run(other, texts, tmp_path / "out", resume=True)
    fresh, every = maker(folder, guards="off")
    run(fresh, texts, tmp_path / "fresh")
    assert len(counted.decoded) == len(every.decoded)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "fresh")


def test_inputs_that_changed_are_decoded_again(folder: Path, texts: Path, tmp_path: Path) -> None:
    broken, _ = maker(folder, 3)
    with pytest.raises(WriteError):
        run(broken, texts, tmp_path / "out")
    (texts / "a.txt").write_text("Other talks in Paris.\n" * 3)
    (texts / "new.txt").write_text("One came.\n")
    run(maker(folder)[0], texts, tmp_path / "out", resume=True)
    run(maker(folder)[0], texts, tmp_path / "fresh")
    assert set(outputs(tmp_path / "out")) == set(outputs(tmp_path / "fresh"))
    assert outputs(tmp_path / "out")["a.txt"].count(b"\n") == 3


def test_a_journal_that_ends_anywhere_gives_the_same_bytes(folder: Path, texts: Path, tmp_path: Path) -> None:
    run(maker(folder)[0], texts, tmp_path / "whole")
    broken, _ = maker(folder, 12)
    with pytest.raises(WriteError):
        run(broken, texts, tmp_path / "out")
    (journal,) = (tmp_path / "out").glob(".workbench.journal")
    content = journal.read_bytes()
    for length in range(0, len(content), max(1, len(content) // 9)):
        out = tmp_path / f"out{length}"
        out.mkdir()
        (out / ".workbench.journal").write_bytes(content[:length])
        run(maker(folder)[0], texts, out, resume=True)
        assert outputs(out) == outputs(tmp_path / "whole")


def test_two_at_once_do_not_write_the_same_job(tmp_path: Path) -> None:
    one = Journal(tmp_path / "journal", {})
    with pytest.raises(ConfigError, match="another run"):
        Journal(tmp_path / "journal", {})
    one.close()
    Journal(tmp_path / "journal", {}).close()
    assert not (tmp_path / "journal").exists()


def test_a_full_disk_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "journal", {})
    journal.begin(["out"])

    def full(descriptor: int, content: bytes, offset: int) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(WriteError, match=r"No space left.*--resume"):
        journal.note(("en-fr", 1, 0, 0), ["x"], [Hypothesis("y", -0.1, "fake", ("en", "fr"))])
    journal.close()


def test_the_journal_gives_back_what_it_was_given(tmp_path: Path) -> None:
    said = [
        Hypothesis("y \ud800", -0.5, "one", ("en", "fr"), ("p",), 0.5, True, True, ("cut-off",)),
        Hypothesis("z", 0.0, "two", ("en", "fr"), alternatives=(Hypothesis("zz", -1.0, "two", ("en", "fr")),)),
    ]
    place = ("en-fr", 1, 0, 0)
    journal = Journal(tmp_path / "journal", {"a": (1, 2)})
    journal.begin(["out"])
    journal.note(place, ["x", "w"], said)
    assert journal.said(place, ["x", "w"]) == said
    assert journal.said(place, ["x", "v"]) is None and journal.said(("en-fr", 1, 0, 1), ["x", "w"]) is None
    journal.close()
    journal = Journal(tmp_path / "journal", {"a": [1, 2]})
    assert journal.said(place, ["x", "w"]) == said and journal.outputs == ("out",)
    journal.close()
    journal = Journal(tmp_path / "journal", {"a": [1, 3]})
    assert journal.said(place, ["x", "w"]) is None
    journal.remove()
    assert not (tmp_path / "journal").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import windows
from workbench.services.batch import Reading, journal_of, translate_files
from workbench.services.fileplan import plan_files
from workbench.services.journal import Journal
from workbench.services.stream import Languages
from workbench.services.translate import Translator

windows.RECORDS = 64
note = Journal.note
def counted(self, *about):
    note(self, *about)
    if self.batches >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
Journal.note = counted
out = Path(sys.argv[2])
tasks = plan_files([Path(sys.argv[1])], Languages("en", ("fr",)), out)
maker = Translator(FakeRoutes([FakeEngine(("en", "fr"))]))
translate_files(maker, tasks, "en", Reading(), journal=journal_of(out, tasks))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("batches", [1, 20, 55])
def test_kill_9_loses_nothing(tmp_path: Path, batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text("".join(f"Delegation number {number} met.\n" for number in range(2_000)))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(source), str(out), str(batches)], capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    monkeypatch.setattr(windows, "RECORDS", 64)
    engine = FakeEngine(("en", "fr"))
    tasks = plan_files([source], FRENCH, out)
    resumed = Translator(FakeRoutes([engine]))
    translate_files(resumed, tasks, "en", Reading(resume=True), journal=journal_of(out, tasks))
    assert out.read_text() == "".join(f"[fr] Delegation number {number} met.\n" for number in range(2_000))
    assert _decoded(engine.calls) <= 2_000 - 32 * batches + 32
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def _decoded(calls: Sequence[tuple[tuple[str, ...], Decoding]]) -> int:
    return sum(len(segments) for segments, _ in calls)

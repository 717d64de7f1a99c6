"""Completing what somebody types, on a tiny model with random weights and on a shipped package."""

from __future__ import annotations

import subprocess
import sys
import threading
from importlib import resources
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.errors import EngineError
from workbench.engines.completion import Cancelled, Completer, Completion, _after, _loops, _split
from workbench.engines.model import Options
from workbench.engines.packages import PackageFolder, read_package

SOURCE = "The ministers met in Geneva and discussed the agreement."


@pytest.fixture(scope="module")
def completer() -> Completer:
    folder = Path(str(resources.files("workbench.engines"))) / "starter"
    (package,) = [each for each in PackageFolder(folder).inventory().packages if each.pair == ("en", "fr")]
    return Completer(package, Options(device="cpu"))


def test_what_is_typed_stays_to_the_letter_and_is_gone_on_from(completer: Completer) -> None:
    whole = completer.complete(SOURCE, "")
    assert whole and whole.score <= 0
    for length in range(0, len(whole.text) - 8, 5):
        typed = whole.text[:length]
        found = completer.complete(SOURCE, typed)
        assert found and (typed + found.text).startswith(typed)
        assert not found.text.startswith(" ") or not typed.endswith(" ")


def test_a_word_that_is_begun_is_finished_as_the_model_would(completer: Completer) -> None:
    whole = completer.complete(SOURCE, "")
    assert whole
    first, second = whole.text.split()[:2]
    found = completer.complete(SOURCE, f"{first} {second[:3]}")
    assert found and (f"{first} {second[:3]}" + found.text).split()[1] == second


def test_the_number_of_tokens_is_bounded(completer: Completer) -> None:
    few, many = completer.complete(SOURCE, "", tokens=2), completer.complete(SOURCE, "", tokens=15)
    assert few and many and len(few.text) < len(many.text) and many.text.startswith(few.text)


def test_the_first_words_are_there_before_the_rest(completer: Completer) -> None:
    early: list[Completion] = []
    for typed in ("", "Les min", "Les ministres se sont "):
        early.clear()
        whole = completer.complete(SOURCE, typed, early=early.append)
        assert whole and [each.score <= 0 for each in early] == [True]
        assert whole.text.startswith(early[0].text) and len(early[0].text) < len(whole.text)
        assert whole.text[len(early[0].text)] == " "
    assert completer.complete(SOURCE, "", tokens=3, early=early.clear) is not None  # type: ignore[arg-type]


def test_who_gives_up_at_the_first_words_gets_no_more(completer: Completer) -> None:
    cancelled = Cancelled()
    assert completer.complete(SOURCE, "", cancelled=cancelled, early=lambda _found: cancelled.cancel()) is None


def test_a_cancelled_call_gives_nothing_and_the_next_one_works(completer: Completer) -> None:
    cancelled = Cancelled()
    cancelled.cancel()
    assert completer.complete(SOURCE, "", cancelled=cancelled) is None
    assert completer.complete(SOURCE, "") is not None


def test_a_call_under_way_can_be_given_up(tmp_path: Path) -> None:
    endless = Completer(read_package(make_package(tmp_path, stop_bias=-200.0)), Options(device="cpu"))
    endless.load()
    cancelled, answers = Cancelled(), []
    thread = threading.Thread(
        target=lambda: answers.append(endless.complete("The talks.", "", tokens=100_000, cancelled=cancelled))
    )
    thread.start()
    cancelled.cancel()
    thread.join(timeout=60)
    assert answers == [None] and not thread.is_alive()


def test_models_that_nobody_holds_any_longer_go_quietly(tmp_path: Path) -> None:
    """Whatever the model's own thread holds at the end of a call, it is not the model: that took the process down."""
    package = read_package(make_package(tmp_path, stop_bias=-200.0))
    code = (
        "import sys; from pathlib import Path\n"
        "from workbench.engines.completion import Completer\n"
        "from workbench.engines.packages import read_package\n"
        "for _ in range(100): Completer(read_package(Path(sys.argv[1]))).complete('The talks.', '', early=print)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(package.folder)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_nothing_is_added_to_nothing(completer: Completer) -> None:
    assert completer.complete("", "") is None and completer.complete("  ", "x") is None


def test_a_broken_package_is_named(tmp_path: Path) -> None:
    folder = make_package(tmp_path)
    (folder / "model" / "model.bin").write_bytes(b"")
    with pytest.raises(EngineError, match=folder.name):
        Completer(read_package(folder), Options(device="cpu")).complete("The talks.", "")


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("", ("", "")), ("Les", ("", "Les")), ("Les deux", ("Les", "deux")), ("Les deux ", ("Les deux", ""))],
)
def test_whole_words_and_a_begun_one(typed: str, parts: tuple[str, str]) -> None:
    assert _split(typed) == parts


@pytest.mark.parametrize(
    ("said", "typed", "rest"),
    [
        ("Les deux ministres", "Les d", "eux ministres"),
        ("Les deux ministres", "Les deux ", "ministres"),
        ("Les deux ministres", "Les deux", " ministres"),
        ("Les  deux", "Les deux", ""),
        ("Les deux", "Une", ""),
        ("Les", "Les deux", ""),
    ],
)
def test_what_follows_what_was_typed(said: str, typed: str, rest: str) -> None:
    assert _after(said, typed) == rest


@pytest.mark.parametrize(
    ("text", "loops"),
    [
        ("RİNİNİNİNİNLƏR", True),
        ("et à cette fin et à cette fin et à cette fin", True),
        ("և այլն և այլն և այլն և", True),
        ("olacaq.", False),
        ("dərərlər", False),
        ("1000000 nəfər", False),
        ("", False),
    ],
)
def test_a_model_that_says_the_same_again_and_again(text: str, loops: bool) -> None:
    assert _loops(text) is loops

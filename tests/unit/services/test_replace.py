"""Search and replace: what is found in which language, what replacing writes, what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.change import ChangeKind
from workbench.core.errors import ConfigError, ConflictError, InputError, JobCancelled
from workbench.core.job import Job, Progress
from workbench.core.project import Cell, Origin, OriginKind, State
from workbench.services import patterns
from workbench.services import replace as replacing
from workbench.services.project import Project
from workbench.services.replace import Found, Search, find_in, replace

TEXTS = {
    "az": ("İQLİM VƏ SU", "Bakıda iqlim sərindir; iqlim dəyişir.", "Qızıl ilan."),
    "hy": ("ԵՐԵՎԱՆ", "Երևան և Գյումրի։", "Եւ Երեւան։"),
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """One English statement with both versions confirmed, one Azerbaijani one with an English version."""
    with Project.create(tmp_path / "p", source="en", targets=["az", "hy"]) as project:
        english = project.new_statement("A", language="en", text="CLIMATE AND WATER\n\nThe climate changes. A snake.\n")
        for language, texts in TEXTS.items():
            project.ensure_version(english, language)
            for cell, text in zip(cells(project, language), texts, strict=True):
                project.confirm(project.edit(cell, text))
        azerbaijani = project.new_statement("B", language="az", text="  Bakıda İqlim. Bitdi.\n")
        project.ensure_version(azerbaijani, "en")
        yield project


def cells(project: Project, language: str, key: str = "a") -> list[Cell]:
    return list(project.sheet(key).columns[language])


def found(project: Project, search: Search, language: str, **more: object) -> list[tuple[str, int, list[str]]]:
    hits = find_in(project, search, language, **more)  # type: ignore[arg-type]
    return [(one.statement_key, one.row, [one.text[start:end] for start, end in one.spans]) for one in hits]


def test_capitals_pair_as_the_language_pairs_them(project: Project) -> None:
    assert found(project, Search("iqlim"), "az", keys=["a"]) == [("a", 0, ["İQLİM"]), ("a", 1, ["iqlim", "iqlim"])]
    assert found(project, Search("QIZIL"), "az") == [("a", 2, ["Qızıl"])]
    assert found(project, Search("QİZİL"), "az") == []
    assert found(project, Search("երևան"), "hy") == [("a", 0, ["ԵՐԵՎԱՆ"]), ("a", 1, ["Երևան"]), ("a", 2, ["Երեւան"])]
    assert found(project, Search("iqlim", case=True), "az", keys=["a"]) == [("a", 1, ["iqlim", "iqlim"])]


def test_the_source_is_searched_and_not_replaced(project: Project) -> None:
    hits = list(find_in(project, Search("iqlim"), "az", replacement="hava"))
    assert [(one.statement_key, one.cell is None, one.replaced) for one in hits] == [
        ("a", False, "hava VƏ SU"),
        ("a", False, "Bakıda hava sərindir; hava dəyişir."),
        ("b", True, None),
    ]
    assert (hits[2].text, hits[2].spans) == ("Bakıda İqlim.", ((7, 12),))
    assert replace(project, hits[2:]).count == 0
    assert found(project, Search("climate"), "en") == [("a", 0, ["CLIMATE"]), ("a", 1, ["climate"])]


def test_whole_words_only(project: Project) -> None:
    assert found(project, Search("su", whole_word=True), "az") == [("a", 0, ["SU"])]
    assert found(project, Search("ilan", whole_word=True), "az") == [("a", 2, ["ilan"])]
    assert found(project, Search("İla", whole_word=True), "az") == []
    assert found(project, Search("il[ae]", regex=True, whole_word=True), "az") == []
    assert found(project, Search("և", whole_word=True), "hy") == [("a", 1, ["և"]), ("a", 2, ["Եւ"])]


def test_patterns(project: Project) -> None:
    assert found(project, Search(r"\b[iq]\w+m\b", regex=True), "az", keys=["a"]) == [
        ("a", 0, ["İQLİM"]),
        ("a", 1, ["iqlim", "iqlim"]),
    ]
    assert found(project, Search("QIZIL", regex=True), "az") == [("a", 2, ["Qızıl"])]
    assert found(project, Search("qizil", regex=True), "az") == []
    assert found(project, Search(r"\p{Lu}{3,}", regex=True, case=True), "hy") == [("a", 0, ["ԵՐԵՎԱՆ"])]
    assert found(project, Search("x*", regex=True), "az") == [], "a hit has at least one character"


@pytest.mark.parametrize(
    ("search", "replacement", "why"),
    [
        (Search(""), None, "nothing to look for"),
        (Search("(su[", regex=True), None, r"wrong at character 4: unterminated character set"),
        (Search("(su", regex=True, whole_word=True), None, "wrong at character"),
        (Search("su", regex=True), r"a\1", r"replacement is wrong at character 2: the pattern has no group \\1"),
        (Search("(?P<a>su)", regex=True), r"\g<b>", r"no group \\g<b>"),
        (Search("su", regex=True), "su\\", "wrong at character 3"),
    ],
)
def test_what_cannot_be_followed_is_said_with_its_place(
    project: Project, search: Search, replacement: str | None, why: str
) -> None:
    with pytest.raises(ConfigError, match=why):
        next(find_in(project, search, "az", replacement=replacement))


def test_a_pattern_that_takes_too_long_is_stopped(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "LIMIT_S", 0.05)
    project.edit(cells(project, "az")[2], "a" * 60 + "!")
    with pytest.raises(ConfigError, match=r"takes longer than 0\.05 s on one text \('aaa.*simpler"):
        list(find_in(project, Search("(a|aa)+$", regex=True), "az"))


def test_groups_are_put_back_as_they_stand_in_the_text(project: Project) -> None:
    search = Search(r"(?P<city>bakı)(da) (iqlim)", regex=True)
    hits = list(find_in(project, search, "az", replacement=r"\3 \g<city>\2,\t\\", keys=["a"]))
    assert [one.replaced for one in hits] == ["iqlim Bakıda,\t\\ sərindir; iqlim dəyişir."]
    (capitals,) = find_in(project, Search("(İQLİM) VƏ", regex=True), "az", replacement=r"\1 İLƏ \1")
    assert capitals.replaced == "İQLİM İLƏ İQLİM SU"
    (dropped,) = find_in(project, Search("(x)?İQLİM VƏ ", regex=True), "az", replacement=r"\1")
    assert dropped.replaced == "SU"
    (literal,) = find_in(project, Search("İQLİM VƏ "), "az", replacement=r"\1")
    assert literal.replaced == r"\1SU"


def test_replacing_is_one_step_and_asks_for_confirmation_again(project: Project) -> None:
    change = replace(project, list(find_in(project, Search("iqlim"), "az", replacement="hava", keys=["a"])))
    assert (change.kind, change.count, change.left, change.locked) == (ChangeKind.REPLACE, 2, (), ())
    assert [(cell.text, cell.state) for cell in cells(project, "az")[:2]] == [
        ("hava VƏ SU", State.EDITED),
        ("Bakıda hava sərindir; hava dəyişir.", State.EDITED),
    ]
    project.undo()
    assert [(cell.text, cell.state) for cell in cells(project, "az")] == [
        (text, State.CONFIRMED) for text in TEXTS["az"]
    ]
    assert found(project, Search("hava"), "az") == []


def test_a_replaced_draft_is_a_persons(project: Project) -> None:
    (cell, *_) = cells(project, "en", "b")
    project.machine_draft(cell, "Climate in Baku.", Origin(OriginKind.ENGINE, "starter"))
    change = replace(project, list(find_in(project, Search("baku"), "en", replacement="Ganja")))
    assert change.cells[0].origin == Origin(OriginKind.PERSON, base=OriginKind.ENGINE)
    emptied = replace(project, list(find_in(project, Search("Climate in Ganja."), "en", replacement="")))
    assert emptied.cells[0].state is State.NEW


def test_locked_changed_and_half_typed_cells_are_left_and_told(project: Project) -> None:
    first, second, third = cells(project, "az")
    project.lock([first])
    hits = list(find_in(project, Search("i"), "az", replacement="e", keys=["a"]))
    assert [one.locked for one in hits] == [True, False, False]
    project.edit(second, "Başqa iqlim.")
    project.journal(third.id, "Qızıl i")
    change = replace(project, [*hits[:1], *hits[2:]])
    assert (change.count, [cell.id for cell in change.locked], [cell.id for cell in change.left]) == (
        *(0, [first.id], [third.id]),
    )
    with pytest.raises(ConflictError):
        replace(project, hits)
    assert [cell.text for cell in cells(project, "az")[1:]] == ["Başqa iqlim.", TEXTS["az"][2]]


def test_results_come_as_they_are_found(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "_FIRST_SLICE", 1)
    seen: list[Progress] = []
    job = Job(seen.append)
    hits = find_in(project, Search("i"), "az", job=job)
    first: Found = next(hits)
    assert first.row == 0 and len(seen) == 1
    job.cancel()
    with pytest.raises(JobCancelled):
        list(hits)
    with pytest.raises(InputError, match="no statement 'x'"):
        list(find_in(project, Search("i"), "az", keys=["x"]))
    assert found(project, Search("i"), "fr") == []


def test_what_changed_while_it_was_looked_at_is_looked_at_again(project: Project) -> None:
    hits = find_in(project, Search("i"), "az", keys=["a"])
    next(hits)
    store = project.store
    passages = store.passages("az", ["a"], source=False, most=9)
    project.edit(cells(project, "az")[1], "Yox.")
    (after,) = replacing._found(project, patterns.finder(Search("iqlim"), "az"), "az", passages)
    assert after.row == 0

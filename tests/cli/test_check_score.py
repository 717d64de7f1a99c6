"""`check` and `score`."""

from __future__ import annotations

from pathlib import Path

import pytest
import sacrebleu

from tests.cli.conftest import EN, FR, Run

HYPOTHESES = ["The talks were held in Paris.", "The parties agreed again."]
REFERENCES = ["The talks took place in Paris.", "The parties have agreed again."]
WRONG = FR.replace("2024", "2023")
LANGUAGES = ("--from", "en", "--to", "fr")


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """Files `hyp` and `ref`."""
    (tmp_path / "hyp").write_text("\n".join(HYPOTHESES) + "\n", encoding="utf-8")
    (tmp_path / "ref").write_text("\n".join(REFERENCES) + "\n", encoding="utf-8")
    return tmp_path


def test_scores_are_sacrebleus_with_their_signatures(workbench: Run, scored: Path) -> None:
    found = {each["metric"]: each for each in workbench("score", "hyp", "ref", "--json").json()["scores"]}
    wanted = {
        "bleu": sacrebleu.BLEU(),
        "chrf2": sacrebleu.CHRF(),
        "chrf2++": sacrebleu.CHRF(word_order=2),
        "ter": sacrebleu.TER(),
    }
    assert set(found) == set(wanted)
    for name, metric in wanted.items():
        assert found[name]["value"] == pytest.approx(metric.corpus_score(HYPOTHESES, [REFERENCES]).score)
        assert found[name]["signature"] == str(metric.get_signature())


@pytest.mark.parametrize("words", [["-", "ref"], ["hyp", "-"]])
def test_either_text_may_be_standard_input(workbench: Run, scored: Path, words: list[str]) -> None:
    piped = (scored / ("hyp" if words[0] == "-" else "ref")).read_bytes()
    assert workbench("score", *words, stdin=piped).out == workbench("score", "hyp", "ref").out


def test_metrics_go_by_the_names_of_sacrebleu_too(workbench: Run, scored: Path) -> None:
    done = workbench("score", "hyp", "ref", "--metrics", "BLEU,chrF,chrF++,chrf2", "--json").json()
    assert [each["metric"] for each in done["scores"]] == ["bleu", "chrf2", "chrf2++"]


def test_systems_are_compared(workbench: Run, scored: Path) -> None:
    compared = workbench("score", "hyp", "ref", "--compare", "ref", "--metrics", "chrf2", "--json").json()
    assert [each["system"] for each in compared] == ["hyp", "ref"]
    assert compared[0]["p_value"] is None
    assert 0 <= compared[1]["p_value"] <= 1


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["score", "hyp"], 2, "Missing argument"),
        (["score", "-", "-"], 2, "only one"),
        (["score", "hyp", "none"], 3, "none: cannot be read: No such file or directory"),
        (["score", "hyp", "short"], 3, "hyp has 2 lines and short has 1"),
        (["score", "hyp", "ref", "--metrics", "meteor"], 2, "meteor"),
        (["check", "hyp", "ref"], 2, "--from en --to fr"),
        (["check", "hyp", "short", *LANGUAGES], 3, "short: has 1 line"),
        (["check", "hyp", *LANGUAGES], 3, "hyp:1: is not: source TAB target"),
        (["check", "hyp", "ref", "short", *LANGUAGES], 2, "one table"),
        (["check", "hyp", "ref", *LANGUAGES, "--checks", "spelling"], 2, "no check spelling"),
        (["check"], 2, "no project in this folder"),
    ],
)
def test_what_cannot_be_judged_is_said(workbench: Run, scored: Path, words: list[str], code: int, message: str) -> None:
    (scored / "short").write_text("One line.\n", encoding="utf-8")
    done = workbench(*words)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_findings_in_two_files(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(EN, encoding="utf-8")
    (tmp_path / "b").write_text(WRONG, encoding="utf-8")
    done = workbench("check", "a", "b", *LANGUAGES)
    assert done.code == 0
    assert done.out.startswith("b:1: ")
    assert ": numbers: " in done.out
    piped = workbench("check", "a", "-", *LANGUAGES, stdin=WRONG)
    assert piped.out == done.out.replace("b:1", "standard input:1")
    assert workbench("check", "a", "b", *LANGUAGES, "--fail-on", "info").code == 6
    assert workbench("check", "a", "b", *LANGUAGES, "--fail-on", "info", "--checks", "script").code == 0


def test_findings_in_a_table_as_json_lines(workbench: Run) -> None:
    table = 'One in 2024.\tUn en 2023.\n{"source": "Two.", "target": ""}\n'
    done = workbench("check", "-", *LANGUAGES, "--format", "jsonl", stdin=table)
    findings = done.json_lines()
    assert [(one["row"], one["check"]) for one in findings if one["check"] in ("numbers", "empty")] == [
        (1, "numbers"),
        (2, "empty"),
    ]
    fields = ["place", "statement", "language", "row", "check", "severity", "message", "start", "end"]
    assert list(findings[0]) == [*fields, "source", "target"]


def test_findings_in_a_project(workbench: Run, project: Path, files: Path) -> None:
    assert workbench("--project", "p", "check", "--fail-on", "info").code == 0
    (files / "talks.fr.txt").write_text(WRONG, encoding="utf-8")
    workbench("--project", "p", "import", files / "talks.fr.txt")
    done = workbench("--project", "p", "check", "--fail-on", "info")
    assert done.code == 6
    assert done.out.startswith("talks fr row 1: ")
    assert workbench("--project", "p", "check", "--to", "hy", "--fail-on", "info").code == 0
    assert workbench("--project", "p", "check", "--to", "xx").code == 2
    assert workbench("--project", "p", "check", "--statement", "none").code == 3

"""`translate` as a job: memories, estimates, settings of the search, engines by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

INTO_FRENCH = ("--from", "en", "--to", "fr")
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="en" datatype="plaintext" segtype="sentence" o-tmf="x" adminlang="en"
creationtool="x" creationtoolversion="1"/><body><tu><tuv xml:lang="en"><seg>One came.</seg></tuv>
<tuv xml:lang="fr"><seg>Un est venu.</seg></tuv></tu></body></tmx>
"""
pytestmark = pytest.mark.usefixtures("packages")


def test_a_memory_is_asked_first(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX, encoding="utf-8")
    words = ("translate", "-", *INTO_FRENCH, "--memory", "m.tmx", "--engine", "fake", "--format", "jsonl")
    known, new = workbench(*words, stdin="One came.\nTwo came.\n").json_lines()
    assert (known["target"], known["origin"], known["score"], known["engine"]) == ("Un est venu.", "memory", 100.0, "")
    assert (new["target"], new["origin"], new["engine"]) == ("[fr] Two came.", "engine", "fake")


@pytest.mark.parametrize("tags", [("EN-US", "FR-FR"), ("en_GB", "fra"), ("eng-Latn-US", "fr")])
def test_a_memory_of_other_programs_has_its_tags_as_they_write_them(
    workbench: Run, tmp_path: Path, tags: tuple[str, str]
) -> None:
    written = TMX.replace('xml:lang="en"', f'xml:lang="{tags[0]}"').replace('xml:lang="fr"', f'xml:lang="{tags[1]}"')
    (tmp_path / "m.tmx").write_text(written, encoding="utf-8")
    words = ("translate", "-", "--from", "en-US", "--to", "fr-CA", "-m", "m.tmx", "--engine", "fake")
    assert workbench(*words, stdin="One came.\nTwo came.\n").out == "Un est venu.\n[fr] Two came.\n"


def test_memories_that_a_project_names_are_asked_too(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX, encoding="utf-8")
    (tmp_path / "workbench.toml").write_text('memories = ["m.tmx", "gone.tmx"]\n', encoding="utf-8")
    done = workbench("translate", "-", *INTO_FRENCH, "--engine", "fake", stdin="One came.\n")
    assert (done.code, done.out) == (0, "Un est venu.\n")
    assert "gone.tmx: there is no such memory, though the project names it" in done.err


def test_a_broken_memory_is_told_and_used_as_far_as_it_goes(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX.replace("</body></tmx>", "<tu><tuv"), encoding="utf-8")
    done = workbench("translate", "-", *INTO_FRENCH, "-m", "m.tmx", "--engine", "fake", stdin="One came.\n")
    assert (done.code, done.out) == (0, "Un est venu.\n")
    assert "m.tmx" in done.err and "1 units are used" in done.err


def test_a_dry_run_tells_words_and_time(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One came here. One came here.\nTwo came.\n", encoding="utf-8")
    done = workbench("translate", "a.txt", *INTO_FRENCH, "--out", "out", "--engine", "fake", "--dry-run")
    assert done.code == 0
    assert done.out.split() == ["a.txt", "fr", "out/a.txt"]
    assert "en→fr: 2 texts, 8 words, 5 of them in segments that do not repeat; about 1 s (measured on 2" in done.err
    assert not (tmp_path / "out").exists()


def test_the_next_best_translations_stand_beside(workbench: Run) -> None:
    words = ("translate", "-", *INTO_FRENCH, "--format", "jsonl", "--guards", "off", "--beam", "4")
    (plain,) = workbench(*words, stdin="The talks.\n").json_lines()
    (several,) = workbench(*words, "--n-best", "3", stdin="The talks.\n").json_lines()
    assert "alternatives" not in plain and several["target"] == plain["target"]
    assert len(several["alternatives"]) == 2
    assert all(set(each) == {"target", "score"} for each in several["alternatives"])


def test_the_search_has_settings(workbench: Run) -> None:
    words = ("translate", "-", *INTO_FRENCH, "--guards", "off", "--quiet")
    plain = workbench(*words, stdin="The parties agreed to meet again.\n").out
    assert workbench(*words, "--repetition-penalty", "5", stdin="The parties agreed to meet again.\n").out != plain
    assert workbench(*words, "--no-repeat-ngram", "1", stdin="The parties agreed to meet again.\n").out != plain
    refused = workbench(*words, "--length-penalty", "-1", stdin="x\n")
    assert refused.code == 2 and "use a number from 0 to 5" in refused.err


@pytest.mark.parametrize(("name", "engine"), [("starter", "starter"), ("fake", "fake"), ("en_fr", "en_fr")])
def test_an_engine_is_preferred_by_name(workbench: Run, name: str, engine: str) -> None:
    words = ("translate", "-", *INTO_FRENCH, "--format", "jsonl", "--engine", name)
    (line,) = workbench(*words, stdin="The talks.\n").json_lines()
    assert engine in line["engine"] or line["engine"].startswith("translate-")


def test_what_a_run_came_to_is_counted(workbench: Run, tmp_path: Path) -> None:
    words = ("translate", "-", *INTO_FRENCH, "--engine", "fake", "--summary", "sum.json", "-q")
    assert workbench(*words, stdin="One came.\nOne came.\n12\n").code == 0
    summary = (tmp_path / "sum.json").read_text()
    assert '"segments": 1' in summary and '"repeated": 2' in summary and '"texts": 3' in summary

"""Aligning texts and files, and the forms in which alignments are put out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from workbench.alignment.score import AlignmentScore, score
from workbench.core.bead import parse_beads
from workbench.core.errors import ConfigError, InputError
from workbench.core.term import Grade, TermHit, TermStatus
from workbench.formats.tmx import read_tmx
from workbench.services import bootstrap
from workbench.services.align import Method, align_files, align_texts
from workbench.services.bitext import Output, rendered
from workbench.services.memories import read_memories

EN = "TALKS\n\nThe parties met on 3 May 2024 in Geneva. They spoke of water. The next round is in autumn in Tashkent.\n"
FR = (
    "ENTRETIENS\n\n"
    "Les parties se sont réunies le 3 mai 2024 à Genève et ont parlé de l’eau. "
    "Le prochain cycle aura lieu en automne à Tachkent.\n"
)
CORPORA = Path(__file__).parents[3] / "corpora"


@dataclass(frozen=True)
class Finder:
    """Finds `water` and `eau`."""

    concept: str = "c1"

    def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
        word = {"en": "water", "fr": "eau"}[language]
        at = text.find(word)
        hit = TermHit(self.concept, word, at, at + len(word), word, Grade.EXACT, TermStatus.PREFERRED)
        return [hit] if at >= 0 else []


def test_every_format_is_as_agreed() -> None:
    found = align_texts(EN, FR, "en", "fr", method=Method(Finder()))
    assert "".join(rendered(found, Output("beads"))).splitlines()[1].startswith("[1, 2]:[1]:")
    lines = [json.loads(line) for line in rendered(found, Output("jsonl"), Finder())]
    assert set(lines[1]) == {"source", "target", "score", "source_text", "target_text", "terms"}
    assert lines[1]["source"] == [1, 2] and lines[1]["target"] == [1] and 0 < lines[1]["score"] <= 1
    assert lines[1]["terms"] == [{"concept": "c1", "source": "water", "target": "eau", "grade": "exact"}]
    table = "".join(rendered(found, Output("tsv"))).splitlines()
    assert table[0] == "en\tfr\tscore" and len(table) == len(lines) + 1
    assert all(line.count("\t") == 2 for line in table)


def test_only_what_is_sure_becomes_a_memory() -> None:
    found = align_texts(EN, FR, "en", "fr")
    for least in (0.0, 0.9, 1.0):
        units = list(read_tmx(io.BytesIO("".join(rendered(found, Output("tmx", least))).encode()), "units"))
        sure = [bead for bead in found.beads if bead.source and bead.target and bead.confidence >= least]
        assert [unit.segments["fr"] for unit in units] == [found.target_text(bead) for bead in sure]
        assert found.unsure(least) == 3 - len(sure)


def test_a_page_shows_every_bead_and_its_terms() -> None:
    found = align_texts(EN, FR, "en", "fr")
    page = "".join(rendered(found, Output("html"), Finder()))
    assert page.startswith("<!doctype html>")
    assert all(text.strip() in page for text in ("Tachkent", "TALKS", "ENTRETIENS"))
    assert page.count(">water<") == 1 and page.count(">eau<") == 1


def test_other_formats_are_unknown() -> None:
    with pytest.raises(ConfigError, match="no alignment format"):
        rendered(align_texts(EN, FR, "en", "fr"), Output("xml"))


def test_a_table_holds_no_formula() -> None:
    found = align_texts(["=1+1"], ["=1+1"], "en", "fr", presegmented=True)
    assert "".join(rendered(found, Output("tsv"))).splitlines()[1].startswith("'=1+1\t'=1+1\t")


def test_presegmented_lines_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("One. Two.\n\nThree.\n")
    (tmp_path / "b").write_text("")
    found = align_files(tmp_path / "a", tmp_path / "b", "en", "fr", presegmented=True)
    assert found.source == ("One. Two.", "", "Three.") and found.target == ()
    assert [bead.shape for bead in found.beads] == ["1-0"] * 3


def _gold_score(method: Method) -> tuple[int, AlignmentScore]:
    documents = []
    for gold in sorted((CORPORA / "gold").glob("*.beads")):
        slug, pair = gold.stem.rsplit(".", 1)
        one, other = pair.split("-")
        source, target = (next(CORPORA.glob(f"statements/{slug}.{tag}.*"), None) for tag in (one, other))
        if source and target:
            found = align_files(source, target, one, other, method=method)
            documents.append((parse_beads(gold.read_text("utf-8").splitlines()), found.beads))
    return len(documents), score(documents)


def test_the_shipped_gold_is_met() -> None:
    finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    count, whole = _gold_score(Method(finder, bootstrap.vocabulary()))
    _, alone = _gold_score(Method())
    assert count >= 20
    assert whole.strict_f1 > 0.985 and whole.lax_f1 > 0.99
    assert 0.94 < alone.strict_f1 < whole.strict_f1, "the vocabulary and the termbase show their worth"


# -- what helps --------------------------------------------------------------------------------------------------------

# Two texts of invented words that share nothing: what is tied to what, only an aid can tell.
_WORDS = ["bafo", "keli", "miru", "nolsa", "pegit", "ravuk", "sodem", "tiwal"]
_OTHER = ["xujag", "yobir", "zecat", "hodun", "vimel", "qafes", "wulop", "jekin"]
_SOURCE = [f"{word} lor {_WORDS[at - 1]} dan." for at, word in enumerate(_WORDS)]
_TARGET = [f"{word} rel {_OTHER[at - 1]} nad." for at, word in enumerate(_OTHER)]
_KEPT = [0, 1, 2, 4, 5, 7]


def _right(method: Method) -> int:
    """How many of the six beads are found when two sentences are missing on one side."""
    found = align_texts(_SOURCE, [_TARGET[at] for at in _KEPT], "xx", "yy", presegmented=True, method=method)
    return sum(
        (bead.source_start, bead.target_start) in {(row, at) for at, row in enumerate(_KEPT)}
        for bead in found.beads
        if bead.shape == "1-1"
    )


def _pairs(source: str, target: str) -> Sequence[tuple[str, str]]:
    return list(zip(_SOURCE, _TARGET, strict=True))


def _render(source: str, target: str) -> Callable[[Sequence[str]], Sequence[str]]:
    words = dict(zip(_WORDS, _OTHER, strict=True))
    return lambda texts: [" ".join(words.get(word.strip(".").lower(), "") for word in text.split()) for text in texts]


def _embed(texts: Sequence[str]) -> np.ndarray:
    vectors = np.zeros((len(texts), len(_WORDS) + 1), dtype=np.float32)
    for row, text in enumerate(texts):
        first = text.split()[0]
        at = next((words.index(first) for words in (_WORDS, _OTHER) if first in words), len(_WORDS))
        vectors[row, at] = 1.0
    return vectors


@pytest.mark.parametrize(
    "method", [Method(units=_pairs), Method(render=_render), Method(embed=_embed)], ids=["memory", "engine", "vectors"]
)
def test_what_helps_is_evidence(method: Method) -> None:
    assert _right(method) == len(_KEPT)
    assert _right(Method()) < len(_KEPT)


def test_a_memory_is_read_as_far_as_it_is_sound(tmp_path: Path) -> None:
    good = tmp_path / "good.tmx"
    found = align_texts(EN, FR, "en", "fr")
    good.write_text("".join(rendered(found, Output("tmx", 0.0))), encoding="utf-8")
    broken = tmp_path / "broken.tmx"
    broken.write_text(good.read_text(encoding="utf-8")[:-60], encoding="utf-8")
    memories = read_memories([good, broken])
    assert len(memories.between("en-GB", "fr")) == 3 and memories.between("fr", "en")[0] == ("ENTRETIENS", "TALKS")
    assert len(memories.problems) == 1 and "broken.tmx" in memories.problems[0]
    with pytest.raises(InputError, match="no such memory"):
        read_memories([tmp_path / "none.tmx"])

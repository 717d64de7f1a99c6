"""The shipped starter packages: they open with nothing but CTranslate2 and SentencePiece, and translate their register.

What they write is held to chrF, not to exact text: int8 arithmetic differs a little between processors.
"""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from sacrebleu.metrics import CHRF

from tools.starter import build, corpus, guard
from tools.starter.grammar import Grammar

GRAMMAR_CHRF = 85
SHORT_OF_IT = {("en", "hy"): 80, ("az", "en"): 60, ("en", "az"): 70, ("hy", "en"): 70}
"""One was trained for less long, two were settled with dropout: better at statements, worse at the grammar."""

PAIRS = pytest.mark.parametrize(("source", "target"), build.PAIRS)

SCRIPT = {"en": "A-Za-z", "fr": "A-Za-zÀ-ÿœŒ", "az": "A-Za-zƏəĞğİıÖöÜüŞşÇç", "hy": "Ա-Ֆա-և"}
SENTENCES = {
    "en": [
        "The talks were constructive.",
        "We remain open to dialogue.",
        "The conference was held in Geneva on 3 May 2024.",
    ],
    "fr": [
        "Les pourparlers ont été constructifs.",
        "Nous restons ouverts au dialogue.",
        "La conférence s’est tenue à Genève le 3 mai 2024.",
    ],
    "az": [
        "Danışıqlar konstruktiv keçdi.",
        "Dialoqa açıq qalırıq.",
        "Konfrans 2024-cü il mayın 3-də Cenevrədə keçirildi.",
    ],
    "hy": [
        "Բանակցությունները կառուցողական էին։",
        "Մենք բաց ենք մնում երկխոսության համար։",
        "Համաժողովը տեղի ունեցավ Ժնևում 2024 թվականի մայիսի 3-ին։",
    ],
}


@cache
def folder(source: str, target: str) -> Path:
    """The package of a direction, where a wheel's user has it too."""
    return build.folder_of(build.SHIPPED, source, target)


@cache
def package(source: str, target: str) -> guard.Package:
    """The package, opened."""
    return guard.Package(folder(source, target))


@PAIRS
def test_layout_is_what_argos_reads(source: str, target: str) -> None:
    files = {str(path.relative_to(folder(source, target))) for path in folder(source, target).rglob("*")}
    assert files >= {"metadata.json", "sentencepiece.model", "model/model.bin", "model/config.json", "register.json"}
    metadata = json.loads((folder(source, target) / "metadata.json").read_text(encoding="utf-8"))
    assert metadata == build.metadata(source, target)
    assert (metadata["from_code"], metadata["to_code"], metadata["type"]) == (source, target, "translate")
    assert metadata["starter"] is True


def test_argos_lists_them_without_loading_a_model(tmp_path: Path) -> None:
    listed = subprocess.run(
        [sys.executable, "-c", _LIST_WITH_ARGOS, str(build.SHIPPED)],
        capture_output=True,
        text=True,
        check=True,
        env={"HOME": str(tmp_path), "PATH": "", "XDG_DATA_HOME": str(tmp_path), "PYTHONWARNINGS": "ignore"},
    )
    assert sorted(listed.stdout.split()) == sorted(f"{source}-{target}" for source, target in build.PAIRS)


_LIST_WITH_ARGOS = """
import sys
from pathlib import Path
from argostranslate.package import Package
for folder in Path(sys.argv[1]).iterdir():
    if (folder / "metadata.json").exists():
        package = Package(folder)
        print(f"{package.from_code}-{package.to_code}")
assert "torch" not in sys.modules
"""


def test_sizes_are_within_their_limits() -> None:
    sizes = {pair: build.size_of(folder(*pair)) for pair in build.PAIRS}
    assert max(sizes.values()) <= build.SIZE_LIMIT, sizes
    assert sum(sizes.values()) <= 16_000_000, sizes


@PAIRS
def test_known_sentences_come_out_right(source: str, target: str) -> None:
    outputs = [text for text, _ in package(source, target).translate(SENTENCES[source])]
    assert CHRF().corpus_score(outputs, [SENTENCES[target]]).score > 60, outputs
    assert "2024" in outputs[2]
    for text in outputs:
        assert all(re.match(f"[{SCRIPT[target]}]", letter) for letter in text if letter.isalpha()), text


@PAIRS
def test_unseen_combinations_of_the_grammar_come_out_right(source: str, target: str) -> None:
    kept = corpus.held_out_derivations(Grammar(), seed=21, size=40)
    outputs = [text for text, _ in package(source, target).translate([d.text(source) for d in kept])]
    assert CHRF().corpus_score(outputs, [[d.text(target) for d in kept]]).score > SHORT_OF_IT.get(
        (source, target), GRAMMAR_CHRF
    )


@PAIRS
def test_unseen_blocks_of_the_phrase_book_come_out_better_than_copied(source: str, target: str) -> None:
    kept = corpus.held_out_blocks(each=1)[:40]
    outputs = [text for text, _ in package(source, target).translate([texts[source] for texts in kept])]
    references = [texts[target] for texts in kept]
    copied = CHRF().corpus_score([texts[source] for texts in kept], [references]).score
    assert CHRF().corpus_score(outputs, [references]).score > copied + 12


@pytest.mark.parametrize("pair", [("en", "hy"), ("hy", "en")])
def test_the_armenian_ligature_survives_the_pieces(pair: tuple[str, str]) -> None:
    pieces = package(*pair).pieces
    assert pieces.decode(pieces.encode("Երևան և Գյումրի")) == "Երևան և Գյումրի"


@PAIRS
def test_register_tells_a_recipe_from_a_statement(source: str, target: str) -> None:
    register = guard.Register(folder(source, target))

    def flagged(texts: list[str]) -> float:
        results = package(source, target).translate(texts)
        return sum(register.flags(text, score) for text, (_, score) in zip(texts, results, strict=True)) / len(texts)

    assert register.language == source
    assert flagged(guard.outside_texts(source)) >= 0.9
    assert flagged(SENTENCES[source]) < 0.5


def test_the_workbench_never_imports_torch() -> None:
    sources = (Path(__file__).parents[3] / "workbench").rglob("*.py")
    assert not [
        path for path in sources if re.search(r"^\s*(?:import|from) torch\b", path.read_text(encoding="utf-8"), re.M)
    ]

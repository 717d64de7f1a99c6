"""Which files belong together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

import pytest

from workbench.core.errors import InputError
from workbench.formats.document import Document
from workbench.services.pairing import PairReport, group_files, pair_folder

TEXTS = {
    "en": (
        "On 3 May 2024 the delegations of Georgia and Tajikistan met in Samarkand.\n\n"
        "They agreed on 146 projects worth 12.75 million euros.\n"
    ),
    "fr": (
        "Le 3 mai 2024, les délégations de la Géorgie et du Tadjikistan se sont réunies à Samarcande.\n\n"
        "Elles ont arrêté 146 projets d’une valeur de 12,75 millions d’euros.\n"
    ),
    "az": (
        "2024-cü il mayın 3-də Gürcüstan və Tacikistan nümayəndə heyətləri Səmərqənddə görüşdülər.\n\n"
        "Onlar 12,75 milyon avro dəyərində 146 layihə barədə razılığa gəldilər.\n"
    ),
    "hy": (
        "2024 թ. մայիսի 3-ին Վրաստանի և Տաջիկստանի պատվիրակությունները հանդիպեցին Սամարղանդում։\n\n"
        "Նրանք պայմանավորվեցին 12,75 միլիոն եվրո արժողությամբ 146 ծրագրի շուրջ։\n"
    ),
}
OTHER = {
    "en": (
        "A school of music opened on 17 September 2022 with 88 pupils from Pavlodar and 31 teachers.\n\n"
        "The building cost 940 thousand dollars.\n"
    ),
    "fr": (
        "Une école de musique a ouvert le 17 septembre 2022 avec 88 élèves de Pavlodar et 31 professeurs.\n\n"
        "Le bâtiment a coûté 940 mille dollars.\n"
    ),
}


class Letters:
    """Tells the four by a letter or word of their own."""

    def detect(self, text: str, languages: Sequence[str] | None = None) -> tuple[str, float]:
        signs = {"hy": "ի", "az": "ə", "fr": "é", "en": "the "}
        return next(((tag, 0.95) for tag, sign in signs.items() if sign in text.lower()), ("und", 0.0))


def group(**files: str) -> PairReport:
    documents = [
        (PurePath(name.replace("__", "/").replace("_dot_", ".")), Document(text)) for name, text in files.items()
    ]
    return group_files(documents, Letters())


def members(report: PairReport) -> list[dict[str, str]]:
    return [{language: str(path) for language, path in one.members.items()} for one in report.groups]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("talks_dot_en_dot_txt", "talks_dot_fr_dot_txt"),
        ("talks_en_dot_md", "talks_fr_dot_md"),
        ("en__talks_dot_txt", "fr__talks_dot_txt"),
        ("talks__en_dot_txt", "talks__fr_dot_txt"),
    ],
)
def test_names_pair(english: str, french: str) -> None:
    report = group(**{english: TEXTS["en"], french: TEXTS["fr"]})
    (found,) = report.groups
    assert (found.key, found.by, set(found.members)) == ("talks", "name", {"en", "fr"})
    assert not report.unmatched and found.evidence


def test_front_matter_pairs_whatever_the_names() -> None:
    files = [
        (PurePath(f"{n}.md"), Document(text, language=tag, statement="talks", is_source=tag == "fr"))
        for n, (tag, text) in enumerate(TEXTS.items())
    ]
    (found,) = group_files(files, Letters()).groups
    assert found.key == "talks" and next(iter(found.members)) == "fr", "the source stands first"


def test_content_pairs_where_names_say_nothing() -> None:
    report = group(a_dot_txt=TEXTS["en"], b_dot_txt=TEXTS["hy"], c_dot_txt=OTHER["fr"], d_dot_txt=TEXTS["az"],
                   e_dot_txt=OTHER["en"], f_dot_txt=TEXTS["fr"])  # fmt: skip
    assert sorted(members(report), key=len) == [
        {"fr": "c.txt", "en": "e.txt"},
        {"en": "a.txt", "hy": "b.txt", "az": "d.txt", "fr": "f.txt"},
    ]
    words = " ".join(line for one in report.groups for line in one.evidence)
    assert "146" in words and "length" in words


def test_a_nameless_version_joins_those_that_names_have_paired() -> None:
    report = group(talks_dot_en_dot_txt=TEXTS["en"], talks_dot_fr_dot_txt=TEXTS["fr"], scan_dot_txt=TEXTS["hy"])
    (found,) = report.groups
    assert (found.key, found.by, len(found.members)) == ("talks", "name and content", 3)


def test_what_has_no_partner_is_listed_with_its_nearest() -> None:
    report = group(a_dot_txt=TEXTS["en"], b_dot_txt=OTHER["fr"])
    assert not report.groups
    assert [str(one.path) for one in report.unmatched] == ["a.txt", "b.txt"]
    assert all(one.reason for one in report.unmatched)


def test_two_that_cannot_be_told_apart_are_left_alone() -> None:
    report = group(a_dot_txt=TEXTS["en"], b_dot_txt=TEXTS["en"], c_dot_txt=TEXTS["fr"])
    assert not report.groups
    assert any("cannot be told" in one.reason for one in report.unmatched)


def test_a_second_file_for_one_place_is_listed() -> None:
    report = group(talks_dot_en_dot_txt=TEXTS["en"], talks_dot_fr_dot_txt=TEXTS["fr"], talks_dot_en_dot_md=TEXTS["en"])
    assert [one.reason for one in report.unmatched] == ["talks.en.txt is the en version of talks too"]


def test_an_unclear_language_is_not_guessed() -> None:
    (left,) = group(a_dot_txt="1 2 3").unmatched
    assert left.language == "" and "language" in left.reason


def test_a_folder_is_read_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    for tag in ("en", "fr"):
        (tmp_path / f"talks.{tag}.txt").write_text(TEXTS[tag], encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01")
    report = pair_folder([tmp_path], Letters())
    assert report.keys() == {tmp_path / "talks.en.txt": "talks", tmp_path / "talks.fr.txt": "talks"}
    assert "binary" in report.unmatched[0].reason
    with pytest.raises(InputError, match="no such file"):
        pair_folder([tmp_path / "missing"], Letters())

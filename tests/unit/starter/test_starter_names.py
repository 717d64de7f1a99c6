"""Terms, states and invented names in the slots of the starter grammar: their forms, and that none is left out."""

import random

import pytest

from tools.starter import names
from tools.starter.lexicon import LANGUAGES, Entry, read_lexicon


@pytest.fixture(scope="module")
def classes() -> dict[str, list[Entry]]:
    """The slot classes as the grammar has them."""
    return names.classes(read_lexicon())


def form(entries: list[Entry], key: str, language: str, name: str) -> str:
    """One form of the entry of a key."""
    return next(entry for entry in entries if entry.key == key).forms[language][name]


@pytest.mark.parametrize(
    ("key", "language", "name", "expected"),
    [
        ("the United States", "fr", "in", "aux États-Unis"),
        ("the United States", "az", "gen", "Amerika Birləşmiş Ştatlarının"),
        ("the United Kingdom", "az", "dat", "Birləşmiş Krallığa"),
        ("the Netherlands", "hy", "gen", "Նիդեռլանդների"),
        ("Yemen", "fr", "nom", "le Yémen"),
        ("Venezuela", "fr", "of", "du Venezuela"),
        ("Ethiopia", "fr", "of", "d’Éthiopie"),
        ("Honduras", "fr", "nom", "le Honduras"),
        ("Luxembourg", "az", "gen", "Lüksemburqun"),
        ("Mali", "hy", "gen", "Մալիի"),
        ("Malta", "fr", "in", "à Malte"),
    ],
)
def test_states_are_declined(
    classes: dict[str, list[Entry]], key: str, language: str, name: str, expected: str
) -> None:
    assert form(classes["country"], key, language, name) == expected


@pytest.mark.parametrize(
    ("key", "language", "name", "expected"),
    [
        ("the withdrawal of troops", "hy", "gen", "զորքերի դուրսբերման"),
        ("the note of protest", "hy", "abl", "բողոքի հայտագրից"),
        ("the note of protest", "az", "dat", "etiraz notasına"),
        ("the rule of law", "fr", "de", "de l’État de droit"),
        ("water resources", "az", "gen", "su ehtiyatlarının"),
        ("fundamental freedoms", "fr", "a", "aux libertés fondamentales"),
    ],
)
def test_terms_are_declined(classes: dict[str, list[Entry]], key: str, language: str, name: str, expected: str) -> None:
    assert form(classes["N"], key, language, name) == expected


def test_nearly_the_whole_termbase_is_in(classes: dict[str, list[Entry]]) -> None:
    assert len(classes["term"]) > 450
    assert len(classes["phrase"]) > 60
    assert len(classes["place"]) > 220


def test_disputed_names_are_left_to_the_termbase(classes: dict[str, list[Entry]]) -> None:
    assert not {"Kosovo", "Taiwan", "Western Sahara"} & {entry.key for entry in classes["place"]}


def test_an_invented_name_is_spelt_alike_in_latin_letters() -> None:
    chance = random.Random(1)
    for entry in (names.name(chance) for _ in range(500)):
        assert len({entry.forms[language]["nom"] for language in LANGUAGES[:3]}) == 1
        assert entry.forms["hy"]["nom"].replace("ու", "u").count(" ") == entry.key.count(" ")


def test_an_armenian_noun_whose_ending_does_not_tell_is_not_declined() -> None:
    assert names.armenian_cell("երկաթուղի") == ""
    assert names.armenian_cell("ֆորում") == ""
    assert names.armenian_cell("գծերի խումբ") == ""
    assert names.armenian_cell("կարգավորում") == "կարգավորում~կարգավորման"

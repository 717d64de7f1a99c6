"""What could be installed, and what a name, pair or path means."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import described
from workbench.core.errors import ConfigError, EngineError, ModelMissingError
from workbench.core.language import FOUR
from workbench.engines.argos import read_metadata
from workbench.engines.hub import Index
from workbench.engines.packages import Package
from workbench.services.offers import choose, gains, offers, path_of

NO_INDEX = EngineError("no network")


def index(*entries: dict[str, object]) -> Index:
    return Index("here", tuple(map(read_metadata, entries)), 0)


def no_network() -> Index:
    raise NO_INDEX


def package(name: str, **metadata: object) -> Package:
    return Package(Path(name), read_metadata(described(**metadata)))  # type: ignore[arg-type]


def test_the_index_goes_first_where_it_has_exactly_the_pair() -> None:
    choice = choose("en-fr", lambda: index(described("en", "fr")))
    assert choice.packaged and choice.packaged.short_name == "translate-en_fr"
    assert choice.others[0] == "madlad400-3b" and "exactly this pair" in choice.told
    assert not choice.restricted


@pytest.mark.parametrize("what", ["en-hy", "en_hy", "eng-hye"])
def test_else_the_first_of_the_list_whose_licence_allows_any_use(what: str) -> None:
    choice = choose(what, lambda: index(described("en", "fr")))
    assert choice.entry and choice.entry.name == "madlad400-3b" and not choice.restricted
    assert "nllb-200-distilled-600m" in choice.others and "opus-mt-en-hy" in choice.others
    assert "Apache-2.0" in choice.told and "first of the list that covers en→hy" in choice.told


def test_the_list_serves_without_the_index_and_says_so() -> None:
    assert "cannot be read" in choose("fr-az", no_network).told
    with pytest.raises(EngineError, match="no network"):
        choose("en-tlh", no_network)
    for what in ("translate-en_hy", "en-fr"):  # the index is known to have a small package for the second
        with pytest.raises(EngineError, match="no network"):
            choose(what, no_network)


def test_a_name_of_the_list_is_taken_at_its_word() -> None:
    choice = choose("NLLB-200-distilled-600M", no_network)
    assert choice.restricted and "no commercial use" in choice.told and "not confirmed: revision" in choice.told


def test_what_is_nowhere_is_said() -> None:
    with pytest.raises(ModelMissingError, match="models available"):
        choose("en-tlh", lambda: index())


def test_paths_are_told_from_names(tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").touch()
    assert path_of(str(tmp_path / "x.argosmodel")) == tmp_path / "x.argosmodel"
    assert path_of("en-fr") is path_of("madlad400-3b") is None
    with pytest.raises(ModelMissingError, match="no such package file"):
        path_of("y.argosmodel")
    with pytest.raises(ConfigError, match=r"models pack DIR .*install NAME --from DIR"):
        path_of(str(tmp_path))


def test_offers_of_all_twelve_pairs_are_shown_with_what_is_here() -> None:
    found = offers(index(described("en", "fr"), described("en", "de")), [package("own")], FOUR)
    assert len(found.pairs) == 12 and all(pair.choices for pair in found.pairs)
    assert [each.name for each in found.offers] == ["translate-en_fr"]
    first = found.pairs[0]
    assert (first.source, first.target, first.installed) == ("en", "fr", ("own",))
    assert first.choices[:2] == ("translate-en_fr", "madlad400-3b")
    assert {entry.name for entry, here in found.models if not here} >= {"opus-mt-hy-en", "m2m100-418m"}


def test_other_languages_on_request() -> None:
    there = index(described("en", "fr"), described("en", "tlh"))
    assert [(each.source, each.target) for each in offers(there, [], None).pairs] == [("en", "fr"), ("en", "tlh")]
    assert [each.choices for each in offers(there, [], ("en", "tlh")).pairs] == [("translate-en_tlh",), ()]


def test_a_model_of_several_languages_counts_for_every_pair() -> None:
    several = package("madlad400-3b", languages=[{"code": code, "name": code} for code in FOUR])
    found = offers(index(), [several], FOUR)
    assert all(pair.installed == ("madlad400-3b",) for pair in found.pairs)
    assert ("madlad400-3b", True) in {(entry.name, here) for entry, here in found.models}


def test_what_becomes_possible() -> None:
    direct, through = gains([("en", "fr"), ("fr", "en")], [("en", "hy")])
    assert (direct, through) == ([("en", "hy")], [("fr", "hy")])
    assert gains([("en", "hy")], [("en", "hy")]) == ([], [])
    chain = [("a", "b"), ("b", "c"), ("d", "e")]
    assert gains(chain, [("c", "d")])[1] == [("a", "d"), ("b", "d"), ("b", "e"), ("c", "e")]

"""Routes: direct, through English, through others; which package serves a pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.errors import ModelMissingError, PairUnsupportedError
from workbench.core.hypothesis import Decoding
from workbench.engines.argos import read_metadata
from workbench.engines.fake import FakeEngine
from workbench.engines.model import Options
from workbench.engines.packages import Package
from workbench.engines.pivot import PivotEngine
from workbench.engines.routes import Preference, Routes


def package(pair: str, *, version: str = "1.0", starter: bool = False, shipped: bool = False) -> Package:
    source, target = pair.split("-")
    metadata = read_metadata({"from_code": source, "to_code": target, "package_version": version, "starter": starter})
    return Package(Path(f"{'shipped' if shipped else 'own'}/{pair}-{version}"), metadata, shipped)


def routes(*pairs: str) -> Routes:
    return Routes([package(pair) for pair in pairs], load=lambda each, leg: FakeEngine(leg))


@pytest.mark.parametrize(
    ("pairs", "wanted", "route"),
    [
        (("en-fr", "fr-az"), "en-fr", "en fr"),
        (("az-en", "en-hy"), "az-hy", "az en hy"),
        (("az-ru", "ru-hy", "az-en", "en-hy"), "az-hy", "az en hy"),
        (("az-ru", "ru-hy"), "az-hy", "az ru hy"),
        (("az-en", "en-hy", "az-hy"), "az-hy", "az hy"),
        (("az-ru", "ru-en", "en-hy"), "az-hy", "az ru en hy"),
    ],
)
def test_route(pairs: tuple[str, ...], wanted: str, route: str) -> None:
    assert routes(*pairs).route(*wanted.split("-")) == tuple(route.split())


def test_a_route_can_be_told_where_to_pass() -> None:
    there = routes("fr-az", "fr-en", "en-az")
    assert there.route("fr", "az") == ("fr", "az")
    assert there.route("fr", "az", via="en") == ("fr", "en", "az")
    with pytest.raises(PairUnsupportedError, match="through ru"):
        there.route("fr", "az", via="ru")


def test_a_region_that_no_package_knows_is_left_out_and_a_script_is_not() -> None:
    there = routes("en-fr", "fr-az")
    assert there.route("en-US", "fr-CA") == ("en", "fr")
    assert there.engine("en-GB", "az-AZ", via="fr-FR").route == ("en", "fr", "az")
    with pytest.raises(PairUnsupportedError, match="from en to az-Cyrl"):
        there.route("en-US", "az-Cyrl")
    with pytest.raises(PairUnsupportedError, match="both en"):
        there.route("en-US", "en-GB")


def test_what_cannot_be_reached_says_what_would_help() -> None:
    with pytest.raises(
        PairUnsupportedError, match=r"from fr to ka; there are en→fr\. .*models available.*models install"
    ):
        routes("en-fr").engine("fr", "ka")
    with pytest.raises(PairUnsupportedError, match="both en"):
        routes("en-fr").engine("en", "en")
    with pytest.raises(ModelMissingError, match="models available"):
        routes().engine("en", "fr")


def test_a_users_package_goes_before_a_shipped_one_and_a_newer_before_an_older_one() -> None:
    starter = package("en-fr", version="9.0", starter=True, shipped=True)
    old, new = package("en-fr", version="1.9"), package("en-fr", version="1.10")
    assert Routes([starter, old, new]).packages(("en", "fr")) == [new]
    assert Routes([starter, package("en-az")]).packages(("en", "fr")) == [starter]
    assert Routes([package("en-fr", version="2.0", starter=True), old]).packages(("en", "fr")) == [old]


def test_of_two_ways_the_one_with_fewer_starters_is_taken() -> None:
    found = Routes([
        package("az-ru", starter=True), package("ru-hy"), package("az-ka"), package("ka-hy"),
    ]).route("az", "hy")  # fmt: skip
    assert found == ("az", "ka", "hy")


def test_a_longer_way_of_full_packages_goes_before_a_starter() -> None:
    found = Routes([package("az-hy", starter=True, shipped=True), package("az-ru"), package("ru-hy")])
    assert found.route("az", "hy") == ("az", "ru", "hy")


def of_several(name: str, *languages: str) -> Package:
    values = {"from_code": languages[0], "to_code": languages[1], "languages": list(languages), "layout": "nllb"}
    return Package(Path(f"own/{name}"), read_metadata(values))


def test_one_package_may_serve_many_pairs_and_is_loaded_once() -> None:
    there = Routes([of_several("nllb", "en", "hy", "az", "fr"), package("en-fr")])
    assert there.route("az", "hy") == ("az", "hy") and there.route("fr", "az") == ("fr", "az")
    assert there.packages(("en", "fr"))[0].name == "en-fr-1.0"
    one, other = there.engine("az", "hy"), there.engine("hy", "az")
    assert (one.route, other.route) == (("az", "hy"), ("hy", "az")) and one.model is other.model  # type: ignore[attr-defined]
    assert there.pairs() == [("en", "fr"), ("fr", "en")]
    assert len(there.pairs(["az", "en", "fr", "hy"])) == 12


def test_two_hundred_languages_do_not_slow_a_search_down() -> None:
    tags = [f"{a}{b}" for a in "abcdefghijklmnop" for b in "qrstuvwxyz"]
    there = Routes([of_several("nllb", *tags), package("en-fr"), package("fr-aq")])
    assert there.route("en", "bq") == ("en", "fr", "bq")


def test_a_preferred_package_goes_before_better_ones() -> None:
    full, starter, other = (
        package("en-fr"),
        package("en-fr", starter=True, shipped=True),
        of_several("nllb", "en", "fr"),
    )
    assert Routes([full, starter, other]).packages(("en", "fr")) == [full]
    for name, wanted in (("starter", starter), ("nllb", other)):
        assert Routes([full, starter, other], preference=Preference(engines=(name,))).packages(("en", "fr")) == [wanted]
    assert (
        Routes([full], preference=Preference(engines=("fake",))).engine("en", "fr").translate(["x"])[0].text == "[fr] x"
    )


def test_a_preferred_pivot_goes_before_english() -> None:
    packages = [package(pair) for pair in ("az-en", "en-hy", "az-ru", "ru-hy")]
    assert Routes(packages).route("az", "hy") == ("az", "en", "hy")
    assert Routes(packages, preference=Preference(via="ru")).route("az", "hy") == ("az", "ru", "hy")


def test_identity_changes_with_the_files(tmp_path: Path) -> None:
    (tmp_path / "one" / "model").mkdir(parents=True)
    (tmp_path / "one" / "model" / "model.bin").write_bytes(b"1")
    there = Routes([Package(tmp_path / "one", read_metadata({"from_code": "en", "to_code": "fr"}))])
    before = there.identity("en", "fr")
    assert before == there.identity("en", "fr")
    (tmp_path / "one" / "model" / "model.bin").write_bytes(b"22")
    assert before != there.identity("en", "fr")


def test_identity_is_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    (tmp_path / "one" / "model").mkdir(parents=True)
    (tmp_path / "one" / "model" / "model.bin").write_bytes(b"1")
    there = [Package(tmp_path / "one", read_metadata({"from_code": "en", "to_code": "fr"}))]
    options = [Options(device="cpu", translators=1), Options(device="cpu", translators=4), Options(device="cuda")]
    one, four, other_device = (Routes(there, each).identity("en", "fr") for each in options)
    assert one == four != other_device


def test_a_preferred_package_that_is_not_there_is_said() -> None:
    there = Routes([package("en-fr")], preference=Preference(engines=("opus", "starter")))
    with pytest.raises(ModelMissingError, match=r"engine 'opus': no installed package is called that; .*en-fr-1\.0"):
        there.route("en", "fr")
    assert Routes([package("en-fr")], preference=Preference(engines=("starter",))).route("en", "fr") == ("en", "fr")


def test_the_engine_without_a_model_passes_through_no_language_twice() -> None:
    fake = Routes([], preference=Preference(engines=("fake",)))
    assert fake.route("en", "fr", via="az") == ("en", "az", "fr")
    assert fake.route("en", "fr", via="en") == fake.route("en", "fr", via="fr") == ("en", "fr")


def test_pairs_lists_every_pair_that_can_be_reached() -> None:
    assert routes("en-fr", "fr-en", "en-az").pairs() == [("en", "az"), ("en", "fr"), ("fr", "en", "az"), ("fr", "en")]


def test_a_hundred_packages_are_listed_quickly() -> None:
    others = [f"{a}{b}" for a in "abcdefg" for b in "uvwxyz"]
    found = routes(*(f"en-{tag}" for tag in others), *(f"{tag}-en" for tag in others)).pairs()
    assert len(found) == len(others) * (len(others) + 1)


def test_a_pivot_keeps_the_text_on_the_way_and_is_as_weak_as_its_weakest_leg() -> None:
    first = FakeEngine(("az", "en"), lambda text: f"en({text})", score=-0.9, starter=True)
    second = FakeEngine(("en", "hy"), lambda text: f"hy({text})", score=-0.1, outside=True)
    (hypothesis,) = PivotEngine([first, second]).translate([" söz "], Decoding(beam=3, no_repeat_ngram=2))
    assert (hypothesis.text, hypothesis.pivot) == (" hy(en(söz)) ", (" en(söz) ",))
    assert (hypothesis.score, hypothesis.starter, hypothesis.outside) == (-0.9, True, True)
    assert hypothesis.route == ("az", "en", "hy") and hypothesis.engine == "fake + fake"
    assert second.calls == [((" en(söz) ",), Decoding(beam=3, no_repeat_ngram=2))]


def test_a_package_is_loaded_once_however_many_routes_use_it() -> None:
    loaded: list[str] = []

    def load(each: Package, leg: tuple[str, str]) -> FakeEngine:
        loaded.append(each.name)
        return FakeEngine(leg)

    there = Routes([package("az-en"), package("en-hy"), package("en-fr")], load=load)
    for pair in (("az", "hy"), ("az", "fr"), ("en", "hy"), ("az", "hy")):
        there.engine(*pair)
    assert sorted(loaded) == ["az-en-1.0", "en-fr-1.0", "en-hy-1.0"]

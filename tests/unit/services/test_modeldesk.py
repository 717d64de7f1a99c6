"""What the models desk shows: ways between a project's languages, offers, and no network unless asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import described, make_package
from workbench.config import Settings, load_settings
from workbench.engines.hub import Hub
from workbench.services import inventory
from workbench.services.modeldesk import look

LANGUAGES = ("en", "fr", "hy")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Packages en→fr and fr→hy, an index that offers hy→en, no starters."""
    monkeypatch.setattr(inventory, "starter_packages", lambda *_: ())
    make_package(tmp_path / "own", "en", "fr")
    make_package(tmp_path / "own", "fr", "hy")
    (tmp_path / "index.json").write_text(json.dumps([described("hy", "en")]))
    return load_settings(flags={"packages": str(tmp_path / "own"), "index": str(tmp_path / "index.json")})


def test_every_pair_says_how_it_is_reached(settings: Settings) -> None:
    ways = {(way.source, way.target): way for way in look(settings, LANGUAGES).ways}
    assert len(ways) == 6
    assert ways["en", "fr"].direct and ways["en", "fr"].packages == ("translate-en_fr-1_0",)
    assert ways["en", "hy"].route == ("en", "fr", "hy") and not ways["en", "hy"].direct
    assert ways["hy", "en"].route == () and "workbench models install hy-en" in ways["hy", "en"].advice
    assert "madlad400-3b" in ways["hy", "en"].choices


def test_looking_does_not_read_the_index(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hub, "index", lambda _self: pytest.fail("the index was read unasked"))
    board = look(settings, LANGUAGES)
    assert not board.asked and not board.offers.offers and board.entries


def test_the_index_is_read_when_asked(settings: Settings, tmp_path: Path) -> None:
    board = look(settings, LANGUAGES, ask_index=True)
    assert [offer.name for offer in board.offers.offers] == ["translate-hy_en"] and board.asked
    way = next(way for way in board.ways if (way.source, way.target) == ("hy", "en"))
    assert way.choices[0] == "translate-hy_en"


def test_an_index_that_cannot_be_read_is_told(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "index.json").unlink()
    board = look(settings, LANGUAGES, ask_index=True)
    assert board.offers.missing and "Without a network" in board.offers.problem and board.entries

"""What is typed while the disk takes nothing."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import WriteError
from workbench.services import lifeboat
from workbench.services.lifeboat import Lifeboat, forget_left_behind, left_behind


def leave(boat: Lifeboat) -> None:
    """As if its process had ended hard."""
    os.close(boat._file)
    boat._file = -1


def test_what_a_desk_kept_is_found_once_it_does_not_run(tmp_path: Path) -> None:
    boat = Lifeboat(tmp_path)
    boat.keep(7, "Սկիզբ")
    boat.keep(7, "Սկիզբը՝ ə ğ ı")
    assert left_behind(tmp_path) == {}, "it still runs"
    leave(boat)
    assert left_behind(tmp_path) == {7: "Սկիզբը՝ ə ğ ı"}
    forget_left_behind(tmp_path)
    assert left_behind(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    boat = Lifeboat(tmp_path)
    boat.keep(1, "typed")
    boat.clear()
    boat.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_safe_nowhere_else_outlives_the_end(tmp_path: Path) -> None:
    boat = Lifeboat(tmp_path)
    boat.keep(1, "typed")
    boat.close()
    assert left_behind(tmp_path) == {1: "typed"}


def test_a_write_that_is_cut_off_leaves_the_one_before(tmp_path: Path) -> None:
    boat = Lifeboat(tmp_path)
    boat.keep(1, "before")
    boat.keep(1, "after")
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    slot = lifeboat._SLOT_BYTES * (2 % lifeboat._SLOTS)
    content[slot + struct.calcsize(">QII") + 4] ^= 1
    leave(boat)
    file.write_bytes(content)
    assert left_behind(tmp_path) == {1: "before"}


def test_without_room_it_says_so(tmp_path: Path) -> None:
    boat = Lifeboat(tmp_path / "missing")
    assert not boat.ready
    with pytest.raises(WriteError, match="no room"):
        boat.keep(1, "typed")
    boat.close()


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    boat = Lifeboat(tmp_path)
    boat.keep(1, "short")
    with pytest.raises(WriteError, match="too long"):
        boat.keep(1, "x" * 200_000)
    leave(boat)
    assert left_behind(tmp_path) == {1: "short"}


@given(st.binary(max_size=400))
def test_any_bytes_are_no_trouble(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("typed")
    (folder / ".typed-1-aa").write_bytes(content)
    assert left_behind(folder) == {}

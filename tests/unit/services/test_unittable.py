"""Many translation units in little room: the same units come back, and filters find what a plain search finds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.services import unittable
from workbench.services.unittable import Unit, UnitScope, UnitTable
from workbench.text.normalize import fold

PAIR = ("az", "hy")
SOURCES = ("Çay axır.", "ÇAY AXIR.", "İclas", "Irəvan\nşəhəri", "x")
TARGETS = ("Գետը հոսում է։", "ԳԵՏԸ ՀՈՍՈՒՄ Է։", "Նիստ", "Երևան", "ԵՐԵՎԱՆ")
UNITS = st.lists(
    st.builds(
        Unit,
        st.sampled_from(SOURCES),
        st.sampled_from(TARGETS),
        st.sampled_from(["", "talks"]),
        place=st.integers(0, 9),
    ),
    max_size=12,
)


def table_of(calls: list[list[Unit]]) -> UnitTable:
    table = UnitTable(PAIR)
    for units in calls:
        table.add(units)
    return table


def keys(unit: Unit) -> tuple[str, str]:
    return " ".join(fold(unit.source, "az").split()), " ".join(fold(unit.target, "hy").split())


@given(st.lists(UNITS, max_size=4), st.sampled_from(["", "çay", "İCLAS", "ıclas", "երևան", "գետը", "zz"]))
def test_units_come_back_and_are_found_by_both_texts(calls: list[list[Unit]], wanted: str) -> None:
    table, units = table_of(calls), [unit for call in calls for unit in call]
    assert list(table) == units and len(table) == len(units)
    assert list(table.matching(wanted)) == [
        n
        for n, unit in enumerate(units)
        if fold(wanted, "az") in fold(unit.source, "az") or fold(wanted, "hy") in fold(unit.target, "hy")
    ]


@given(st.lists(UNITS, max_size=4), st.sampled_from(["çay", "երևան", "zz"]), st.integers(0, 5))
def test_the_first_that_are_found_are_the_first_of_all(calls: list[list[Unit]], wanted: str, most: int) -> None:
    table = table_of(calls)
    assert table.first(wanted, most) == list(table.matching(wanted))[:most]


@given(st.lists(UNITS, max_size=3))
def test_duplicates_and_conflicts_are_those_that_comparing_all_finds(calls: list[list[Unit]]) -> None:
    table, units = table_of(calls), [unit for call in calls for unit in call]
    same = {n for n, one in enumerate(units) if sum(keys(one) == keys(other) for other in units) > 1}
    clash = {
        n
        for n, one in enumerate(units)
        if any(keys(one)[0] == keys(other)[0] and keys(one) != keys(other) for other in units)
    }
    assert set(table.matching("", UnitScope.DUPLICATES)) == same
    conflicts = list(table.matching("", UnitScope.CONFLICTS))
    assert set(conflicts) == clash
    sources = [keys(units[n])[0] for n in conflicts]
    assert all(sources.index(key) + sources.count(key) > at for at, key in enumerate(sources))  # beside each other
    for n in conflicts:
        assert set(table.alike(n)) == {
            m for m in range(len(units)) if m != n and keys(units[m])[0] == keys(units[n])[0]
        }


def test_more_units_than_stay_unpacked_are_read_right() -> None:
    units = [Unit(f"çay {n}", f"գետ {n}", "talks", "hy", n) for n in range(unittable.TOGETHER * 40 + 7)]
    table = table_of([units[:1000], units[1000:1001], units[1001:]])
    assert [table[n] for n in (0, 63, 64, 999, 1000, 1001, len(units) - 1)] == [
        units[n] for n in (0, 63, 64, 999, 1000, 1001, len(units) - 1)
    ]
    assert list(table) == units
    assert list(table.matching("գետ 2500")) == [2500]


class _Interrupted(OrderedDict[int, list[Unit]]):
    """What is kept unpacked; in the middle of a look another thread looks elsewhere."""

    look: Callable[[], object] | None = None

    def move_to_end(self, key: int, last: bool = True) -> None:
        look, self.look = self.look, None
        if look is not None:
            other = threading.Thread(target=look, daemon=True)
            other.start()
            other.join(0.05)  # it would be done by then if it did not wait
        super().move_to_end(key, last)


def test_several_threads_look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory is written to a file while somebody scrolls through it."""
    monkeypatch.setattr(unittable, "_UNPACKED", 1)
    units = [Unit(str(n), str(n)) for n in range(2 * unittable.TOGETHER)]
    table, kept = table_of([units]), _Interrupted()
    table._unpacked, kept.look = kept, lambda: table[len(units) - 1]
    assert table[0] == units[0]

"""What every memory store promises; a new one inherits `MemoryStoreContract`."""

from __future__ import annotations

import threading

import pytest

from workbench.core.match import Context, MatchKind, MemoryEntry
from workbench.core.ports import MemoryStore
from workbench.memory.resident import ResidentMemory

MET = MemoryEntry("1", "The parties met.", "Les parties se sont réunies.", "en", "fr", changed_at="1", draft="?")
SPOKE = MemoryEntry("2", "The parties spoke.", "Les parties ont parlé.", "en", "fr", changed_at="2")


class MemoryStoreContract:
    """The suite; a subclass gives an empty store."""

    @pytest.fixture
    def store(self) -> MemoryStore:
        raise NotImplementedError

    def test_an_empty_store_knows_nothing(self, store: MemoryStore) -> None:
        assert store.lookup("The parties met.", "en", "fr") == []

    def test_what_goes_in_is_found(self, store: MemoryStore) -> None:
        store.add([MET, SPOKE])
        first, second = store.lookup("The parties met.", "en", "fr", least=0.5)
        assert (first.entry, first.kind, first.score) == (MET, MatchKind.EXACT, 100)
        assert (second.entry, second.kind) == (SPOKE, MatchKind.FUZZY) and 50 <= second.score < 100

    def test_it_answers_in_the_other_direction_too(self, store: MemoryStore) -> None:
        store.add([MET])
        (match,) = store.lookup("Les parties se sont réunies.", "fr", "en")
        assert (match.entry.source, match.entry.target) == (MET.target, MET.source)
        assert match.entry.draft == ""
        assert store.lookup("The parties met.", "en", "az") == []

    def test_regions_make_no_other_language(self, store: MemoryStore) -> None:
        store.add([MET])
        assert store.lookup("The parties met.", "en-GB", "fr-CA")

    def test_an_entry_replaces_the_one_of_its_id(self, store: MemoryStore) -> None:
        store.add([MET])
        store.lookup("The parties met.", "en", "fr")
        other = MemoryEntry("1", "The parties met.", "Les parties se sont rencontrées.", "en", "fr")
        store.add([other])
        assert [match.entry for match in store.lookup("The parties met.", "en", "fr", least=0.1)] == [other]

    def test_a_blank_side_is_left_out_and_replaces_as_well(self, store: MemoryStore) -> None:
        store.add([MET, MemoryEntry("3", "x", " ", "en", "fr")])
        store.add([MemoryEntry("1", "The parties met.", "", "en", "fr")])
        assert store.lookup("The parties met.", "en", "fr") == [] == store.lookup("x", "en", "fr")

    def test_what_is_removed_is_gone_and_unknown_ids_do_no_harm(self, store: MemoryStore) -> None:
        store.add([MET, SPOKE])
        store.lookup("x", "en", "fr")
        store.remove(["1", "none"])
        found = store.lookup("The parties met.", "en", "fr", least=0.1)
        assert [match.entry for match in found] == [SPOKE]
        store.add([MET])
        assert store.lookup("The parties met.", "en", "fr")[0].entry == MET

    def test_least_and_most_bound_the_answer(self, store: MemoryStore) -> None:
        store.add(
            MemoryEntry(str(n), f"Point {n} was agreed.", f"Le point {n} est convenu.", "en", "fr") for n in range(9)
        )
        assert len(store.lookup("Point 5 was agreed.", "en", "fr", most=3)) == 3
        assert len(store.lookup("Point 5 was agreed.", "en", "fr", least=1.0)) == 1
        assert store.lookup("Nothing of that kind!", "en", "fr", least=0.3) == []

    def test_a_blank_segment_has_no_match(self, store: MemoryStore) -> None:
        store.add([MET])
        assert store.lookup(" ", "en", "fr", least=0.0) == []

    def test_the_context_decides_between_two(self, store: MemoryStore) -> None:
        here = Context("Question.", "Answer.")
        yes = MemoryEntry("3", "Yes.", "Oui.", "en", "fr", context=here, changed_at="1")
        si = MemoryEntry("4", "Yes.", "Si.", "en", "fr", changed_at="2")
        store.add([yes, si])
        assert store.lookup("Yes.", "en", "fr", context=here)[0].entry == yes
        assert store.lookup("Yes.", "en", "fr")[0].entry == si

    def test_threads_may_share_it(self, store: MemoryStore) -> None:
        failures: list[BaseException] = []

        def work(first: int) -> None:
            try:
                for number in range(first, first + 30):
                    store.add([MemoryEntry(str(number), f"Text {number}.", f"Texte {number}.", "en", "fr")])
                    assert store.lookup(f"Text {number}.", "en", "fr", least=1.0)
                    store.remove([str(number)])
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=work, args=(100 * number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures


class TestResidentMemory(MemoryStoreContract):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return ResidentMemory()

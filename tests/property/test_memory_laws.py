"""Laws of the memory: similarity is symmetric and 1 only for equals; a lookup finds what a slow one finds."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.match import Context, MemoryEntry
from workbench.memory import resident
from workbench.memory.rank import ranked, reading, similarity
from workbench.memory.resident import ResidentMemory

WORDS = ("the", "The", "parties", "met", "in", "Baku", "İrəvan", "իրավունք", "12", "1,200", "{0}", "<b>", "“", ".", "՞")
texts = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=20)
languages = st.sampled_from(("en", "fr", "az", "hy"))


@given(texts, texts, languages)
def test_similarity_is_symmetric_and_1_only_for_equals(left: str, right: str, language: str) -> None:
    one, other = reading(left, language), reading(right, language)
    found = similarity(one, other)
    assert 0 <= found <= 1 and found == similarity(other, one)
    assert (found == 1) == (one.text == other.text)


@settings(max_examples=60)
@given(
    st.lists(texts, max_size=90),
    st.lists(texts, max_size=20),
    texts,
    st.sampled_from((0.3, 0.5, 0.7, 1.0)),
    st.integers(1, 6),
)
def test_a_lookup_finds_what_comparing_with_everything_finds(
    sources: list[str], removed: list[str], source: str, least: float, most: int
) -> None:
    entries = [
        MemoryEntry(str(n), text, f"t{n % 3}", "az", "en", reviewed=n % 4 > 0, changed_at=str(n % 7))
        for n, text in enumerate(sources)
    ]
    memory = ResidentMemory(entries[::2])
    memory.lookup("x", "az", "en")
    memory.add(entries[1::2])
    gone = {entry.id for entry in entries if entry.source in removed}
    memory.remove(gone)
    left = [entry for entry in entries if entry.id not in gone and entry.source.strip()]
    wanted = reading(source, "az")
    every = [(entry, similarity(wanted, reading(entry.source, "az"))) for entry in left] if wanted.text else []
    slow = ranked([each for each in every if each[1] >= least], Context(), least=least, most=most)
    with patch.object(resident, "_AT_ONCE", 4):
        fast = memory.lookup(source, "az", "en", least=least, most=most)
    assert [round(match.score, 6) for match in fast] == [round(match.score, 6) for match in slow]
    assert {match.entry.id for match in fast if match.score > slow[-1].score} == {
        match.entry.id for match in slow if match.score > slow[-1].score
    }

"""A stream of texts: what is decoded, what is not, how much is remembered."""

from __future__ import annotations

import pytest

from workbench.core.project import OriginKind
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import flow as flowing
from workbench.services.estimate import estimate
from workbench.services.translate import Translator


class Known:
    """Knows the translation of some segments."""

    def exact(self, segment: str, source: str, target: str) -> str | None:
        return {"One came.": "Un est venu."}.get(segment)


def decoded(engine: FakeEngine) -> list[str]:
    return [segment for segments, _ in engine.calls for segment in segments]


def test_a_memory_goes_before_the_engine() -> None:
    engine = FakeEngine(("en", "fr"))
    maker = Translator(FakeRoutes([engine]), known=Known())
    known, both = maker.translate_texts(["One came.", "One came. Two came."], "en", "fr")
    assert (known.target, known.score, known.kind, known.engine) == ("Un est venu.", 100.0, OriginKind.MEMORY, "")
    assert (both.target, both.kind) == ("Un est venu. [fr] Two came.", OriginKind.ENGINE)
    assert decoded(engine) == ["Two came."]


def test_what_has_no_word_needs_no_engine() -> None:
    engine = FakeEngine(("en", "fr"))
    maker = Translator(FakeRoutes([engine]), writing=lambda text, source, language, other: text.replace(".", ","))
    texts = ["12.5", "https://example.org", "😀", "—"]
    assert [each.target for each in maker.translate_texts(texts, "en", "fr")] == [
        "12,5",
        "https://example,org",
        "😀",
        "—",
    ]
    assert engine.calls == []


def test_repeats_are_decoded_once_in_the_whole_stream() -> None:
    engine = FakeEngine(("en", "fr"))
    with Translator(FakeRoutes([engine]), guards="off").flow("en", "fr") as stream:
        for window in (["One.", "Two."], ["Two.", "Three."], ["One.", "Four.", "Four."]):
            stream.answers(stream.flow.submit(window))
    assert decoded(engine) == ["One.", "Two.", "Three.", "Four."]
    assert (stream.flow.new, stream.flow.repeated) == (4, 3)


def test_a_window_may_wait_for_what_an_earlier_one_decodes() -> None:
    with Translator(FakeRoutes(), guards="off").flow("en", "fr") as stream:
        first, second = stream.flow.submit(["One."]), stream.flow.submit(["One.", "Two."])
        assert [each.target for each in stream.answers(first)] == ["[fr] One."]
        assert [each.target for each in stream.answers(second)] == ["[fr] One.", "[fr] Two."]


def test_no_more_is_remembered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flowing, "_REMEMBERED", 3)
    engine = FakeEngine(("en", "fr"))
    with Translator(FakeRoutes([engine]), guards="off").flow("en", "fr") as stream:
        for number in (1, 2, 3, 4, 1, 4):
            stream.answers(stream.flow.submit([f"Number {number} came."]))
            assert len(stream.flow._latest) <= 3
    assert decoded(engine) == [f"Number {number} came." for number in (1, 2, 3, 4, 1)]


def test_an_estimate_counts_repeats_apart() -> None:
    texts = ["One came here.", "One came here.", "12", "", "Two came. One came here."]
    told = estimate(Translator(FakeRoutes(), guards="off"), texts, "en", "fr")
    assert (told.texts, told.words, told.new_words, told.sampled) == (5, 12, 5, 2)
    assert told.seconds > 0
    assert estimate(Translator(FakeRoutes()), [], "en", "fr").seconds == 0

"""Translating texts: white space, lines, guards, terms."""

from __future__ import annotations

import threading

import pytest

from workbench.core.errors import ConfigError, JobCancelled, PairUnsupportedError
from workbench.core.finding import Finding, Severity
from workbench.core.job import Job
from workbench.core.term import Grade, Term, TermHit, TermStatus
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.quality.checks import registry
from workbench.services.termuse import TermUse, term_uses
from workbench.services.translate import Translation, Translator, as_record


def translator(engine: FakeEngine, **options: object) -> Translator:
    return Translator(FakeRoutes([engine]), **options)  # type: ignore[arg-type]


class Objects:
    """A check that objects to texts with a word in them."""

    def __init__(self, word: str, severity: Severity = Severity.WARNING, check_id: str = "word") -> None:
        self.id, self._word, self._severity = check_id, word, severity

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        return [Finding(self.id, self._severity, "no")] if self._word in target else []


def guarded(engine: FakeEngine, *checks: Objects, guards: str = "retry") -> Translator:
    return translator(engine, checks={check.id: check for check in checks}, guards=guards)


def test_each_sentence_is_translated_and_everything_else_stays() -> None:
    engine = FakeEngine(("en", "fr"), lambda text: f"<{text}>")
    text = "  One came. Two came.\r\n\r\n\tThree came. \n"
    (translation,) = translator(engine).translate_texts([text], "en", "fr")
    assert translation.target == "  <One came.> <Two came.>\r\n\r\n\t<Three came.> \n"
    assert (translation.source, translation.engine, translation.route) == (text, "fake", ("en", "fr"))
    assert translation.score == pytest.approx(-0.25)


def test_each_different_sentence_is_translated_once() -> None:
    engine = FakeEngine(("en", "fr"))
    translator(engine, guards="off").translate_texts(["One came. Two came.", "Two came.", ""], "en", "fr")
    assert [call[0] for call in engine.calls] == [("One came.", "Two came.")]


@pytest.mark.parametrize("text", ["", "  ", "\n", "\r\n \n", "\u200b"])
def test_nothing_to_translate_comes_back_untouched(text: str) -> None:
    (translation,) = translator(FakeEngine(("en", "fr"), lambda text: text)).translate_texts([text], "en", "fr")
    assert translation.target == text
    assert text.strip() or (translation.engine, translation.score, translation.flags) == ("", None, ())


def test_a_line_break_inside_a_sentence_stays_or_counts_as_a_space() -> None:
    text = "The delegations met in the capital on Monday in order to talk about\nwater and about transport.\n"
    engine = FakeEngine(("en", "fr"), lambda text: f"<{text}>")
    assert translator(engine).translate_texts([text], "en", "fr")[0].target.count("\n") == 2
    (joined,) = translator(engine).translate_texts([text], "en", "fr", keep_lines=False)
    assert joined.target == f"<{text.strip().replace(chr(10), ' ')}>\n"


def test_a_pivot_text_is_kept() -> None:
    (translation,) = translator(FakeEngine(("az", "en", "hy"))).translate_texts(["Bir gəldi. İki gəldi."], "az", "hy")
    assert translation.pivot == ("[en] Bir gəldi. [en] İki gəldi.",)
    assert translation.origin.route == ("az", "en", "hy") and translation.origin.pivot == translation.pivot
    assert as_record(translation, 1)["pivot"] == ["[en] Bir gəldi. [en] İki gəldi."]


def test_an_unknown_pair_is_an_error() -> None:
    with pytest.raises(PairUnsupportedError):
        translator(FakeEngine(("en", "fr"))).translate_texts(["x"], "fr", "en")
    with pytest.raises(ConfigError, match="retry, flag, off"):
        Translator(FakeRoutes(), guards="maybe")


def test_flag_reports_and_does_not_try_again() -> None:
    engine = FakeEngine(("en", "fr"), lambda text: f"bad {text}", outside=True)
    (translation,) = guarded(engine, Objects("bad"), guards="flag").translate_texts(["One came."], "en", "fr")
    assert translation.flags == ("word", "outside-register") and len(engine.calls) == 1


def test_off_decodes_once_and_reports_nothing() -> None:
    engine = FakeEngine(("en", "fr"), lambda text: f"bad {text}", outside=True)
    (translation,) = guarded(engine, Objects("bad"), guards="off").translate_texts(["ONE CAME."], "en", "fr")
    assert translation.flags == () and len(engine.calls) == 1


def test_retry_tries_other_ways_and_keeps_the_first_that_no_check_objects_to() -> None:
    answers = iter(["bad", "bad again", "good", "better"])
    engine = FakeEngine(("en", "fr"), lambda _: next(answers))
    (translation,) = guarded(engine, Objects("bad")).translate_texts(["One came."], "en", "fr")
    assert (translation.target, translation.flags) == ("good", ())
    assert len(engine.calls) == 3


def test_retry_touches_only_what_a_check_objects_to() -> None:
    engine = FakeEngine(("en", "fr"), lambda text: text.replace("Two", "bad"))
    texts = ["One came.", "Two came.", "Three came."]
    guarded(engine, Objects("bad")).translate_texts(texts, "en", "fr")
    assert engine.calls[0][0] == tuple(texts)
    assert {segment for call in engine.calls[1:] for segment in call[0]} == {"Two came."}


def test_of_doubtful_ones_the_least_doubtful_is_kept_and_flagged() -> None:
    answers = iter(["bad worse", "worse", "bad", "bad worse"])
    engine = FakeEngine(("en", "fr"), lambda _: next(answers))
    checks = Objects("bad", Severity.WARNING, "some"), Objects("worse", Severity.ERROR, "much")
    (translation,) = guarded(engine, *checks).translate_texts(["One came."], "en", "fr")
    assert (translation.target, translation.flags) == ("bad", ("some",))


def test_what_is_only_information_is_no_objection() -> None:
    engine = FakeEngine(("en", "fr"))
    (translation,) = guarded(engine, Objects("One", Severity.INFO)).translate_texts(["One came."], "en", "fr")
    assert translation.flags == () and len(engine.calls) == 1


def test_a_headline_in_capitals_is_translated_in_small_letters_and_set_in_capitals_again() -> None:
    table = {"The talks in baku": "bakı və İrəvan işi"}
    engine = FakeEngine(("en", "az"), lambda text: table.get(text, text))
    maker = translator(engine, checks=registry())
    (translation,) = maker.translate_texts(["THE TALKS IN BAKU"], "en", "az")
    assert (translation.target, translation.flags) == ("BAKI VƏ İRƏVAN İŞİ", ())
    (single,) = maker.translate_texts(["UNESCO"], "en", "az")
    assert single.target == "UNESCO"


class Finder:
    """Finds given words as terms."""

    def __init__(self, **concepts: str) -> None:
        self._concepts = concepts

    def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
        hits = [
            TermHit(concept, word, text.find(word), text.find(word) + len(word), word, Grade.INFLECTED, status)
            for concept, words in self._concepts.items()
            for word, status in zip(words.split(), (TermStatus.PREFERRED, TermStatus.FORBIDDEN), strict=False)
            if word in text
        ]
        return sorted(hits, key=lambda hit: hit.start)


def test_terms_tell_what_became_of_them() -> None:
    engine = FakeEngine(("en", "fr"), lambda _: "eau bidon")
    finder = Finder(water="eau", talks="pourparlers bidon")
    source = Finder(water="water", talks="talks", treaty="treaty", unknown="unheard")

    class Both:
        def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
            return (source if language == "en" else finder).find(text, language)

        def terms(self, concept: str, language: str) -> list[Term]:
            return [Term("…", language)] if concept != "unknown" else []

    (translation,) = translator(engine, finder=Both()).translate_texts(["treaty talks water unheard"], "en", "fr")
    assert translation.terms == (
        TermUse("treaty", "treaty", None, Grade.MISSING),
        TermUse("talks", "talks", "bidon", Grade.FORBIDDEN),
        TermUse("water", "water", "eau", Grade.INFLECTED),
    )
    assert as_record(translation, 1)["terms"][0] == {
        "concept": "treaty",
        "source": "treaty",
        "target": None,
        "grade": "missing",
    }


def test_an_uncertain_term_counts_only_where_a_rendering_bears_it_out() -> None:
    class Doubtful:
        def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
            grade = Grade.UNCERTAIN if language == "en" else Grade.EXACT
            words = {"may": ("may", "mai"), "march": ("march", "mars")}
            return [
                TermHit(concept, word, text.find(word), text.find(word) + len(word), word, grade, TermStatus.PREFERRED)
                for concept, forms in words.items()
                for word in forms
                if word in text
            ]

    uses = list(term_uses(Doubtful(), "they may march", "ils peuvent venir en mars", ("en", "fr")))
    assert uses == [TermUse("march", "march", "mars", Grade.EXACT)]


def test_a_record_has_the_fields_of_the_contract_and_copies_the_others() -> None:
    record = as_record(Translation("a", "b", "e", ("en", "fr"), -0.12345678, ("numbers",)), 7, {"target": 1, "note": 2})
    assert record == {
        "id": 7, "source": "a", "target": "b", "engine": "e", "route": ["en", "fr"], "origin": "engine",
        "score": -0.123457, "terms": [], "flags": ["numbers"], "note": 2,
    }  # fmt: skip
    assert list(record)[:3] == ["id", "source", "target"]


def test_a_job_can_be_stopped_between_windows() -> None:
    seen = threading.Event()
    job = Job(lambda progress: seen.set() if progress.done else None)
    engine = FakeEngine(("en", "fr"))
    maker = translator(engine, guards="off")
    texts = [f"Number {number} came." for number in range(1500)]
    assert len(maker.translate_texts(texts, "en", "fr", job=job)) == 1500 and seen.is_set()
    job.cancel()
    with pytest.raises(JobCancelled):
        maker.translate_texts(texts, "en", "fr", job=job)

"""The detector: right on our own lines in many languages, the same every time, `und` where a text cannot tell."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from workbench.core.errors import ConfigError
from workbench.engines.langid import LANGUAGES, LanguageDetector, ngrams, words

DETECTOR = LanguageDetector()

OURS = [
    ("en", "The two delegations agreed to meet again in the autumn."),
    ("fr", "Les deux délégations sont convenues de se revoir à l’automne."),
    ("az", "Tərəflər payızda yenidən görüşmək barədə razılığa gəldilər."),
    ("az", "BİRGƏ BƏYANAT"),
    ("az", "Bakı şəhəri"),
    ("hy", "Պատվիրակությունները պայմանավորվեցին կրկին հանդիպել աշնանը։"),
    ("hy", "ՀԱՄԱՏԵՂ ՀԱՅՏԱՐԱՐՈՒԹՅՈՒՆ"),
]
OTHERS = [
    ("es", "El puente fue construido en 1912."),
    ("es", "Más información en la página oficial"),
    ("it", "Non sappiamo quando arriverà il treno."),
    ("pt", "Os preços dos alimentos subiram três por cento no último mês."),
    ("ro", "Nu știm când va sosi trenul."),
    ("nl", "De prijzen van voedsel stegen vorige maand met drie procent."),
    ("tr", "Heyetler sonbaharda yeniden görüşmek üzere anlaştılar."),
    ("ru", "Делегации договорились встретиться снова осенью."),
    ("de", "Die Delegationen vereinbarten, sich im Herbst wieder zu treffen."),
    ("ka", "დელეგაციები შეთანხმდნენ, რომ შემოდგომაზე კვლავ შეხვდებოდნენ."),
    ("fa", "رئیس جمهور دیروز گفت که مذاکرات هفته آینده ادامه خواهد یافت."),
    ("el", "Δεν ξέρουμε πότε θα έρθει το τρένο."),
    ("ja", "橋は1912年に建設されました。"),
    ("zh", "这座桥建于1912年。"),
    ("ko", "다리는 1912년에 지어졌다."),
]


@pytest.mark.parametrize(("language", "text"), OURS + OTHERS)
def test_names_the_language(language: str, text: str) -> None:
    assert DETECTOR.detect(text)[0] == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1234",
        "3 / 4",
        "OK",
        "B",
        "http",
        "%",
        "…",
        "https://example.com/le-monde",
        "www.azertag.az",
        "x.y@example.org",
        "@armenpress",
    ],
)
def test_says_und_where_the_text_cannot_tell(text: str) -> None:
    assert DETECTOR.detect(text) == ("und", 0.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Հայոց լեզուն կը խօսուի աշխարհի շատ երկիրներու մէջ։", "hyw"),
        ("Կողմերը համաձայնեցան շարունակել բանակցութիւնները։", "hyw"),
        ("Ամերիկեան կողմը կը շեշտէ այս հարցին կարեւորութիւնը։", "hyw"),
        ("Նախագահ Պետրոսեանը եւ Աւետիսեանը հանդիպեցին Փարիզում։", "hy"),
        ("Էլեկտրաէներգիայի արտադրությունը չէր աճել, և որևէ միջէթնիկ խնդիր չէ։", "hy"),
        ("Բարեւ ձեզ, ինչպե՞ս եք։ Այսօր յոթ մանրէ գտանք։", "hy"),
        ("نازیر بو گون تبریزده گؤروش کئچیردی و دئدی کی صولح اوچون چالیشاجاییق", "az-Arab"),
        ("وزیر امور خارجه گفت که این مسئله را در تهران بررسی خواهند کرد و دیر نشده است", "fa"),
        ("قال الرئيس إن المسؤولين سيجتمعون في القاهرة لمناقشة هذا السؤال", "ar"),
    ],
)
def test_other_spellings_of_armenian_and_azerbaijani_are_reported(text: str, language: str) -> None:
    assert DETECTOR.detect(text)[0] == language


def test_another_spelling_is_no_answer_where_it_is_not_asked_for() -> None:
    assert DETECTOR.detect("Հայոց լեզուն կը խօսուի։", ("en", "hy"))[0] == "hy"
    assert DETECTOR.detect("Հայոց լեզուն կը խօսուի։", ("en", "hyw"))[0] == "hyw"


def test_cyrillic_azerbaijani_is_reported_as_such_and_other_cyrillic_is_not() -> None:
    assert DETECTOR.detect("Нүмајәндә һејәти Ҝәнҹәјә ҝәлмишдир.")[0] == "az-Cyrl"
    assert DETECTOR.detect("Делегация прибыла в Гянджу.")[0] == "ru"
    assert DETECTOR.detect("Президент кеше келіссөздер келесі аптада жалғасады деді.")[0] == "und"


def test_cyrillic_look_alike_of_schwa_does_not_hide_azerbaijani() -> None:
    assert DETECTOR.detect("Тәrəflər razılığa gəldilәr və sənədi imzaladılar.".replace("Т", "T"))[0] == "az"


def test_candidates_restrict_the_answer() -> None:
    text = "El puente fue construido en 1912."
    assert DETECTOR.detect(text, ("fr", "en"))[0] in ("fr", "en", "und")
    assert DETECTOR.detect("Δεν ξέρουμε", ("fr", "en")) == ("und", 0.0)
    with pytest.raises(ConfigError, match="no language profile for xx"):
        DETECTOR.detect(text, ("en", "xx"))


def test_same_text_same_answer_whatever_came_before() -> None:
    alone = {text: LanguageDetector().detect(text) for _, text in OURS}
    assert alone == {text: DETECTOR.detect(text) for _, text in reversed(OURS)}


def test_a_long_line_is_answered() -> None:
    assert DETECTOR.detect("Tərəflər razılığa gəldilər və " * 100_000)[0] == "az"


def test_every_language_with_rivals_has_a_profile() -> None:
    for language in set(LANGUAGES) & {"az", "fa", "hi", "uk", "so"}:
        assert any(language in DETECTOR._model(script).languages for script in ("Latn", "Cyrl", "Arab", "Deva"))


def test_words_and_ngrams() -> None:
    assert words("İki TƏRƏF, 2024-cü il") == ["iki", "tərəf", "cü", "il"]
    assert list(ngrams("və", 3)) == ["v", "ə", " v", "və", "ə ", " və", "və "]


@pytest.mark.parametrize("language", ["az", "hy"])
def test_langdetect_itself_can_use_our_profiles(language: str) -> None:
    """The profiles are in langdetect's own format: its detector, given them, knows Azerbaijani and Armenian."""
    from langdetect.detector_factory import DetectorFactory
    from langdetect.utils.lang_profile import LangProfile

    factory = DetectorFactory()
    factory.seed = 0
    profiles = resources.files("workbench.engines") / "profiles"
    for index, name in enumerate(("az", "hy", "tr")):
        stored = json.loads((profiles / f"{name}.json").read_text(encoding="utf-8"))
        short = {gram: count for gram, count in stored["freq"].items() if len(gram) <= 3}
        factory.add_profile(LangProfile(name, short, stored["n_words"][:3]), index, 3)
    for right, text in OURS:
        if right == language and text.upper() != text:
            detector = factory.create()
            detector.append(text)
            assert detector.detect() == language

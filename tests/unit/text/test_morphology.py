"""Forms of words: written by the tables, and led back to their citation forms."""

from __future__ import annotations

import pytest

from workbench.core.errors import ConfigError
from workbench.core.term import Grade
from workbench.text.endings import AGREEING, NOUN, POSSESSED, VERB
from workbench.text.morphology import CASES, Form, analyse, inflect, inflection, morphology


def grade(word: str, citation: str, language: str, kind: str = NOUN) -> Grade | None:
    found = {reading.citation: reading.grade for reading in analyse(word, language, kind)}
    return found.get(citation)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Azərbaycan", "Azərbaycan Azərbaycanın Azərbaycana Azərbaycanı Azərbaycanda Azərbaycandan Azərbaycanla"),
        ("ölkə", "ölkə ölkənin ölkəyə ölkəni ölkədə ölkədən ölkəylə"),
        ("torpaq", "torpaq torpağın torpağa torpağı torpaqda torpaqdan torpaqla"),
        ("çörək", "çörək çörəyin çörəyə çörəyi çörəkdə çörəkdən çörəklə"),
        ("xalq", "xalq xalqın xalqa xalqı xalqda xalqdan xalqla"),
        ("hüquq", "hüquq hüququn hüquqa hüququ hüquqda hüquqdan hüquqla"),
        ("oğul", "oğul oğlun oğla oğlu oğulda oğuldan oğulla"),
        ("su", "su suyun suya suyu suda sudan suyla"),
        ("İran", "İran İranın İrana İranı İranda İrandan İranla"),
        ("BMT", "BMT BMT-nin BMT-yə BMT-ni BMT-də BMT-dən BMT-ylə"),
        ("COP29", "COP29 COP29-un COP29-a COP29-u COP29-da COP29-dan COP29-la"),
        ("NATO", "NATO NATO-nun NATO-ya NATO-nu NATO-da NATO-dan NATO-yla"),
    ],
)
def test_azerbaijani_cases(word: str, forms: str) -> None:
    assert [inflect(word, "az", Form(case=case)) for case in CASES] == forms.split()


def test_azerbaijani_phrases_inflect_at_their_end() -> None:
    council = "Təhlükəsizlik Şurası"
    assert inflect(council, "az", Form(case="dative")) == "Təhlükəsizlik Şurasına"
    assert inflect(council, "az", Form("plural")) == "Təhlükəsizlik Şuraları"
    assert inflect("nümayəndə heyəti", "az", Form("plural", "genitive")) == "nümayəndə heyətlərinin"
    assert inflect("dinc əhali", "az", Form(case="genitive")) == "dinc əhalinin"
    assert inflect("ölkə", "az", Form("singular", "locative", "first_plural")) == "ölkəmizdə"


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("Հայաստան", "Հայաստան Հայաստանի Հայաստանի Հայաստան Հայաստանում Հայաստանից Հայաստանով"),
        ("Թուրքիա", "Թուրքիա Թուրքիայի Թուրքիայի Թուրքիա Թուրքիայում Թուրքիայից Թուրքիայով"),
        ("Բաքու", "Բաքու Բաքվի Բաքվի Բաքու Բաքվում Բաքվից Բաքվով"),
        ("Չիլի", "Չիլի Չիլիի Չիլիի Չիլի Չիլիում Չիլիից Չիլիով"),
        ("Երևան", "Երևան Երևանի Երևանի Երևան Երևանում Երևանից Երևանով"),
        ("քաղաքացի", "քաղաքացի քաղաքացու քաղաքացու քաղաքացի քաղաքացում քաղաքացուց քաղաքացիով"),
        ("պայմանագիր", "պայմանագիր պայմանագրի պայմանագրի պայմանագիր պայմանագրում պայմանագրից պայմանագրով"),
        ("տուն", "տուն տան տան տուն տանում տնից տնով"),
        ("հայր", "հայր հոր հոր հայր հորում հորից հորով"),
        ("ՄԱԿ", "ՄԱԿ ՄԱԿ-ի ՄԱԿ-ի ՄԱԿ ՄԱԿ-ում ՄԱԿ-ից ՄԱԿ-ով"),
    ],
)
def test_armenian_cases(word: str, forms: str) -> None:
    assert [inflect(word, "hy", Form(case=case)) for case in CASES] == forms.split()


@pytest.mark.parametrize(
    ("word", "form", "written"),
    [
        ("անվտանգություն", Form(case="genitive", definite=True), "անվտանգությանը"),
        ("անվտանգություն", Form(case="instrumental"), "անվտանգությամբ"),
        ("Թուրքիա", Form(definite=True), "Թուրքիան"),
        ("օր", Form(case="genitive"), "օրվա"),
        ("օր", Form("plural", "dative", definite=True), "օրերին"),
        ("կին", Form("plural", "genitive"), "կանանց"),
        ("համաձայնագիր", Form("plural"), "համաձայնագրեր"),
        ("երկիր", Form("plural", "genitive"), "երկրների"),
        ("Անվտանգության խորհուրդ", Form(case="locative"), "Անվտանգության խորհրդում"),
        ("մուտք գործելը", Form(), "մուտք գործելը"),
    ],
)
def test_armenian_forms(word: str, form: Form, written: str) -> None:
    assert inflect(word, "hy", form) == written


@pytest.mark.parametrize(
    ("language", "term", "form", "written"),
    [
        ("fr", "relation bilatérale", Form("plural"), "relations bilatérales"),
        ("fr", "journal national", Form("plural"), "journaux nationaux"),
        ("fr", "chef d’État", Form("plural", "genitive", definite=True), "des chefs d’État"),
        ("fr", "accord de paix", Form(definite=True), "l’accord de paix"),
        ("fr", "ministère", Form(case="dative", definite=True), "au ministère"),
        ("fr", "national", Form("plural", gender="feminine"), "nationales"),
        ("fr", "ONU", Form("plural"), "ONU"),
        ("en", "member state", Form("plural"), "member states"),
        ("en", "treaty", Form(case="genitive", definite=True), "the treaty’s"),
        ("en", "minister of foreign affairs", Form("plural"), "ministers of foreign affairs"),
        ("en", "authorities", Form("plural", "genitive"), "authorities’"),
        ("de", "Vertrag", Form("plural"), "Vertrag"),
    ],
)
def test_french_and_english_forms(language: str, term: str, form: Form, written: str) -> None:
    assert inflect(term, language, form) == written


@pytest.mark.parametrize(
    ("language", "word", "citation", "expected"),
    [
        ("az", "tərəfindən", "tərəf", Grade.INFLECTED),
        ("az", "ölkəmizdəki", "ölkə", Grade.INFLECTED),
        ("az", "bugünkü", "bugün", Grade.INFLECTED),
        ("az", "səhərədək", "səhər", Grade.INFLECTED),
        ("az", "haqlar", "haqq", Grade.INFLECTED),
        ("az", "sərhəddində", "sərhəd", Grade.INFLECTED),
        ("az", "məqsədilə", "məqsəd", Grade.INFLECTED),
        ("az", "sülhdür", "sülh", Grade.UNCERTAIN),
        ("az", "görüşdü", "görüş", Grade.UNCERTAIN),
        ("az", "qanunsuz", "qanun", Grade.UNCERTAIN),
        ("az", "kitablar", "kitab", Grade.INFLECTED),
        ("az", "kitablər", "kitab", None),
        ("az", "görüşür", "görüş", None),
        ("az", "ilə", "il", None),
        ("hy", "զրուցից", "զրույց", Grade.INFLECTED),
        ("hy", "խորհրդին", "խորհուրդ", Grade.INFLECTED),
        ("hy", "երկրներից", "երկիր", Grade.INFLECTED),
        ("hy", "հանդիպմամբ", "հանդիպում", Grade.INFLECTED),
        ("hy", "ընկերոջից", "ընկեր", Grade.INFLECTED),
        ("hy", "պատերազմական", "պատերազմ", Grade.UNCERTAIN),
        ("hy", "մասին", "մաս", None),
        ("fr", "travaux", "travail", Grade.INFLECTED),
        ("fr", "présidente", "président", Grade.UNCERTAIN),
        ("en", "crises", "crisis", Grade.INFLECTED),
    ],
)
def test_nouns_are_led_back(language: str, word: str, citation: str, expected: Grade | None) -> None:
    assert grade(word, citation, language) is expected


@pytest.mark.parametrize(
    ("language", "kind", "word", "citation"),
    [
        ("az", POSSESSED, "heyətlərinin", "heyəti"),
        ("az", POSSESSED, "təhlükəsizlikləri", "təhlükəsizliyi"),
        ("az", VERB, "edilməmişdir", "etmək"),
        ("az", VERB, "pisləyirik", "pisləmək"),
        ("hy", VERB, "կատարվեց", "կատարել"),
        ("hy", VERB, "չկատարեցին", "կատարել"),
        ("hy", VERB, "տվեց", "տալ"),
        ("fr", AGREEING, "nationales", "national"),
        ("fr", AGREEING, "dernière", "dernier"),
        ("fr", VERB, "soutiennent", "soutenir"),
        ("fr", VERB, "engageons", "engager"),
        ("en", VERB, "stopped", "stop"),
        ("en", VERB, "reaffirming", "reaffirm"),
        ("en", VERB, "upheld", "uphold"),
    ],
)
def test_other_kinds_are_led_back(language: str, kind: str, word: str, citation: str) -> None:
    assert grade(word, citation, language, kind) is Grade.INFLECTED


def test_what_no_language_has_is_refused() -> None:
    with pytest.raises(ConfigError, match="vocative"):
        inflect("ölkə", "az", Form(case="vocative"))


def test_words_of_no_letters_have_no_readings_but_themselves() -> None:
    assert analyse("", "az") == []
    assert [reading.citation for reading in analyse("5", "de")] == ["5"]


@pytest.mark.parametrize("language", ["en", "fr", "az", "hy"])
def test_a_word_of_a_million_letters_is_read_at_once_as_no_form(language: str) -> None:
    word = {"az": "lar", "hy": "ներ"}.get(language, "s") * 350_000
    assert [reading.citation for reading in analyse(word, language)] == [word]


def test_the_tables_name_their_words_in_small_letters() -> None:
    for language in ("az", "en", "fr", "hy"):
        assert inflection(language)["words"]["never"] == inflection(language)["words"]["never"].lower()
        assert morphology(language).words("other_words")

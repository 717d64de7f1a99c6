"""Slot fillers that are read and not listed: terms of the termbase, names of states and territories, invented names.

Terms come from `glossaries/diplomacy.tbx`, the preferred one in each language; names of territories from CLDR. A term
or state stands in a slot with case only where the rules of `inflect.py` are known to hold for how it ends; all of them
stand bare, in titles and lists.
"""

import random
import re
from pathlib import Path

from babel import Locale

from tools.starter.inflect import az_cases, hy_cases
from tools.starter.lexicon import LANGUAGES, Entry, read_entry
from workbench.core.term import Concept, TermStatus
from workbench.formats.tbx import read_tbx

GLOSSARIES = Path(__file__).parents[2] / "glossaries"

# CLDR tells no gender: the French article of the states that the grammar declines, by territory code.
FR_ARTICLES = {
    "la": "AL DZ BY BO BA CO KR KP HR CF DO ER ET GM GN GQ GW ID IS JM LY MK MY MR FM MN NA NZ PG SA RS SK SI SO CZ "
    "TZ TH ZM SL SY ZA",
    "le": "AF AO BD BJ BT BW BF BI KH CM CV CR EC SV GA GH GT GY HN KE KW LA LS LR LI LU MW ML ME MZ NP NI NE NG PK PA "
    "PY PE QA GB RW SN SD SS LK SR TD TG UG UY VE VU VN YE ZW BZ SZ",
    "les": "KM:f MV:f SC:f PH:f BS:f MH:f SB:f NL:m US:m AE:m",
    "": "CU:f SG:m MT:f MC:m MG:m DJ:m BH:m MU:f SM:m OM:m",
}
EN_ARTICLE = frozenset({"AE", "BS", "CF", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US"})
AZ_POSSESSIVE = ("Respublikası", "Əmirlikləri", "Ştatları", "adaları", "Ərəbistanı")
NOT_DECLINED = frozenset({"titles", "places", "organisations", "forms of address", "fixed phrases"})
HY_FOREIGN_UM = ("ֆորում", "ալբում", "կոնսորցիում", "մեմորանդում", "սիմպոզիում", "կվորում", "պետում")
HY_SYLLABLE = re.compile(r"ու|[աեէըիոօ]")
FR_VOWEL = re.compile(r"[aeiouâàéèêëîïôœæhAEIOUÂÀÉÈÊËÎÏÔŒÆH]")
FR_ASPIRATED = ("Honduras", "haut", "Haut", "hors", "handicap", "hausse", "harc")


def bare(texts: dict[str, str]) -> Entry:
    """An entry that has only its citation form."""
    return Entry({language: {"nom": texts[language]} for language in LANGUAGES})


def territories() -> dict[str, dict[str, str]]:
    """Names by two-letter code and language, of the territories that `places.tbx` prefers a name for."""
    names = {language: Locale(language).territories for language in LANGUAGES}
    with (GLOSSARIES / "places.tbx").open("rb") as stream:
        codes = [c.id.removeprefix("territory-").upper() for c in read_tbx(stream) if _undisputed_place(c)]
    found = {code: {language: str(names[language][code]) for language in LANGUAGES} for code in sorted(codes)}
    for texts in found.values():
        texts["en"] = texts["en"].replace(" & ", " and ")
    return {code: texts for code, texts in found.items() if not re.search(r"[()]|SAR|XİR", " ".join(texts.values()))}


def _undisputed_place(concept: Concept) -> bool:
    return concept.id.startswith("territory-") and any(t.status is TermStatus.PREFERRED for t in concept.terms)


def states(known: set[str]) -> list[Entry]:
    """The states of `FR_ARTICLES` as declined entries; those whose English name is in `known` are left out."""
    names = territories()
    found = []
    for article, codes in FR_ARTICLES.items():
        for code, _, gender in (code.partition(":") for code in codes.split()):
            if code in names and names[code]["en"] not in known:
                found.append(_state(code, names[code], article, gender))
    return found


def _state(code: str, texts: dict[str, str], article: str, gender: str) -> Entry:
    fr = texts["fr"]
    elided = article in ("la", "le") and FR_VOWEL.match(fr) and not fr.startswith(FR_ASPIRATED)
    cited = f"l’{fr}" if elided else f"{article} {fr}".strip()
    mark = {"la": "f", "le": "m"}.get(article) or gender + ("p" if article else "")
    az = texts["az"] + ("+" if texts["az"].endswith(AZ_POSSESSIVE) else "!" if _is_hard(texts["az"]) else "")
    hy = texts["hy"]
    hy_cell = f"{hy}~{hy.split()[-1]}ի" if hy.endswith("ի") else hy
    en = ("the " if code in EN_ARTICLE else "") + texts["en"]
    return read_entry(f"{en} | {cited}:{mark} | {az} | {hy_cell}")


def terms() -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Nouns bare; phrases and verbs bare; nouns that stand in slots with case."""
    nouns, phrases, declined = [], [], []
    with (GLOSSARIES / "diplomacy.tbx").open("rb") as stream:
        for concept in read_tbx(stream):
            preferred = {t.language: t for t in concept.terms if t.status is TermStatus.PREFERRED}
            if not preferred.keys() >= set(LANGUAGES):
                continue
            texts = {language: preferred[language].text for language in LANGUAGES}
            is_noun = preferred["en"].part_of_speech == "noun"
            (nouns if is_noun else phrases).append(bare(texts))
            if is_noun and concept.domain not in NOT_DECLINED:
                declined += _declined(texts, preferred["fr"].gender)
    return nouns, phrases, declined


def _declined(texts: dict[str, str], gender: str) -> list[Entry]:
    """The noun as an entry with article and cases; empty where a rule might be wrong."""
    en, fr, az, hy = (texts[language] for language in LANGUAGES)
    plural = hy.endswith(("ներ", "եր")) and en.endswith("s")
    hy_cell = armenian_cell(hy)
    if not hy_cell or not gender or en[:1].isupper() or en.startswith("head of ") or not (plural or " of " in en):
        return []
    if plural != fr.split()[0].endswith(("s", "x")):
        return []
    elided = FR_VOWEL.match(fr) and not fr.startswith(FR_ASPIRATED)
    article = "les " if plural else "l’" if elided else "le " if gender.startswith("m") else "la "
    owned = " " in az and az[-1] in "ıiuü" and not re.search(r"ç[ıiuü]$", az)
    az_cell = az + ("+" if owned else "!" if _is_hard(az) else "")
    mark = gender[:1] + ("p" if plural else "")
    if " of " in en or " " not in en or en.endswith(("authorities", "forces")):
        en = "the " + en
    return [read_entry(f"{en}{':p' if plural else ''} | {article}{fr}:{mark} | {az_cell} | {hy_cell}")]


def _is_hard(az: str) -> bool:
    """Whether a final k or q stays before a vowel: in all words but those in `-lıq`."""
    return az[-1] in "kq" and not re.search(r"l[ıiuü][kq]$", az)


def armenian_cell(phrase: str) -> str:
    """The Armenian cell of a noun whose declension its ending tells; empty for others."""
    last = phrase.split()[-1]
    if last.endswith(("ություն", "ներ", "եր", "իա")):
        return phrase
    if last.endswith("ում"):
        return "" if last.endswith(HY_FOREIGN_UM) else f"{phrase}~{last[:-3]}ման"
    if last.endswith("ագիր"):
        return f"{phrase}:{last[:-2]}ր"
    vowels = HY_SYLLABLE.findall(last)
    unsafe = len(vowels) < 2 or last[-1] in "աեէըիոօու" or vowels[-1] in ("ի", "ու")
    return "" if unsafe else phrase


# Letters that English, French and Azerbaijani write alike, and Armenian one for one.
CONSONANTS = dict(zip("bdklmnprstvz", "բդկլմնպրստվզ", strict=True))
VOWELS = {"a": "ա", "e": "ե", "i": "ի", "o": "ո", "u": "ու"}
ENDINGS = (("yan", "յան"), ("in", "ին"), ("ani", "անի"), ("on", "ոն"), ("er", "եր"), ("ova", "ովա"), ("as", "աս"))


def name(chance: random.Random) -> Entry:
    """An invented name of a person, spelt alike in Latin letters: what a name is copied or transliterated by."""
    latin, armenian = _word(chance)
    surname = _word(chance)
    first, last = f"{latin} {surname[0]}", f"{armenian} {surname[1]}"
    if chance.random() < 0.3:
        first, last = surname
    hy = hy_cases(last, genitive=last + "ի")
    plain = {"nom": first}
    return Entry({"en": plain, "fr": plain, "az": az_cases(first, soften=False), "hy": hy})


def _word(chance: random.Random) -> tuple[str, str]:
    latin = armenian = ""
    for _ in range(chance.choice((1, 1, 2))):
        consonant, vowel = chance.choice(list(CONSONANTS)), chance.choice(list(VOWELS))
        latin, armenian = latin + consonant + vowel, armenian + CONSONANTS[consonant] + VOWELS[vowel]
    consonant = chance.choice(list(CONSONANTS))
    ending = chance.choice(ENDINGS)
    latin, armenian = latin + consonant + ending[0], armenian + CONSONANTS[consonant] + ending[1]
    return latin.capitalize(), armenian.capitalize()


def classes(lexicon: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    """The lexicon with what is read: `place`, `term`, `phrase` beside its own, `country` and `N` the larger."""
    nouns, phrases, declined = terms()
    known = {entry.key for entry in lexicon["N"]}
    countries = lexicon["country"]
    return lexicon | {
        "place": [bare(texts) for texts in territories().values()],
        "term": nouns,
        "phrase": phrases,
        # The listed countries three times: the others are many, and named less often.
        "country": countries * 3 + states({entry.key for entry in countries}),
        "N": lexicon["N"] * 2 + [entry for entry in declined if entry.key not in known],
    }

"""The words of `glossaries/vocabulary.tsv` as training text: bare, in noun phrases with case, and for swapping.

A word is inflected only where how it ends tells its inflection in all four languages; the others stand bare.
"""

import csv
import random
import re
from dataclasses import dataclass

from tools.starter.inflect import AZ_VOWELS, FR_VOWELS, az_lower
from tools.starter.lexicon import DATA, LANGUAGES, Entry, read_entry
from tools.starter.names import GLOSSARIES, HY_SYLLABLE, armenian_cell

FR_FEMININE = re.compile(r"(?:[tsx]ion|té|[ae]nce|ure|ette|esse|tude|ade|ière|euse|trice|ie|aison|erie|ine|ise|ole)$")
FR_MASCULINE = re.compile(
    r"(?:ment|age|eau|isme|oir|al|et|ier|teur|ien|in|on|is|ard|at|ème|gramme|ège|eil|ain|ant|ent)$"
)
FR_FEMININE_WORDS = frozenset((DATA / "french_feminine.txt").read_text(encoding="utf-8").split())
FR_MASCULINE_WORDS = frozenset((DATA / "french_masculine.txt").read_text(encoding="utf-8").split())
HY_OWN_WAYS = frozenset(["մարդ", "օր", "ամ", "ժամ", "տեր", "մահ", "սեր", "հայր", "մայր", "եղբայր", "կես", "քույր"])
FR_BEFORE_NOUNS = frozenset(
    {"beau", "ancien", "bon", "grand", "gros", "haut", "jeune", "joli", "long", "mauvais", "nouveau", "petit"}
)
FR_BEFORE_NOUNS |= frozenset(
    {"premier", "dernier", "prochain", "vieux", "autre", "tout", "second", "double", "seul", "vrai"}
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One row: its words by language, the usual one first; each language has at least one."""

    part_of_speech: str
    words: dict[str, tuple[str, ...]]

    @property
    def usual(self) -> dict[str, str]:
        """The most usual word of each language."""
        return {language: self.words[language][0] for language in LANGUAGES}


def read_concepts() -> list[Concept]:
    """The rows that have a word in all four languages."""
    with (GLOSSARIES / "vocabulary.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [
        Concept(
            row["part of speech"], {language: tuple(filter(None, row[language].split("|"))) for language in LANGUAGES}
        )
        for row in rows
    ]
    return [concept for concept in found if all(concept.words.values())]


def french_gender(noun: str) -> str:
    """`m` or `f`; empty for what may be a plural. What neither its ending nor the list calls feminine is masculine."""
    if noun in FR_MASCULINE_WORDS:
        return "m"
    if noun in FR_FEMININE_WORDS or FR_FEMININE.search(noun):
        return "f"
    return "m" if FR_MASCULINE.search(noun) or noun[-1] not in "sx" else ""


def armenian_noun(noun: str) -> str:
    """The lexicon cell of a noun whose ending tells its declension; empty for others."""
    if noun.endswith("ի") and not noun.endswith(("այի", "ոյի")):
        stem = noun[:-1]
        endings = ("ի", "ին", "ու", "ուն", "ուց", "ով", "ում")
        return ";".join(stem + ending for ending in endings)
    short = len(HY_SYLLABLE.findall(noun)) == 1 and not re.search("ի|ու", noun) and noun[-1] not in "աեէըիոօ"
    return noun if short and noun not in HY_OWN_WAYS else armenian_cell(noun)


def french_adjective(word: str) -> tuple[str, str, str, str] | None:
    """m, f, mp, fp of an adjective; None where the ending does not tell them."""
    if word.endswith("e"):
        return word, word, word + "s", word + "s"
    for ending, feminine in (("f", "ve"), ("el", "elle"), ("en", "enne"), ("er", "ère"), ("x", "se")):
        if word.endswith(ending):
            changed = word.removesuffix(ending) + feminine
            plural = word if ending == "x" else word + "s"
            return word, changed, plural, changed + "s"
    if word.endswith("al"):
        return word, word + "e", word[:-1] + "ux", word + "es"
    if word.endswith("s"):
        return word, word + "e", word, word + "es"
    return (word, word + "e", word + "s", word + "es") if word[-1] in "dnté" and not word.endswith("on") else None


def english_plural(noun: str) -> str:
    """The plural of a regular English noun."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def french_vowel(word: str) -> bool:
    """Whether the word takes elision; not told for an `h`, which counts as a consonant's."""
    return word[:1] in FR_VOWELS


def noun_entry(concept: Concept, adjective: Concept | None = None, *, plural: bool = False) -> Entry | None:
    """The noun as a slot filler with case forms, with an adjective if given; None if the rules do not tell them all.

    A word that is half of a phrase in one language makes a wrong filler; that does little harm.
    """
    en, fr, az, hy = (concept.usual[language] for language in LANGUAGES)
    gender, cell = french_gender(fr), armenian_noun(hy)
    if not is_plain(concept) or not gender or not cell or fr[0] == "h" or (plural and not has_plural(concept)):
        return None
    article = "les " if plural else "l’" if french_vowel(fr) else "le " if gender == "m" else "la "
    hard = "!" if az[-1] in "kq" and not plural and not re.search(r"[ıiuü][kq]$", az) else ""
    if plural:
        en, fr, az, cell = english_plural(en), fr + "s", az + harmonise(az, "lar"), hy + "ներ"
    if adjective is not None:
        before = adjective.usual["hy"] + " "
        cell = before + cell.replace(";", ";" + before)
        forms = french_adjective(adjective.usual["fr"])
        assert forms is not None, "only adjectives whose forms are told are given"
        fr += " " + forms[2 * plural + (gender == "f")]
        en, az = (f"{adjective.usual[x]} {noun}" for x, noun in (("en", en), ("az", az)))
    number = ":p" if plural else ""
    return read_entry(f"the {en}{number} | {article}{fr}:{gender}{number[1:]} | {az}{hard} | {cell}")


def is_plain(concept: Concept) -> bool:
    """Whether its usual words are single words in lower case, long enough to be told from endings."""
    return all(re.fullmatch(r"[^\W\d_]{3,}", word) and word[0].islower() for word in concept.usual.values())


def has_plural(concept: Concept) -> bool:
    """Whether a noun's plural is regular in French and Armenian."""
    fr, hy = concept.usual["fr"], concept.usual["hy"]
    if not armenian_cell(hy):
        return False
    return not fr.endswith(("s", "x", "z", "al", "au", "eu", "ail")) and not hy.endswith("ում")


def is_free_adjective(concept: Concept) -> bool:
    """Whether the adjective can stand with any noun: after it in French, with forms that its ending tells."""
    if concept.part_of_speech != "adjective" or not is_plain(concept):
        return False
    return concept.usual["fr"] not in FR_BEFORE_NOUNS and french_adjective(concept.usual["fr"]) is not None


# A noun in an English phrase; its French, Azerbaijani and Armenian form, with what stands around it.
AROUND = (
    ("{nom}", "{nom}", "{nom}", "{def}"),
    ("{bare}", "{bare}", "{nom}", "{nom}"),
    ("of {nom}", "{de}", "{gen}", "{gen}"),
    ("to {nom}", "{a}", "{dat}", "{dat}"),
    ("from {nom}", "{de}", "{abl}", "{abl}"),
    ("in {nom}", "dans {nom}", "{loc}", "{loc}"),
    ("with {nom}", "avec {nom}", "{nom} ilə", "{gen} հետ"),
    ("for {nom}", "pour {nom}", "{nom} üçün", "{gen} համար"),
    ("about {nom}", "sur {nom}", "{nom} haqqında", "{gen} մասին"),
    ("without {nom}", "sans {nom}", "{nom} olmadan", "առանց {gen}"),
    ("after {nom}", "après {nom}", "{abl} sonra", "{abl} հետո"),
    ("against {nom}", "contre {nom}", "{dat} qarşı", "{gen} դեմ"),
    ("between {nom} and {nom2}", "entre {nom} et {nom2}", "{nom} və {nom2} arasında", "{gen} և {gen2} միջև"),
    ("{nom} of {nom2}", "{nom} {de2}", "{gen2} {poss}", "{gen2} {def}"),
    ("{nom} and {nom2}", "{nom} et {nom2}", "{nom} və {nom2}", "{def} և {def2}"),
    ("{bare} and {bare2}", "{bare} et {bare2}", "{nom} və {nom2}", "{nom} և {nom2}"),
)


class Nouns:
    """Draws nouns of the vocabulary, with and without adjectives, in singular and plural."""

    def __init__(self, concepts: list[Concept]) -> None:
        self.nouns = [c for c in concepts if c.part_of_speech == "noun" and noun_entry(c)]
        self.adjectives = [c for c in concepts if is_free_adjective(c)]

    def draw(self, chance: random.Random) -> Entry:
        """A random noun phrase as a slot filler."""
        noun = chance.choice(self.nouns)
        adjective = chance.choice(self.adjectives) if chance.random() < 0.4 else None
        entry = noun_entry(noun, adjective, plural=has_plural(noun) and chance.random() < 0.35)
        assert entry is not None, "only nouns that make an entry are drawn"
        return entry

    def phrase(self, chance: random.Random) -> dict[str, str]:
        """A random noun phrase in a case or with a preposition, in each language."""
        entry, other = self.draw(chance), self.draw(chance)
        around = chance.choice(AROUND)
        return {
            language: pattern.format_map(
                entry.forms[language] | {form + "2": text for form, text in other.forms[language].items()}
            )
            for language, pattern in zip(LANGUAGES, around, strict=True)
        }


def bare_list(concepts: list[Concept], chance: random.Random) -> tuple[dict[str, str], dict[str, str]]:
    """One to four unrelated words with commas, as read (any word of a concept) and as written (its usual one)."""
    picked = chance.sample(concepts, chance.choice((1, 2, 3, 4)))
    read = {language: ", ".join(chance.choice(c.words[language]) for c in picked) for language in LANGUAGES}
    return read, {language: ", ".join(c.usual[language] for c in picked) for language in LANGUAGES}


def harmonise(stem: str, suffix: str) -> str:
    """The Azerbaijani suffix of another word with the vowels that it takes after `stem`."""
    written = stem
    for letter in suffix:
        if letter in AZ_VOWELS:
            last = next((x for x in reversed(az_lower(written)) if x in AZ_VOWELS), "ə")
            front, rounded = last in "eəiöü", last in "oöuü"
            if letter in "aə":
                letter = "ə" if front else "a"
            elif letter in "ıiuü":
                letter = {(0, 0): "ı", (1, 0): "i", (0, 1): "u", (1, 1): "ü"}[front, rounded]
        written += letter
    return written[len(stem) :]

"""What may follow a stem: endings that leave a word the same word, and those that may make another one of it.

A first, rough description of four languages, enough to say that `nümayəndə heyətinə` is `nümayəndə heyəti` in another
case. It allows more than the languages do: stems come from a termbase, so an ending that no stem takes does no harm.
All patterns are for folded text (`text.normalize.fold`) and match whole endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NEVER = re.compile(r"(?!)")

_AZ_NOUN = (
    r"(?:l[aə]r)?(?:[ıiuü]?m(?:[ıiuü]z)?|[ıiuü]n[ıiuü]z|s?[ıiuü])?"  # plural, possessive
    r"(?:n?[ıiuü]n|[yn]?[aə]|[nsy]?[ıiuü]|n?d[aə]n?|y?l[aə])?"  # case
)
_AZ_COPULA = r"[dt][ıiuü]r(?:l[aə]r)?"
_AZ_DERIVED = r"(?:l[ıiuü][qkğy]?|ç[ıiuü]|s[ıiuü]z|dak[ıi]|dək[ıi])"
_AZ_PASSIVE = r"(?:[ıiuü]?[ln])?"
_AZ_TENSE = (
    r"(?:y?[ıiuü]r|y?[aə]r|d[ıiuü]|y?[ıiuü]b|m[ıiuü]ş|y?[aə]c[aə][qkğy]|m[aə]l[ıi]"
    r"|m[aə][qkğy]?|y?[aə]n|d[ıiuü][qkğy]|y?[aə]r[aə]k|s[aə])"
)

_HY_NOUN = (
    r"(?:ներ|եր)?"  # plural
    r"(?:յ?(?:ի(?:ց|ն)?|ով|ում)|ու(?:ց|ն)?|վա|ան|ամբ|ոջ(?:ից)?)?"  # case
    r"[ընսդ]?"  # article, possessive
)
_HY_PERSON = r"(?:ե(?:մ|ս|նք|ք|ն|ց(?:ի|ի[րքն]|ինք)?)|ա(?:մ|ս|նք|ք|ն|ց(?:ի|ի[րքն]|ինք|ան)?)?|ի(?:ր|նք|ք|ն)?)"
_HY_VERB = rf"(?:վ|ն|եցն)?(?:{_HY_PERSON}|(?:ել|ալ|ում|ած|ող|ելիս|ման|եց|ված){_HY_NOUN})"
_HY_AUXILIARIES = frozenset(re.findall(r"\w+", "եմ ես է ենք եք են էի էիր էր էինք էիք էին չեմ չես չի չենք չեք չեն"))

_FR_VERB = (
    r"(?:e|es|ons|ez|ent|ée?s?|ait|aient|ais|ant|a|ai|as|èrent|er|era|eront|erait|eraient"
    r"|ie?s?|it|ir|ira|iront|iss(?:ent|ant|ait|ons)|ue?s?|nt|t|s|re)"
)
_FR_AGREEMENT = r"(?:e|s|x|es)"


@dataclass(frozen=True, slots=True)
class Endings:
    """The endings of one language.

    Attributes:
        noun, verb: endings of the same word.
        doubtful: endings that may make another word of it.
        every_word: whether each word of a phrase inflects and a verb comes first (en, fr), or the last alone (az, hy).
        infinitive: endings that a verb in citation form has and its other forms lose.
        changes: how a noun's last letters change before an ending, as pattern and replacement.
        attached: what follows an abbreviation after a hyphen or an apostrophe, as in `BMT-nin`, `ՄԱԿ-ի`, `UN’s`.
        auxiliaries: words that may stand before the last word of a verb phrase (`կոչ է անում`).
    """

    noun: re.Pattern[str] = _NEVER
    verb: re.Pattern[str] = _NEVER
    doubtful: re.Pattern[str] = _NEVER
    every_word: bool = False
    infinitive: tuple[str, ...] = ()
    changes: tuple[tuple[re.Pattern[str], str], ...] = ()
    attached: dict[str, re.Pattern[str]] = field(default_factory=dict)
    auxiliaries: frozenset[str] = frozenset()


_PLAIN = Endings()

ENDINGS: dict[str, Endings] = {
    "en": Endings(
        noun=re.compile(r"e?s"),
        verb=re.compile(r"e?s|e?d|ing|e|ies|ied|ting|ted"),
        every_word=True,
        infinitive=("e", "y"),
        changes=((re.compile("y$"), "ie"),),
        attached={"'": re.compile("s")},
    ),
    "fr": Endings(
        noun=re.compile(_FR_AGREEMENT),
        verb=re.compile(_FR_VERB),
        every_word=True,
        infinitive=("er", "ir", "re"),
        changes=((re.compile("al$"), "au"),),
    ),
    "az": Endings(
        noun=re.compile(_AZ_NOUN),
        verb=re.compile(rf"{_AZ_PASSIVE}(?:m[aə])?{_AZ_TENSE}(?:[mqkn]|{_AZ_NOUN})(?:{_AZ_COPULA})?"),
        doubtful=re.compile(rf"{_AZ_NOUN}(?:{_AZ_COPULA}|{_AZ_DERIVED}{_AZ_NOUN}(?:{_AZ_COPULA})?)"),
        infinitive=("mək", "maq"),
        changes=(
            (re.compile("q$"), "ğ"),  # torpaq, torpağı
            (re.compile("k$"), "y"),  # çörək, çörəyi
            (re.compile("(?:(?<=[aəıioöuüe])s|(?<=[^aəıioöuües]))[ıiuü]$"), ""),  # heyəti, heyətləri
        ),
        attached={"-": re.compile(_AZ_NOUN)},
    ),
    "hy": Endings(
        noun=re.compile(_HY_NOUN),
        verb=re.compile(_HY_VERB),
        doubtful=re.compile(rf"(?:ական|ային|յան){_HY_NOUN}"),
        infinitive=("ել", "ալ"),
        changes=(
            (re.compile("ություն$"), "ությ"),  # անվտանգություն, անվտանգության
            (re.compile("(?<=[^աեէըիոօու])(?:ի|ու)(?=[^աեէըիոօու]{1,2}$)"), ""),  # գիր, գրի; խորհուրդ, խորհրդի
            (re.compile("ույ(?=[^աեէըիոօու]$)"), "ու"),  # զրույց, զրուցի
            (re.compile("է(?=[^աեէըիոօու]$)"), "ի"),
            (re.compile("ու$"), "վ"),  # Բաքու, Բաքվի
            (re.compile("ի$"), ""),
        ),
        attached={"-": re.compile(_HY_NOUN)},
        auxiliaries=_HY_AUXILIARIES,
    ),
}
"""By language."""


def endings_of(language: str) -> Endings:
    """The endings of a language (its base tag); none for one we have no table of, whose words match as written."""
    return ENDINGS.get(language, _PLAIN)


def stems(word: str, endings: Endings, *, is_verb: bool) -> Iterator[str]:
    """Stems that the forms of a folded word in citation form begin with, the word itself among them."""
    yield word
    if is_verb:
        for infinitive in endings.infinitive:
            if word.endswith(infinitive):
                yield word.removesuffix(infinitive)
        if word == "etmək":
            yield "ed"
        return
    for pattern, replacement in endings.changes:
        changed, count = pattern.subn(replacement, word)
        if count:
            yield changed

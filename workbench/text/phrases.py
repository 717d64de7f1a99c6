"""A term of one or more words put into a form: which of its words change, and what becomes of its capitals.

In Azerbaijani and Armenian the last word alone takes endings, abbreviations and figures after a hyphen. In French the
words before the first preposition agree, in English the last of them is the head.
"""

from __future__ import annotations

import re
from typing import Any

from workbench.text import agreement, declension, harmony
from workbench.text.normalize import fold, upper

_LAST_WORD = re.compile(r"[^\W_]+(?:[՛՜՞]+[^\W_]*)*$")
_VOWEL_LETTERS = re.compile("[aıoueəiöüԱ-Ֆ]")


def azerbaijani(text: str, table: dict[str, Any], number: str, possessive: str, case: str) -> str:
    """An Azerbaijani term in a form; a phrase that ends in a possessive is taken for an izafet phrase.

    Raises: KeyError for a case or possessor that the table does not have.
    """
    head, last = _split(text)
    if not last:
        return text
    word = fold(last, "az")
    if _is_short_form(last):
        shaped = _spoken(word, table["spoken"])
        chain = harmony.case_chain(table["nouns"], number, possessive, case)
        ending = harmony.written(chain, *harmony.shape_of(shaped)) if chain else ""
        return f"{text}-{ending}" if ending else text
    possessed = bool(re.search(r"\w\s+$", head)) and word[-1] in "ıiuü" and word not in table["stems"]["bare"].split()
    soft = not last[0].isupper() or bool(head)
    form = harmony.inflected(word, table, number, possessive, case, possessed=possessed, softens=soft)
    return head + _with_capitals(last, word, form, "az")


def armenian(text: str, table: dict[str, Any], number: str, case: str, article: str) -> str:
    """An Armenian term in a form.

    Raises: KeyError for a case that the table does not have.
    """
    head, last = _split(text)
    if not last:
        return text
    word = fold(last, "hy")
    form = declension.inflected(word, table, number, case, article, is_name=last[0].isupper())
    if _is_short_form(last):
        plain = declension.inflected("ակ", table, number, case, article, is_name=False)
        return f"{text}-{plain[2:]}" if plain != "ակ" else text
    return head + _with_capitals(last, word, form, "hy")


def french(text: str, table: dict[str, Any], number: str, case: str, *, definite: bool, feminine: bool) -> str:
    """A French term in number and gender, with its article and `de` or `à` (genitive, dative) contracted."""
    fixed = frozenset(table["phrase"]["fixed"].split())
    words = re.split(r"(\s+)", text)
    for at, word in enumerate(words[::2]):
        key = fold(word, "fr")
        if key in fixed or re.match(r"[dl]['’]", key):
            break
        if not word.isupper() and word.isalpha():
            form = agreement.feminine_of(key, table) if feminine else key
            form = agreement.plural_of(form, table) if number == "plural" else form
            words[2 * at] = _with_capitals(word, key, form, "fr")
    phrase = "".join(words)
    return _french_article(phrase, table["phrase"]["vowels"], number, case, feminine) if definite else phrase


def _french_article(phrase: str, vowels: str, number: str, case: str, feminine: bool) -> str:
    opens = fold(phrase[:1], "fr") in vowels
    if number == "plural":
        return {"genitive": "des ", "dative": "aux "}.get(case, "les ") + phrase
    article = "l’" if opens else "la " if feminine else "le "
    if article == "le ":
        return {"genitive": "du ", "dative": "au "}.get(case, article) + phrase
    return {"genitive": "de ", "dative": "à "}.get(case, "") + article + phrase


def english(text: str, table: dict[str, Any], number: str, case: str, *, definite: bool) -> str:
    """An English term in number, with `the`, and with the possessive as its genitive."""
    fixed = frozenset(table["phrase"]["fixed"].split())
    words = text.split(" ")
    head = next((at for at, word in enumerate(words) if at and word.lower() in fixed), len(words)) - 1
    if number == "plural" and words[head] and not (words[head].isupper() and len(words[head]) > 1):
        key = fold(words[head], "en")
        words[head] = _with_capitals(words[head], key, agreement.plural_of(key, table), "en")
    phrase = " ".join(words)
    if case == "genitive":
        phrase += "’" if number == "plural" and phrase.endswith("s") else "’s"
    return f"the {phrase}" if definite else phrase


def _split(text: str) -> tuple[str, str]:
    match = _LAST_WORD.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")


def _is_short_form(word: str) -> bool:
    """Whether a word is an abbreviation in capitals or ends in a figure, and takes its endings after a hyphen."""
    return word[-1].isdigit() or (len(word) > 1 and word.isupper())


def _spoken(word: str, spoken: dict[str, str]) -> str:
    """A word to take the harmony from: a short form as it is read out."""
    tables = {name: dict(pair.split(":") for pair in spoken[name].split()) for name in spoken}
    if word in tables["words"]:
        return tables["words"][word]
    if word[-1].isdigit():
        fitting = [figure for figure in tables["figures"] if word.endswith(figure)]
        return tables["figures"][max(fitting, key=len)] if fitting else word
    if len(word) > 3 and _VOWEL_LETTERS.search(word):
        return word
    return tables["letters"].get(word[-1], word)


def _with_capitals(original: str, key: str, form: str, language: str) -> str:
    """`form` with the capitals that the citation form has; letters that did not change stay as they were written."""
    if len(original) > 1 and original.isupper():
        return upper(form, language)
    if "և" in original:
        key, form = key.replace("եւ", "և"), form.replace("եւ", "և")
    shared = 0
    if len(original) == len(key):
        while shared < min(len(key), len(form)) and key[shared] == form[shared]:
            shared += 1
    head = original[:shared]
    if not head and original[:1].isupper():
        return upper(form[:1], language) + form[1:]
    return head + form[shared:]

"""Case forms of the slot fillers: Azerbaijani and Armenian nouns, French contractions.

The rules cover what the lexicon needs and no more; an entry whose forms they would get wrong lists them itself
(see `lexicon.py`). The forms of every entry can be read with `python -m tools.starter forms`.
"""

AZ_VOWELS = "aeəıioöuü"
AZ_FRONT = "eəiöü"
AZ_ROUNDED = "oöuü"
AZ_CASES = ("nom", "gen", "dat", "acc", "loc", "abl")
HY_CASES = ("nom", "def", "gen", "dat", "abl", "ins", "loc")
HY_VOWELS = "աեէըիոօ"
FR_VOWELS = "aeiouyàâéèêëîïôöùûüœAEIOUYÀÂÉÈÊËÎÏÔÖÙÛÜŒ"


def az_lower(text: str) -> str:
    """Lower case with the two letter pairs of Azerbaijani, `İ i` and `I ı`."""
    return text.replace("I", "ı").replace("İ", "i").lower()


def az_upper(text: str) -> str:
    """Upper case with the two letter pairs of Azerbaijani."""
    return text.replace("i", "İ").replace("ı", "I").upper()


def az_harmony(word: str) -> tuple[str, str]:
    """The two-fold (a, ə) and four-fold (ı, i, u, ü) vowel that harmonise with the last vowel of `word`."""
    last = next((letter for letter in reversed(az_lower(word)) if letter in AZ_VOWELS), "ə")
    front, rounded = last in AZ_FRONT, last in AZ_ROUNDED
    return ("ə" if front else "a", {(0, 0): "ı", (1, 0): "i", (0, 1): "u", (1, 1): "ü"}[front, rounded])


def az_cases(base: str, *, possessive: bool = False, soften: bool = True) -> dict[str, str]:
    """The six cases of an Azerbaijani noun phrase; only its last word inflects.

    Args:
        base: nominative, of any length.
        possessive: the phrase ends in the third-person possessive (`nümayəndə heyəti`), which takes `n` before a case.
        soften: final `k` and `q` become `y` and `ğ` before a vowel (not in `hüquq`, nor in foreign names).
    """
    two, four = az_harmony(base)
    vowel_end = az_lower(base[-1]) in AZ_VOWELS
    stem = base
    if soften and not vowel_end and sum(letter in AZ_VOWELS for letter in az_lower(base.split()[-1])) > 1:
        stem = base[:-1] + {"k": "y", "q": "ğ"}.get(base[-1], base[-1])
    buffer = "n" if possessive else ""
    dative = "n" if possessive else ("y" if vowel_end else "")
    nasal = "n" if possessive or vowel_end else ""
    return {
        "nom": base,
        "gen": f"{stem}{nasal}{four}n",
        "dat": f"{stem}{dative}{two}",
        "acc": f"{stem}{nasal}{four}",
        "loc": f"{base}{buffer}d{two}",
        "abl": f"{base}{buffer}d{two}n",
    }


def az_possessed(base: str, *, soften: bool = True) -> str:
    """The phrase with the third-person possessive, which a noun takes after a genitive: `Çinin səfiri`.

    After a consonant it sounds as the accusative does; a vowel takes an `s` before it (`elçisi`).
    """
    return az_cases(base + "s" if az_lower(base[-1]) in AZ_VOWELS else base, soften=soften)["acc"]


def hy_definite(form: str) -> str:
    """The form with the Armenian definite article: `ն` after a vowel, `ը` after a consonant."""
    return form + ("ն" if form[-1] in HY_VOWELS or form.endswith("ու") else "ը")


def hy_cases(base: str, *, stem: str = "", genitive: str = "") -> dict[str, str]:
    """The cases of an Armenian noun phrase as the templates use them.

    Args:
        base: nominative without article.
        stem: what stands before the endings where a vowel drops (`նախագիծ`, `նախագծ`).
        genitive: the genitive where it is not in `-ի` (`հանդիպում`, `հանդիպման`).
    Returns: nom, def (with article), gen, dat (with article), abl, ins, loc.
    """
    stem = stem or base + ("յ" if base[-1] in "աո" else "")
    if base.endswith("ություն") and not genitive:
        genitive = base[: -len("ություն")] + "ության"
    instrumental = stem + "ով"
    if genitive.endswith("ան") and genitive[-3] in "յմ":
        instrumental = genitive[:-2] + "ամբ"
    genitive = genitive or stem + "ի"
    return {
        "nom": base,
        "def": hy_definite(base),
        "gen": genitive,
        "dat": hy_definite(genitive),
        "abl": stem + "ից",
        "ins": instrumental,
        "loc": stem + "ում",
    }


def fr_forms(phrase: str) -> dict[str, str]:
    """A French noun phrase with its article and in the company of prepositions.

    Args:
        phrase: with its article, as cited.
    Returns: nom; de and a (contracted); bare, without article; in and of, as countries take them
        (`en France`, `au Liban`; `de France`, `du Liban`).
    """
    for article, of, to in (("les ", "des ", "aux "), ("le ", "du ", "au ")):
        if phrase.startswith(article):
            rest = phrase[len(article) :]
            return {"nom": phrase, "de": of + rest, "a": to + rest, "bare": rest, "in": to + rest, "of": of + rest}
    bare = phrase.removeprefix("la ").removeprefix("l’")
    of = ("d’" if bare[0] in FR_VOWELS else "de ") + bare
    if bare == phrase:
        return {"nom": phrase, "de": of, "a": "à " + phrase, "bare": bare, "in": "à " + bare, "of": of}
    return {"nom": phrase, "de": "de " + phrase, "a": "à " + phrase, "bare": bare, "in": "en " + bare, "of": of}


def en_forms(phrase: str) -> dict[str, str]:
    """An English noun phrase, its possessive, and the phrase without its article."""
    possessive = phrase + ("’" if phrase.endswith("s") else "’s")
    return {"nom": phrase, "pos": possessive, "bare": phrase.removeprefix("the ")}

"""What keyboards send: for each Latin key, the characters of the same physical key on other layouts.

On an Armenian layout no Latin letter arrives at a terminal, so a letter command answers to the neighbours listed here.
Source: the tables `am(phonetic)`, `am(eastern)`, `am(eastern-alt)` and `az(latin)` of the X keyboard database.
`am(western)` is left out: it puts `ք` on `k`, which the eastern table has on `c`; its users have the arrow,
function and Ctrl keys.
"""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjklzxcvbnm"

ARMENIAN_PHONETIC = dict(zip(_LATIN, "քոերտըւիօպխծասդֆգհյկլզղցվբնմ", strict=True)) | {"?": "՞"}
ARMENIAN_EASTERN = dict(zip(_LATIN, "խւէրտեըիոպչջասդֆգհճկլզցքվբնմ", strict=True))
ARMENIAN_EASTERN_ALT = ARMENIAN_EASTERN | {"g": "ք", "c": "գ"}
AZERBAIJANI = {"w": "ü", "[": "ö", "]": "ğ", "I": "İ", "/": ".", "?": ","}

LAYOUTS = (ARMENIAN_PHONETIC, ARMENIAN_EASTERN, ARMENIAN_EASTERN_ALT, AZERBAIJANI)
"""Every layout that letter commands answer to, beside the Latin one."""


def twin(key: str, layout: dict[str, str]) -> str:
    """The character that the physical key of `key` sends on a layout; empty where it is the same or not known."""
    if key in layout:
        return layout[key]
    lower = layout.get(key.lower(), "")
    return lower.upper() if key.isupper() and lower else ""


def twins(key: str) -> tuple[str, ...]:
    """What the physical key of a Latin character sends on the other layouts, each once, itself left out."""
    found = (twin(key, layout) for layout in LAYOUTS)
    return tuple(dict.fromkeys(character for character in found if character and character != key))

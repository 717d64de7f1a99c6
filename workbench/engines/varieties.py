"""Armenian in Western or classical spelling and Azerbaijani in Arabic letters: told by spelling and frequent words.

Neither has a profile of n-grams. What is asked for is evidence that the reformed spelling, and Persian or Arabic,
cannot give: a text that gives none stays what it looks like.
"""

from __future__ import annotations

import re

WESTERN_ARMENIAN, ARABIC_AZERBAIJANI = "hyw", "az-Arab"

_ARMENIAN_WORD = re.compile(r"(?<![\w՛՜՞])[ա-և][ա-և]*(?:[՛՜՞][ա-և]+)*")
_CLASSICAL_LETTERS = re.compile(
    r"[^ոե]ւ"  # the reform wrote վ or յու; its ւ stands in ու alone, or in եւ for և
    r"|(?<!^չ)(?<![աեէըիոօևւ])(?<!^)(?<!^մանր)(?<!^հն)է(?!լեկտր|ներգ|կրան|թն|ջ|տաժ|ական)"
    r"|^յա(?!ս|ն[կք])"
    r"|.եան(?:ի|ը|ն|ները?|ներու)?$"
)
_HINT = re.compile(r"[^\Wոե]ւ|[^\Wչաեէըիոօևւ]է|եան|\b(?:[կմ]ը|մըն|հո[սն]|ա[սն]իկա|ա[սն]ոն[քց]|յա)")
"""What all signs have in common, found quickly: most texts show none."""
_WESTERN_WORDS = "կը մը մըն թէ եթէ հոս հոն ասիկա անիկա անոնք անոնց ասոնք"
_FEW_WORDS = 10
_WESTERN_SHARE = 0.06

_ARABIC_WORD = re.compile(r"[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff]+")
_TURKIC_WORDS = """
بیر اوچون ایله چوخ یوخ اولان اولدو اولور اولوب اولاراق گؤره سونرا داها کیمی ائتدی ائدیر ائدن ائدیب دئدی دئییر اونلار
بونو بوتون آراسیندا حاقیندا ایندی قارشی اؤز اوز گؤروش سؤز بؤیوک وئردی وئرن
"""
_TURKIC_VOWELS = re.compile(r"^(?:ائ|دئ|گؤ|اؤ|بؤ|وئر|یئر|گئ)|(?:لار|لری|لاری|ینین|سینده|سیندا|میشدیر|یبدیر)$")
_TURKIC_SHARE = 0.15


def is_western_armenian(text: str) -> bool:
    """Whether an Armenian text is in Western Armenian or in the classical spelling.

    Capitalised words count for nothing, since names keep the old spelling.
    """
    if _HINT.search(text) is None:
        return False
    frequent = frozenset(_WESTERN_WORDS.split())
    words = [re.sub("[՛՜՞]", "", word) for word in _ARMENIAN_WORD.findall(text)]
    signs = sum(word in frequent or _CLASSICAL_LETTERS.search(word) is not None for word in words)
    return signs >= (1 if len(words) < _FEW_WORDS else max(2, _WESTERN_SHARE * len(words)))


def is_arabic_azerbaijani(text: str) -> bool:
    """Whether a text in Arabic letters is Azerbaijani."""
    frequent = frozenset(_TURKIC_WORDS.split())
    words = _ARABIC_WORD.findall(text)
    signs = sum(word in frequent or _TURKIC_VOWELS.search(word) is not None for word in words)
    return signs >= max(2, _TURKIC_SHARE * len(words))

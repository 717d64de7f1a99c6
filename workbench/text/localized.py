"""Numbers, dates, times and links of a text as another language writes them."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache

from workbench.core.language import base
from workbench.text.entities import written_number
from workbench.text.entity import DATE, LINK, ORDINAL, PERCENT, TIME, Entity
from workbench.text.languages import table
from workbench.text.typography import as_written

_LOCALES = {"en": "en_GB"}
"""`3 May`, as international texts in English have it, and not `May 3`."""

_NAMED = re.compile(r"[^\W\d_]{3}")


def localized(entity: Entity, language: str, source_language: str) -> str:
    """What was found in a text of `source_language` as `language` writes it: `1,234.5` → `1 234,5`, `two` → `iki`.

    What is in words stays in words where the language's table has the word, and becomes figures where not. An ordinal
    in figures comes as the bare number where there is no word for it, since its ending depends on the sentence.
    """
    if entity.kind in (LINK, TIME):
        return entity.surface
    if entity.kind == DATE:
        return _date(entity, language, source_language)
    if entity.kind != ORDINAL and not _NAMED.search(entity.surface):
        return as_written(entity.surface, entity.surface, language, source_language)
    if entity.kind == PERCENT:
        return _percent(entity.value, language)
    kind = "ordinals" if entity.kind == ORDINAL else "cardinals"
    return _words(base(language), kind).get(entity.value, "") or written_number(entity.value, language)


def _date(entity: Entity, language: str, source_language: str) -> str:
    if not _NAMED.search(entity.surface):
        return as_written(entity.surface, entity.surface, language, source_language)
    from babel.dates import format_date, format_skeleton

    value, locale = entity.value, _LOCALES.get(base(language), base(language))
    try:
        if value.startswith("--"):
            return str(format_skeleton("MMMMd", datetime.date.fromisoformat(f"2000{value[1:]}"), locale=locale))
        if len(value) == len("2024-05"):
            return str(format_skeleton("yMMMM", datetime.date.fromisoformat(f"{value}-01"), locale=locale))
        return str(format_date(datetime.date.fromisoformat(value), format="long", locale=locale))
    except (ValueError, LookupError):  # no such day, or a language that CLDR does not know
        return entity.surface


def _percent(value: str, language: str) -> str:
    from babel.numbers import format_percent

    return str(format_percent(Decimal(value) / 100, locale=base(language), decimal_quantization=False))


@cache
def _words(language: str, kind: str) -> dict[str, str]:
    """The first word listed for each number."""
    found: dict[str, str] = {}
    for word, value in table(language).get("numbers", {}).get(kind, {}).items():
        found.setdefault(str(value), str(word))
    return found

"""The language that the desk speaks: texts of the interface through gettext.

`_` and `ngettext` translate where a text is shown; `N_` only marks one for the catalogs that is translated later. The
catalogs lie in `locale/`; what a catalog lacks is shown in English.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from workbench.core.said import Said

LANGUAGES = ("en", "fr", "az", "hy")
"""The languages that the interface speaks."""

DOMAIN = "desk"
_LOCALE = Path(__file__).parent / "locale"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_catalog: gettext.NullTranslations = gettext.NullTranslations()


def _(text: str) -> str:
    """The text in the language of the interface; nothing for nothing, for which a catalog has its own header."""
    return _catalog.gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The text for a number of things, in the language of the interface."""
    return _catalog.ngettext(one, many, count)


def N_(text: str) -> str:
    """Marks a text to be translated where it is shown."""
    return text


def said(text: str) -> str:
    """A text of the layers below, in the language of the interface where it knows how it was made; else as it is."""
    return _(text.template).format(**text.fields) if isinstance(text, Said) else text


def speak(language: str) -> str:
    """Choose the language of the interface; the one that it is, English where there is no catalog.

    Args:
        language: one of `LANGUAGES`, or `auto` for what the environment says.
    """
    global _catalog
    chosen = of_environment() if language == "auto" else language
    _catalog = gettext.translation(DOMAIN, _LOCALE, [chosen], fallback=True)
    return chosen if chosen in LANGUAGES else "en"


def of_environment() -> str:
    """The language of the person, by the environment: the first named one that the interface speaks."""
    for variable in _VARIABLES:
        for name in os.environ.get(variable, "").split(":"):
            code = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
            if code in LANGUAGES or code in ("c", "posix"):
                return code if code in LANGUAGES else "en"
    return "en"

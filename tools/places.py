"""Writes `glossaries/places.tbx`: territories, languages and months in four languages, from CLDR through Babel.

    python tools/places.py glossaries/places.tbx

The same Babel gives the same bytes. The names come from `workbench.services.places`, which also seeds a project.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import babel
from babel.core import get_cldr_version

from workbench.core.language import FOUR
from workbench.formats.tbx import TbxHeader, write_tbx
from workbench.services.places import place_concepts

TITLE = "Territories, languages and months in English, French, Azerbaijani and Armenian"
LICENCE = "Made from Unicode CLDR data under the Unicode License V3; see README.md beside this file."


def places_tbx() -> str:
    """The whole file."""
    source = (
        f"CLDR {get_cldr_version()} through Babel {babel.__version__}, written by tools/places.py. "
        "Change the script, not this file."
    )
    stream = io.BytesIO()
    losses = write_tbx(place_concepts(FOUR), stream, TbxHeader(TITLE, LICENCE, source))
    if losses:
        raise ValueError(f"TBX cannot carry: {dict(losses)}")
    return stream.getvalue().decode("utf-8")


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description="Write the places glossary from CLDR.")
    parser.add_argument("path", type=Path, help="where to write, such as glossaries/places.tbx")
    path: Path = parser.parse_args().path
    path.write_bytes(places_tbx().encode("utf-8"))


if __name__ == "__main__":
    main()

"""What valid TBX asks for, as far as it touches a termbase: names of elements, their places, and picklists.

The reader follows these tables liberally (older names, any namespace, any case) and reports what strays from them.
Source: ISO 30042:2019 and 2008; the modules Min and Basic of TBX version 3 for places and picklists.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMESPACES = frozenset({"urn:iso:std:iso:30042:ed-2", "urn:iso:std:iso:30042:ed:3.0"})
"""The published namespace of version 3, and the one of the drafts, which older tools still write."""

ENTRY, SECTION, TERM_SECTION, TERM, TERM_GROUP, GROUP, CATEGORY, NOTE, ADMINISTRATION, OTHER, NOTHING = (
    "entry",
    "section",
    "term section",
    "term",
    "term group",
    "group",
    "category",
    "note",
    "administration",
    "other",
    "nothing",
)

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("conceptentry", "termentry", "entry", "conceptgrp"), ENTRY),
    **dict.fromkeys(("langsec", "langset", "langgroup", "languagegrp"), SECTION),
    **dict.fromkeys(("termsec", "tig", "ntig", "termgroup"), TERM_SECTION),
    "termgrp": TERM_GROUP,
    "term": TERM,
    **dict.fromkeys(("descripgrp", "termnotegrp", "admingrp", "auxinfo"), GROUP),
    **dict.fromkeys(("descrip", "termnote", "admin", "xref", "ref"), CATEGORY),
    "note": NOTE,
}
"""What an element is, by its name in lower case; an element that is not here is a data category of its own (DCT).

`termGrp` is a part of `ntig` in version 2 and a term section of its own in MultiTerm's XML.
"""

NAMES_V2 = frozenset({"termEntry", "langSet", "tig", "ntig", "termGrp"})
NAMES_V3 = frozenset({"conceptEntry", "langSec", "termSec"})

ROOTS = ("tbx", "martif", "TBX", "mtf")
"""Version 3, version 2, the early TBX-Min, and MultiTerm's XML, which has the same shape under other names."""

STRUCTURAL = frozenset({"concept", "language"})
"""MultiTerm's elements for the id of an entry and the language of a section, read where they belong."""

ADMINISTRATIVE = frozenset({"transacGrp", "transac", "date", "transacNote", "system"})
"""Elements that say who did what when; they are counted, never looked into."""

CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Inline elements whose text is a native code and no part of the term."""

PICKLISTS: Mapping[str, frozenset[str]] = {
    "administrativeStatus": frozenset(
        {"preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts", "supersededTerm-admn-sts"}
    ),
    "partOfSpeech": frozenset({"noun", "verb", "adjective", "adverb", "other"}),
    "grammaticalGender": frozenset({"masculine", "feminine", "neuter", "other"}),
    "termType": frozenset({"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"}),
}
"""Values that TBX-Basic and TBX-Min allow; other dialects define their own."""

DIALECTS_WITH_PICKLISTS = frozenset({"TBX-Basic", "TBX-Min"})

TERM_ONLY = frozenset({*PICKLISTS, "context", "termLocation", "customerSubset", "projectSubset"})
"""Categories that belong to a term."""

ABOVE_TERMS_ONLY = frozenset({"subjectField", "definition"})
"""Categories that belong to a concept or to a language."""

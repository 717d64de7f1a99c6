"""What reading each file here gives, as `expected.json` holds it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.core.term import Term
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.sniff import read_glossary

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.json"
FILES = sorted(path for path in HERE.iterdir() if path.suffix in (".tbx", ".xml"))


def outcome(path: Path) -> dict[str, Any]:
    """Counts, problems and concepts of one file."""
    report = GlossaryReport()
    with path.open("rb") as stream:
        concepts = list(read_glossary(stream, path.name, report))
    return {
        "format": report.format,
        "read": f"{report.entries} concepts, {report.terms_read} terms",
        "kept": f"{report.concepts} concepts, {report.terms} terms",
        "problems": [f"{one.line} {one.rule}" for one in sorted(report.problems, key=lambda one: one.line)],
        "ignored": dict(sorted(report.ignored.items())),
        "read_as": dict(sorted(report.read_as.items())),
        "concepts": [
            {
                "id": concept.id,
                **{name: text for name in ("domain", "definition", "note") if (text := getattr(concept, name))},
                "terms": [_line(term) for term in concept.terms],
            }
            for concept in concepts
        ],
    }


def _line(term: Term) -> str:
    case = "case" if term.case_sensitive else ""
    parts = (term.language, term.text, term.status.value, term.part_of_speech, term.gender, term.term_type, term.note)
    return " | ".join(part for part in (*parts, case) if part)


if __name__ == "__main__":
    found = {path.name: outcome(path) for path in FILES}
    EXPECTED.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

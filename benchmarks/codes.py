"""How inline codes come through a translation, and whether they enclose the right words.

    python benchmarks/codes.py placing [--seed N]
    python benchmarks/codes.py through [--sentences N] [--seed N]

`placing` needs no model: pairs of tags are put around phrases of the sources of `tests/golden/words`, the human version
is given to be dressed, and the words in the tags are compared with the links made by hand.

`through` puts tags around phrases, placeholders in place of figures, and an address into sentences of `corpora/`, and
translates them with the starter packages; `draft` is the engine's own word, `before` has retries but carries nothing
over, `links` takes all codes out and sets them by word links, `after` is what the workbench does. `all` is
the share of sentences with every code, none crossed; `chrF` is that of the text, with figures for their placeholders
and without other codes, against the human version; `right` is the F1 of the
words in tags against the human counterpart (by the word aligner), over phrases whose counterpart the draft has too.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from workbench.config import load_settings  # noqa: E402
from workbench.core.hypothesis import Hypothesis  # noqa: E402
from workbench.core.link import opposite  # noqa: E402
from workbench.quality.metrics import score  # noqa: E402
from workbench.services.bootstrap import translator, vocabulary  # noqa: E402
from workbench.services.codecarry import carrying  # noqa: E402
from workbench.services.retries import STRATEGIES  # noqa: E402
from workbench.services.wordlinks import WordLinks  # noqa: E402
from workbench.text.codes import codes  # noqa: E402
from workbench.text.markup import bare, crossed  # noqa: E402
from workbench.text.placing import placed  # noqa: E402
from workbench.text.segmenter import segment  # noqa: E402
from workbench.text.tokenizer import NUMBER, WORD, Token, tokens, word_key  # noqa: E402

PAIRS = (("en", "fr"), ("en", "az"), ("en", "hy"), ("fr", "en"), ("az", "en"), ("hy", "en"))
GOLDEN = ROOT / "tests/golden/words"
ADDRESS = "https://example.org/statements/2024_05"
_STEM = 5

Dressed = tuple[str, str, str, list[tuple[int, int]]]
"""A source with codes, the source, the human version, and the phrases in tags as spans of the source."""


def words(text: str, language: str) -> list[Token]:
    return [token for token in tokens(text, language) if token.kind in (WORD, NUMBER)]


def phrase(chance: random.Random, found: Sequence[Token]) -> tuple[int, int]:
    """First word and the one after the last of a phrase of one to four words."""
    first = chance.randrange(len(found))
    return first, min(len(found), first + chance.randint(1, 4))


# Placing


def placing(seed: int) -> None:
    """Prints for each pair how often the words in tags are those that the hand has linked."""
    print("| file | pair | tags | exact, % | F1 of words, % |\n|---|---|---|---|---|")
    for name in ("development", "heldout"):
        rows = defaultdict(list)
        for line in (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            source, target, *texts = line.split("\t")
            rows[source, target].append(texts)
        for pair in PAIRS:
            tallies = [tally for texts in rows[pair] for tally in golden(random.Random(seed), pair, *texts)]
            if tallies:
                exact, f1 = (100 * sum(column) / len(tallies) for column in zip(*tallies, strict=True))
                print(f"| {name} | {'–'.join(pair)} | {len(tallies)} | {exact:.1f} | {f1:.1f} |")


def golden(
    chance: random.Random, pair: tuple[str, str], source: str, target: str, linked: str
) -> Iterator[tuple[bool, float]]:
    """For twenty phrases of a sentence: whether exactly their counterparts are in the tags, and the F1 of words."""
    left, right = words(source, pair[0]), words(target, pair[1])
    sure, possible = ({tuple(map(int, each.split(sign))) for each in linked.split() if sign in each} for sign in "-?")
    links = LINKS.of(source, Hypothesis(target, 0.0, "", pair))
    for _ in range(20):
        first, end = phrase(chance, left)
        start, stop = left[first].start, left[end - 1].end
        dressed = bare(f"{source[:start]}<b>{source[start:stop]}</b>{source[stop:]}")
        written = placed(dressed, target, links, *pair)
        at = written.index("<b>")
        until = written.index("</b>") - len("<b>")
        got = {column for column, word in enumerate(right) if at <= word.start and word.end <= until}
        inside, outside = (
            {column for row, column in sure if (first <= row < end) is wanted} for wanted in (True, False)
        )
        if not inside:
            continue
        maybe = {column for row, column in possible if first <= row < end}
        free = set(range(len(right))) - inside - outside
        allowed = inside | maybe | free
        precision = len(got & allowed) / max(1, len(got))
        recall = len(got & inside) / len(inside)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        yield f1 == 1, f1


# Through an engine


def sentences(pair: tuple[str, str], most: int) -> list[tuple[str, str]]:
    """Sentences of the corpus and their human versions, of beads with one on each side."""
    found: list[tuple[str, str]] = []
    for path in sorted((ROOT / "corpora/gold").glob("*.beads")):
        statement, languages = path.stem.split(".")
        left, right = languages.split("-")
        if {left, right} == set(pair):
            sides = [read(statement, language) for language in (left, right)]
            if None in sides:
                continue
            for line in path.read_text().splitlines():
                rows, columns = ([int(at) for at in side.strip("[]").split(",") if at] for side in line.split(":")[:2])
                if len(rows) == len(columns) == 1:
                    both = sides[0][rows[0]].strip(), sides[1][columns[0]].strip()  # type: ignore[index]
                    found.append(both if (left, right) == pair else both[::-1])
    long = [each for each in dict.fromkeys(found) if len(words(each[0], pair[0])) > 5 and not codes("".join(each))]
    return random.Random(0).sample(long, min(most, len(long)))


def read(statement: str, language: str) -> list[str] | None:
    for suffix in ("txt", "md"):
        for path in (ROOT / "corpora").rglob(f"{statement}.{language}.{suffix}"):
            text = path.read_text(encoding="utf-8")
            if text.startswith("---"):
                text = text.partition("\n---\n")[2]
            return [each for each in segment(text, language) if each.strip()]
    return None


def tags(chance: random.Random, source: str, target: str, language: str) -> Dressed:
    """Two pairs of tags, one of them with a third inside."""
    found = words(source, language)
    middle = chance.randrange(2, len(found) - 1)
    spans = []
    for run in (found[:middle], found[middle:]):
        first, end = phrase(chance, run)
        spans.append((run[first].start, run[end - 1].end))
    (one, two), (three, four) = spans
    dressed = (
        f'{source[:one]}<b>{source[one:two]}</b>{source[two:three]}<g id="1">{source[three:four]}</g>{source[four:]}'
    )
    return dressed, source, target, spans


def placeholders(chance: random.Random, source: str, target: str, language: str) -> Dressed | None:
    """A placeholder in place of every figure."""
    dressed = source
    for number, figure in enumerate(figures_of(source)):
        dressed = re.sub(
            rf"(?<![\d%{{]){figure}(?!\d)", (f"{{{number}}}", "%s", "%(when)s")[number % 3], dressed, count=1
        )
    return (dressed, source, target, []) if dressed != source else None


def figures_of(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def address(chance: random.Random, source: str, target: str, language: str) -> Dressed:
    """An address in brackets after some word."""
    at = chance.choice(words(source, language)).end
    return f"{source[:at]} ({ADDRESS}){source[at:]}", source, target, []


KINDS: dict[str, Callable[[random.Random, str, str, str], Dressed | None]] = {
    "tags": tags,
    "placeholders": placeholders,
    "address": address,
}


def stems(text: str, language: str) -> Counter[str]:
    return Counter(word_key(word.text, language)[:_STEM] for word in words(text, language))


def f1(got: Counter[str], wanted: Counter[str]) -> float:
    both = (got & wanted).total()
    return 2 * both / (got.total() + wanted.total()) if both else 0.0


def rightness(pair: tuple[str, str], row: Dressed, draft: str) -> Iterator[float]:
    """For each phrase with a counterpart that stands in the draft: the F1 of the words in its tags."""
    _, source, human, spans = row
    links = LINKS.of(source, Hypothesis(human, 0.0, "", pair))
    for span, (opening, closing) in zip(spans, (("<b>", "</b>"), ('<g id="1">', "</g>")), strict=False):
        there = opposite(links, *span)
        wanted = stems(human[slice(*there)], pair[1]) if there else Counter()
        if not wanted or wanted - stems(bare(draft).text, pair[1]):
            continue
        inside = draft.partition(opening)[2].partition(closing)[0] if draft.find(opening) < draft.find(closing) else ""
        yield f1(stems(inside, pair[1]), wanted)


def through(most: int, seed: int) -> None:
    """Prints what becomes of codes without and with carrying them over."""
    before = translator(load_settings())
    ways = {
        "draft": replace(before, guards="flag"),
        "before": replace(before, strategies=STRATEGIES),
        "links": replace(before, strategies=(*carrying(LINKS.of)[1:], *STRATEGIES)),
        "after": replace(before, strategies=(*carrying(LINKS.of), *STRATEGIES)),
    }
    print("| codes | pair | sentences | way | all, % | chrF | right, F1 % | s |\n" + "|---" * 8 + "|")
    for kind, dress in KINDS.items():
        for pair in PAIRS:
            chance = random.Random(seed)
            rows = [row for each in sentences(pair, most) if (row := dress(chance, *each, pair[0]))]
            for name, way in ways.items() if rows else ():
                started = time.perf_counter()
                drafts = [one.target for one in way.translate_texts([row[0] for row in rows], *pair)]
                spent = time.perf_counter() - started
                print(
                    f"| {kind} | {'–'.join(pair)} | {len(rows)} | {name} |",
                    measured(pair, rows, drafts),
                    f"{spent:.1f} |",
                )


def measured(pair: tuple[str, str], rows: Sequence[Dressed], drafts: Sequence[str]) -> str:
    sound = [
        Counter(code.text for code in codes(draft)) == Counter(code.text for code in codes(row[0]))
        and not crossed(draft, source=row[0])
        for row, draft in zip(rows, drafts, strict=True)
    ]
    texts = [bare(as_figures(draft, row)).text for row, draft in zip(rows, drafts, strict=True)]
    chrf = score(texts, [[row[2] for row in rows]], language=pair[1], metrics=["chrf2"])[0].value
    right = [value for row, draft in zip(rows, drafts, strict=True) for value in rightness(pair, row, draft)]
    shown = f"{100 * sum(right) / len(right):.1f} ({len(right)})" if right else "–"
    return f"{100 * sum(sound) / len(sound):.1f} | {chrf:.1f} | {shown} |"


def as_figures(draft: str, row: Dressed) -> str:
    """A draft with the figures of the source in place of their placeholders."""
    dressed, source, *_ = row
    if len(found := [code.text for code in codes(dressed) if code.text[0] in "{%"]):
        figures = iter(figures_of(source))
        for code in found:
            draft = draft.replace(code, next(figures), 1)
    return draft


LINKS = WordLinks(vocabulary)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("placing", "through"))
    parser.add_argument("--sentences", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20240503)
    asked = parser.parse_args()
    if asked.what == "placing":
        placing(asked.seed)
    else:
        through(asked.sentences, asked.seed)


if __name__ == "__main__":
    main()

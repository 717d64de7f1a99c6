"""Links of a segment and a hypothesis: the aligner's first, those of the model's attention where it has none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbench.alignment.words import BeadWords
from workbench.core.hypothesis import Hypothesis
from workbench.core.link import WordLink
from workbench.core.ports import Vocabulary
from workbench.services import wordlinks
from workbench.services.journal import Journal
from workbench.services.wordlinks import WordLinks
from workbench.text.tokenizer import words_of

SOURCE, TARGET = "Talks in Geneva went well.", "Parlote à Genève."
ATTENTION = (
    WordLink(0, 5, 0, 7, 0.9),  # words that only the model joins
    WordLink(9, 15, 0, 7, 0.9),  # its word has a link already
    WordLink(16, 20, 8, 9, 0.4),  # not sure
)


def said(*links: WordLink) -> Hypothesis:
    return Hypothesis(TARGET, -0.1, "fake", ("en", "fr"), links=links)


def test_the_aligner_comes_first_and_attention_fills() -> None:
    source, target = "The talks in Geneva went really very well.", "Cela a donc bien avancé à Genève hier."
    plain = WordLinks().of(source, Hypothesis(target, 0.0, "", ("en", "fr")))
    assert plain == BeadWords("en", "fr").align(source, target)
    linked = [next(link for link in plain if source[link.source_start :].startswith("Geneva"))]
    free = [
        next(
            (word.start, word.end)
            for word in words_of(text, language)
            if not any((word.start, word.end) == side(link) for link in plain)
        )
        for text, language, side in (
            (source, "en", lambda link: (link.source_start, link.source_end)),
            (target, "fr", lambda link: (link.target_start, link.target_end)),
        )
    ]
    own = (
        WordLink(*free[0], *free[1], 0.9),
        WordLink(*free[0], *free[1][:1], free[1][1] + 1, 0.4),  # not sure
        WordLink(linked[0].source_start, linked[0].source_end, *free[1], 0.9),  # its word has a link already
    )
    filled = WordLinks().of(source, Hypothesis(target, 0.0, "", ("en", "fr"), links=own))
    assert [link for link in filled if link not in plain] == [own[0]]


def test_one_aligner_a_pair_whatever_the_number_of_threads() -> None:
    asked: list[None] = []

    def vocabulary() -> Vocabulary | None:
        asked.append(None)
        return None

    links = WordLinks(vocabulary)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: links.of(SOURCE, said()), range(40)))
    assert all(answer == answers[0] for answer in answers)
    assert len(asked) == 1


def test_an_aligner_is_renewed_without_a_trace() -> None:
    links = WordLinks()
    first = links.of(SOURCE, said())
    aligner, _ = links._aligners["en", "fr"]
    links._aligners["en", "fr"] = aligner, wordlinks._RENEWED_AFTER
    assert links.of(SOURCE, said()) == first
    assert links._aligners["en", "fr"][0] is not aligner


def test_a_journal_keeps_links(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", {})
    journal.begin(["out"])
    journal.note(("en-fr", 1, 0, 0), [SOURCE], [said(*ATTENTION)])
    assert journal.said(("en-fr", 1, 0, 0), [SOURCE]) == [said(*ATTENTION)]
    journal.close()


def test_another_text_has_no_links() -> None:
    assert said(*ATTENTION).rewritten("Autre") == Hypothesis("Autre", -0.1, "fake", ("en", "fr"))

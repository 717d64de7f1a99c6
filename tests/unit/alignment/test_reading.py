"""Texts as arrays."""

from __future__ import annotations

from collections.abc import Sequence

from tests.unit.alignment.invented import read_pair
from workbench.alignment.aligner import Aids, SentenceAligner
from workbench.alignment.marks import Kind, Marker
from workbench.alignment.pieces import cut
from workbench.alignment.reading import Numbers, Words, read
from workbench.core.term import Grade, TermHit, TermStatus


def hit(concept: str, start: int) -> TermHit:
    return TermHit(concept, concept, start, start + 1, "x", Grade.EXACT, TermStatus.PREFERRED)


def words() -> Words:
    return Words(Marker("en", alike=True), Numbers())


def test_numbers_are_given_in_order_and_kept() -> None:
    numbers = Numbers()
    assert [numbers(name) for name in ("a", "b", "a", "c", "b")] == [0, 1, 0, 2, 1]
    assert len(numbers) == 3


def test_a_text_is_its_tokens_piece_by_piece() -> None:
    table = words()
    text = read(cut(["The talks ended. Nobody left.", "", "  The end  "]), table)
    assert text.starts.tolist() == [0, 2, 3, 4]
    assert (text.segments, text.pieces) == (3, 4)
    assert text.characters.tolist() == [16, 12, 0, 7]
    assert text.piece.tolist() == [0, 0, 0, 1, 1, 3, 3]
    said = ["The", "talks", "ended", "Nobody", "left", "The", "end"]
    assert text.word.tolist() == [table.number(word) for word in said]
    assert text.tokens(slice(1, 3)) == slice(3, 5)
    assert text.tokens(slice(3, 4)) == slice(5, 7)


def test_marks_come_in_the_order_of_tokens() -> None:
    table = words()
    text = read(cut(["Seven 12", "or 7?"]), table)
    token, mark, kind = text.marks(slice(1, 4))
    assert kind[token == 0].tolist() == [Kind.NUMBER]
    assert kind[token == 2].tolist() == [Kind.DIGIT]
    assert text.marks(slice(4, 5))[2].tolist() == [Kind.QUESTION]
    again = read(cut(["12"]), table)
    assert again.marks(slice(0, 1))[1].tolist() == mark[token == 0].tolist()


def test_both_sides_number_their_marks_together() -> None:
    pair = read_pair(["On 14 May 1999"], ["Le 14 mai 1999"])
    numbers = []
    for text in (pair.source, pair.target):
        _, mark, kind = text.marks(slice(0, len(text.word)))
        numbers.append(mark[kind == Kind.NUMBER].tolist())
    assert numbers[0] == numbers[1] and len(numbers[0]) == 2


def test_a_term_stands_in_the_piece_where_it_begins() -> None:
    segments = ["Talks ended there. Water was high.", "None.", "Water again. Nobody talks now."]
    pieces = cut(segments)
    assert pieces.starts == (0, 2, 3, 5)
    table = words()
    hits = [
        [hit("talks", 0), hit("ending", 18), hit("water", 19)],
        [],
        [hit("water", 0), hit("talks", 20), hit("end", 99)],
    ]
    text = read(pieces, table, hits)
    found = [
        [
            concept
            for concept in ("talks", "ending", "water", "end")
            if table.concept(concept) in text.word[text.piece == piece]
        ]
        for piece in range(5)
    ]
    assert found == [["talks", "ending"], ["water"], [], ["water"], ["talks", "end"]]
    kinds = text.marks(slice(0, len(text.word)))[2]
    assert (kinds == Kind.TERM).sum() == 6


def test_a_rendering_is_heard_in_the_other_language() -> None:
    def render(texts: Sequence[str]) -> list[str]:
        return [{"Water.": "De l'eau."}.get(text, "") for text in texts]

    pair = (
        SentenceAligner(Aids(render=render)).reader("en", "fr").pair(["Water.", "Fire."], ["L'eau est là.", "Le feu."])
    )
    kinds, places = [], []
    for text in (pair.source, pair.target):
        token, mark, kind = text.marks(slice(0, len(text.word)))
        kinds.append(
            dict(
                zip(
                    mark[kind == Kind.RENDERED].tolist(), text.piece[token[kind == Kind.RENDERED]].tolist(), strict=True
                )
            )
        )
        places.append(set(kinds[-1].values()))
    assert places == [{0}, {0, 1}]
    assert any(kinds[1].get(mark) == 0 for mark in kinds[0])


def test_a_line_of_a_megabyte_is_read_at_its_beginning() -> None:
    text = read(cut(["word " * 200_000]), words())
    assert text.pieces == 1
    assert text.characters[0] == 999_999
    assert 0 < len(text.word) < 10_000

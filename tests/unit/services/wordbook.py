"""Word links by a small word list, so that tests say which words belong together."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.hypothesis import Hypothesis
from workbench.core.link import WordLink
from workbench.services.wordlinks import WordLinks
from workbench.text.tokenizer import tokens

FRENCH = {
    "the": "la",
    "delegation": "délégation",
    "delegations": "délégations",
    "met": "rencontrée",
    "in": "à",
    "arrived": "arrivée",
    "left": "partie",
    "welcomed": "saluée",
    "yesterday": "hier",
    "bank": "banque",
    "shore": "rive",
    "river": "fleuve",
}


class Wordbook(WordLinks):
    """Links a word to the first free one that the list or its spelling gives; case aside."""

    def __init__(self, words: Mapping[str, str] = FRENCH) -> None:
        super().__init__()
        self._words = words

    def of(self, segment: str, hypothesis: Hypothesis) -> list[WordLink]:
        """Links in order of place."""
        found = []
        free = tokens(hypothesis.text, hypothesis.route[-1])
        for token in tokens(segment, hypothesis.route[0]):
            wanted = {token.text.lower(), self._words.get(token.text.lower(), token.text).lower()}
            other = next((each for each in free if each.text.lower() in wanted), None)
            if other:
                free.remove(other)
                found.append(WordLink(token.start, token.end, other.start, other.end, 1.0))
        return found

"""A text that knows how it was made."""

from __future__ import annotations

import copy
import pickle

from workbench.core.said import Said


def test_it_is_a_text_like_any_other() -> None:
    said = Said("missing: {lost}", lost="12, {x}")
    assert said == "missing: 12, {x}"
    assert hash(said) == hash(str(said))
    assert (said.template, said.fields) == ("missing: {lost}", {"lost": "12, {x}"})


def test_it_survives_the_way_to_another_process() -> None:
    said = Said("{word} is written in {script}", word="'տուն'", script="Armn")
    for other in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
        assert other == said
        assert (other.template, other.fields) == (said.template, said.fields)

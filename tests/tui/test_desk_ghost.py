"""Completions behind the cursor: shown, taken by word or whole, never saved by themselves."""

from __future__ import annotations

from typing import Any

from workbench.engines.completion import Completion

WHOLE = "Növbəti görüş iyun ayında olacaq."


async def test_a_completion_is_shown_and_taken_word_by_word(desk: Any, completions: Any) -> None:
    completions.whole = WHOLE
    async with desk("enter", "end", "enter") as hands:
        editor = hands.statement.pane.editor
        assert (editor.text, editor.suggestion) == ("", WHOLE)
        assert "Növbəti görüş iyun" in hands.screen
        assert hands.cells("az")[5].text == ""
        await hands.press("tab")
        assert (editor.text, editor.suggestion) == ("Növbəti ", WHOLE[8:])
        await hands.write("gö")
        assert (editor.text, editor.suggestion) == ("Növbəti gö", WHOLE[10:])
        await hands.press("right")
        assert (editor.text, editor.suggestion) == (WHOLE, "")


async def test_what_is_typed_otherwise_gets_another_completion(desk: Any, completions: Any) -> None:
    completions.whole = WHOLE
    async with desk("enter", "end", "enter") as hands:
        completions.whole = "İkinci görüş."
        await hands.write("İ")
        assert hands.statement.pane.editor.suggestion == "kinci görüş."
        assert completions.asked[-1] == ("A second meeting follows in June.", "İ", "en", "az")


async def test_a_completion_goes_when_the_cursor_leaves_the_end_and_is_not_saved(desk: Any, completions: Any) -> None:
    completions.whole = WHOLE
    async with desk("enter", "end", "enter") as hands:
        await hands.write("Növbəti")
        await hands.press("left")
        assert hands.statement.pane.editor.suggestion == ""
        await hands.press("escape")
        assert hands.cells("az")[5].text == "Növbəti"


async def test_a_model_that_fails_is_asked_once_and_stops_nothing(desk: Any, monkeypatch: Any) -> None:
    from workbench.core.errors import EngineError
    from workbench.services import bootstrap

    asked = []

    class Broken:
        def complete(self, *_: Any) -> None:
            asked.append(1)
            raise EngineError("package x: its model is gone")

    monkeypatch.setattr(bootstrap, "resident_completions", lambda _settings: Broken())
    async with desk("enter", "end", "enter") as hands:
        await hands.write("Bu")
        assert hands.statement.pane.editor.text == "Bu"
        assert len(asked) == 1
        assert "gone" not in hands.said


async def test_without_ghost_nothing_is_asked(desk: Any, completions: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("WORKBENCH_GHOST", "off")
    completions.whole = WHOLE
    async with desk("enter", "end", "enter") as hands:
        await hands.write("N")
        assert completions.asked == []
        await hands.press("tab")
        assert "no completion" in hands.said


async def test_an_untouched_draft_or_accepted_text_is_not_gone_on_with(desk: Any, completions: Any) -> None:
    completions.whole = "Tərəflər razılaşdılar. Sonra"
    async with desk("enter") as hands:
        editor = hands.statement.pane.editor
        await hands.go("az", 3)
        await hands.press("enter", "right")
        assert (editor.text, editor.suggestion) == ("Tərəflər razılaşdılar.", "")
        await hands.write(" ")
        assert editor.suggestion == "Sonra"


async def test_the_next_empty_cell_gets_a_completion_of_its_own(desk: Any, completions: Any) -> None:
    completions.whole = WHOLE
    async with desk("enter") as hands:
        await hands.go("hy", 1)
        await hands.press("enter", "ctrl+down")
        assert hands.statement.pane.editor.suggestion == WHOLE
        assert [asked[0][:20] for asked in completions.asked[-2:]] == ["The delegations met ", "They discussed the j"]


async def test_first_words_are_shown_and_withdrawn_where_nothing_comes_of_them(
    desk: Any, completions: Any, monkeypatch: Any
) -> None:
    async with desk("enter") as hands:
        seen: list[str] = []

        def begins(_text: str, typed: str, _source: str, _target: str, cancelled: Any, early: Any) -> None:
            if typed:
                early(Completion(" davam edir", -0.1))
                hands.app.call_from_thread(lambda: None)  # until the desk has taken it
                seen.append(hands.statement.pane.editor.suggestion)

        monkeypatch.setattr(completions, "complete", begins)
        await hands.go("az", 5)
        await hands.press("enter")
        await hands.write("Görüş")
        assert seen[-1] == " davam edir"
        assert hands.statement.pane.editor.suggestion == ""

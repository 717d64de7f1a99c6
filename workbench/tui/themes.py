"""Colours: dark, light, and the terminal's own sixteen. Every text colour keeps a contrast of 4.5 on every ground."""

from __future__ import annotations

import os

from textual.theme import BUILTIN_THEMES, Theme

DARK = {
    "desk-text": "#e4e7eb",
    "desk-dim": "#a3adb9",
    "desk-done": "#83d694",
    "desk-warn": "#ecc06c",
    "desk-bad": "#ff9c95",
    "desk-accent": "#8cc3ff",
    "desk-ground": "#101418",
    "desk-bar": "#1b222b",
    "desk-row": "#1b2530",
    "desk-cell": "#233850",
}
LIGHT = {
    "desk-text": "#16191d",
    "desk-dim": "#50565e",
    "desk-done": "#0d5c26",
    "desk-warn": "#6b4400",
    "desk-bad": "#9c1c1c",
    "desk-accent": "#0b4a8f",
    "desk-ground": "#fbfbf9",
    "desk-bar": "#ebebe6",
    "desk-row": "#eeeeea",
    "desk-cell": "#d9e6f4",
}
ANSI = {
    "desk-text": "ansi_default",
    "desk-dim": "ansi_default",
    "desk-done": "ansi_green",
    "desk-warn": "ansi_yellow",
    "desk-bad": "ansi_red",
    "desk-accent": "ansi_cyan",
    "desk-ground": "ansi_default",
    "desk-bar": "ansi_default",
    "desk-row": "ansi_default",
    "desk-cell": "ansi_default",
}

TEXT_COLOURS = ("desk-text", "desk-dim", "desk-done", "desk-warn", "desk-bad", "desk-accent")
GROUNDS = ("desk-ground", "desk-bar", "desk-row", "desk-cell")


def _theme(name: str, colours: dict[str, str], *, dark: bool, ansi: bool = False) -> Theme:
    return Theme(
        name=name,
        primary=colours["desk-accent"],
        secondary=colours["desk-accent"],
        accent=colours["desk-accent"],
        warning=colours["desk-warn"],
        error=colours["desk-bad"],
        success=colours["desk-done"],
        foreground=colours["desk-text"],
        background=colours["desk-ground"],
        surface=colours["desk-bar"],
        panel=colours["desk-bar"],
        boost=colours["desk-row"] if ansi else None,
        dark=dark,
        ansi=ansi,
        variables={
            **(BUILTIN_THEMES["ansi-dark"].variables if ansi else {}),
            **colours,
            "input-selection-background": colours["desk-cell"] if not ansi else "ansi_bright_blue",
            "block-cursor-background": colours["desk-accent"],
            "block-cursor-foreground": colours["desk-ground"] if not ansi else "ansi_black",
        },
    )


THEMES = (
    _theme("desk-dark", DARK, dark=True),
    _theme("desk-light", LIGHT, dark=False),
    _theme("desk-ansi", ANSI, dark=True, ansi=True),
)


def first_theme(wish: str = "") -> str:
    """The theme to begin with: none but the terminal's own colours with NO_COLOR or where it has no more than sixteen.

    Args:
        wish: the one that the person has chosen before.
    """
    if "NO_COLOR" in os.environ:
        return "desk-ansi"
    if wish in {theme.name for theme in THEMES}:
        return wish
    rich_terminal = "COLORTERM" in os.environ or any(
        name in os.environ.get("TERM", "") for name in ("256", "direct", "kitty", "ghostty", "alacritty", "foot")
    )
    return "desk-dark" if rich_terminal else "desk-ansi"

"""Pure functions on strings: case, segments, tokens, numbers, names and likeness, driven by tables a linguist edits."""

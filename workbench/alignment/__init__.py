"""Sentence alignment: which sentences of two texts correspond, and how sure that is."""

"""A workbench for statements in several languages: pair, align, translate, finish, check."""

__version__ = "0.1.0"

"""Makes the starter packages: a grammar of statement sentences in four languages, and small models trained on it.

Run with `python -m tools.starter`; see README.md beside this file. Torch is used here and nowhere else in the project.
"""

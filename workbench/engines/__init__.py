"""Models behind ports: packages on disk, tokenisation, decoding, routes, language identification.

Engines know no checks and no terms; heavy libraries are imported when a model is first used.
"""

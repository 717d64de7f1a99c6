"""Terms in running text; the termbase itself comes from `formats` or `storage` as values of `core`."""

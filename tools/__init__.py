"""Scripts that make what the project ships; never imported by `workbench`."""

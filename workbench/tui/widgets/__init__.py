"""Small widgets, each usable in a test app of its own."""

"""The desk: the terminal UI. The only package that knows Textual; it shows what the services do and decides nothing."""

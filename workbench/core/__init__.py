"""The domain: frozen dataclasses and Protocols; standard library only; no I/O, clock or chance."""

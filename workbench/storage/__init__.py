"""Projects at rest. The only package that knows the database; it raises `core.errors` and nothing of the driver's."""

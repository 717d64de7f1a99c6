"""A text for a person that knows how it was made, so that it can be said in another language as well."""

from __future__ import annotations

from typing import Any


class Said(str):
    """A template with its fields filled in, in English; wherever a text is wanted it is one.

    The interface says the template in its own language and fills it anew; `tools.messages` collects the templates.

    Args:
        template: a literal text with `{name}` for each field.
        fields: what belongs to no language: names, numbers, words of the texts that it is about.
    Attributes:
        template, fields: as given.
    """

    template: str
    fields: dict[str, object]

    def __new__(cls, template: str, **fields: object) -> Said:
        """Fill in the fields."""
        said = super().__new__(cls, template.format(**fields))
        said.template, said.fields = template, fields
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What a copy in another process is made of."""
        return (self.template,), dict(self.fields)

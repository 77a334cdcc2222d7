"""Copies of aiogram's objects with other values, not validated again.

Validating one small button costs as much as a statement of the ledger, a Message more than all of a Turn's.
Only for values we made ourselves.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

Form = TypeVar("Form", bound=BaseModel)


def like(template: Form, kind: type[Form] | None = None, **changes: Any) -> Form:
    """The template with other values, of the same bot.

    `kind` is a class of the template's that only does something differently.
    """
    made = kind or template.__class__
    twin = made.__new__(made)
    _set(twin, "__dict__", {**template.__dict__, **changes})
    _set(twin, "__pydantic_fields_set__", template.__pydantic_fields_set__ | changes.keys())
    _set(twin, "__pydantic_extra__", template.__pydantic_extra__)
    _set(twin, "__pydantic_private__", template.__pydantic_private__)
    return twin


_set = object.__setattr__

"""Copies of aiogram's objects with other values, not validated again.

Validating one small button costs as much as a statement of the ledger, a Message more than all of a Turn's.
Only for values we made ourselves.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

Form = TypeVar("Form", bound=BaseModel)


def like(
    template: Form, kind: type[Form] | None = None, *, private: dict[str, Any] | None = None, **changes: Any
) -> Form:
    """The template with other values; `private` are private attributes, such as the bot it came by.

    `kind` is a class of the template's that only does something differently.
    """
    made = kind or template.__class__
    twin = made.__new__(made)
    for name, value in (
        ("__dict__", {**template.__dict__, **changes}),
        ("__pydantic_fields_set__", template.__pydantic_fields_set__ | changes.keys()),
        ("__pydantic_extra__", template.__pydantic_extra__),
        ("__pydantic_private__", {**(template.__pydantic_private__ or {}), **(private or {})}),
    ):
        object.__setattr__(twin, name, value)
    return twin

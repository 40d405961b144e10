"""The name of a member: the one that its contract says, and no other that pydantic would take besides."""

from __future__ import annotations

from typing import Any

from taskgate.schemas import lint

Node = dict[str, Any]


def one_name(field: Node, by_name: bool) -> Node:
    """Return the field of a model with one name for readers; raises InvalidContract.

    `by_name`: its model is read by the names of its fields, whatever their aliases are. Of several aliases
    the first is the contract's.
    """
    alias = field.get("validation_alias")
    if alias is None:
        return field
    kept = {key: value for key, value in field.items() if key != "validation_alias"}
    if by_name:
        return kept
    if isinstance(alias, list):
        first = alias[0] if alias and isinstance(alias[0], list) else alias
        if len(first) != 1:
            raise lint.refusal("alias-path")
        alias = first[0]
    return {**kept, "validation_alias": alias}

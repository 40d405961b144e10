"""A schema with the definitions that it refers to, and what follows from the two alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from taskgate.schemas.jsonschema import Json, rewrite

PREFIX: Final = "#/$defs/"

ANNOTATIONS: Final = frozenset({"title", "description", "examples", "default", "$defs", "deprecated"})
"""Keywords that judge nothing."""

_PARTS: Final = ("allOf", "not", "if", "dependentSchemas")
_CLOSING: Final = frozenset({"additionalProperties", "unevaluatedProperties"})
_SAID: Final = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties", "$ref"})


@dataclass(frozen=True)
class Schema:
    """`body` is a JSON Schema (2020-12), an object or a boolean; its references are `#/$defs/<name>`."""

    body: Any
    definitions: Mapping[str, Any]

    def at(self, body: Any) -> Schema:
        """Return another schema among the same definitions."""
        return Schema(body, self.definitions)

    def resolved(self) -> Schema:
        """Follow references that stand alone; a circle of them accepts nothing."""
        seen: set[str] = set()
        body = self.body
        while isinstance(body, dict) and "$ref" in body and body["$ref"] not in seen:
            seen.add(body["$ref"])
            target = self.definitions.get(body["$ref"].removeprefix(PREFIX), False)
            beside = {key: value for key, value in body.items() if key not in ANNOTATIONS | {"$ref"}}
            if not beside:
                body = target
            elif isinstance(target, dict) and not target.keys() & beside.keys():
                body = {**target, **beside}
            else:
                body = {"allOf": [target, beside]}
        return self.at(body)

    def document(self) -> Json | bool:
        """Return one JSON Schema that stands alone, with the definitions that it reaches."""
        if isinstance(self.body, bool):
            return self.body
        reached = {name: self.definitions[name] for name in sorted(self.reached())}
        return {**self.body, "$defs": reached} if reached else dict(self.body)

    def reached(self) -> set[str]:
        """Return the names of the definitions that the schema refers to, directly or not."""
        found: set[str] = set()
        queue = [self.body]
        while queue:
            for name in references(queue.pop()):
                if name not in found and name in self.definitions:
                    found.add(name)
                    queue.append(self.definitions[name])
        return found

    def is_recursive(self) -> bool:
        """Whether a definition that the schema reaches refers to itself, directly or not."""
        return any(name in self.at(self.definitions[name]).reached() for name in self.reached())

    def closed(self) -> Schema:
        """Return what a program makes that was written by this schema: only the members that it names.

        An object that says nothing of further members takes them, but nobody who goes by the contract sends
        them. Where it says `additionalProperties: true`, the author has meant it, and it stays open. So does
        everything where `allOf` stands, whose parts say nothing of the members of the others.
        """
        if self._has_parts():
            return self
        return Schema(
            rewrite(self.body, _close),
            {name: rewrite(each, _close) for name, each in self.definitions.items()},
        )

    def opened(self) -> Schema:
        """Return what a client takes of what workers make: members that it does not name, too.

        That is clause X6 of PROTOCOL.md. Where members of a union may exclude each other by being closed
        alone, and where `allOf` and its like stand, the schema is taken at its word.
        """
        if self._has_parts(lambda each: "oneOf" in each and "discriminator" not in each):
            return self
        return Schema(
            rewrite(self.body, _open),
            {name: rewrite(each, _open) for name, each in self.definitions.items()},
        )

    def _has_parts(self, or_else: Callable[[Json], bool] = lambda _: False) -> bool:
        found: list[str] = []

        def look(inner: Json) -> Json:
            found.extend(key for key in _PARTS if key in inner)
            found.extend(["further"] if or_else(inner) else [])
            return inner

        for body in (self.body, *(self.definitions[name] for name in self.reached())):
            rewrite(body, look)
        return bool(found)


def union(schemas: Sequence[Schema]) -> Schema:
    """Return what at least one of them accepts; each keeps its own definitions."""
    if len(schemas) == 1:
        return schemas[0]
    definitions: Json = {}

    def apart(number: int) -> Callable[[Json], Json]:
        def rename(inner: Json) -> Json:
            reference = inner.get("$ref")
            if not isinstance(reference, str):
                return inner
            return {**inner, "$ref": f"{PREFIX}{number}.{reference.removeprefix(PREFIX)}"}

        return rename

    bodies = []
    for number, each in enumerate(schemas):
        bodies.append(rewrite(each.body, apart(number)))
        for name in each.reached():
            definitions[f"{number}.{name}"] = rewrite(each.definitions[name], apart(number))
    return Schema({"anyOf": bodies} if bodies else False, definitions)


def references(body: Any) -> Iterator[str]:
    """Return the names of the definitions that a schema refers to directly."""
    found: list[str] = []

    def follow(inner: Json) -> Json:
        if isinstance(inner.get("$ref"), str):
            found.append(inner["$ref"].removeprefix(PREFIX))
        return inner

    rewrite(body, follow)
    return iter(found)


def _open(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if not (key in _CLOSING and value is False)}


def _close(schema: Json) -> Json:
    if "properties" not in schema or schema.keys() & _SAID:
        return schema
    return {**schema, "additionalProperties": False}

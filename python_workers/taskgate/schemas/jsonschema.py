"""JSON Schema (2020-12) from core schemas, with names that cannot collide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic.json_schema import JsonSchemaMode
from pydantic_core import CoreSchema

from taskgate.schemas.generator import OUTPUT, Generator

Json = dict[str, Any]

# Other formats of pydantic's (path, json-string, ...) assert nothing that a validator elsewhere knows.
FORMATS: Final = frozenset(
    {"date-time", "date", "decimal", "uuid", "email", "uri", "ipv4", "ipv6", "hostname", "json-pointer"}
)

_NAMED: Final = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTED: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE: Final = (
    "items", "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else",
    "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip


def rewrite(schema: Any, change: Callable[[Json], Json]) -> Any:
    """Apply `change` to a schema and to every schema inside it, at schema positions only.

    A property that happens to be called `title`, or a default that looks like a schema, is left alone.
    """
    if not isinstance(schema, dict):
        return schema
    copied = dict(schema)
    for key in _NAMED:
        if isinstance(copied.get(key), dict):
            copied[key] = {name: rewrite(inner, change) for name, inner in copied[key].items()}
    for key in _LISTED:
        if isinstance(copied.get(key), list):
            copied[key] = [rewrite(inner, change) for inner in copied[key]]
    for key in _SINGLE:
        if key in copied:
            copied[key] = rewrite(copied[key], change)
    return change(copied)


def generate(
    inputs: Mapping[str, tuple[CoreSchema, JsonSchemaMode, str]],
) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return the schema of each input, and the definitions that they refer to as `#/$defs/<name>`.

    An input is (core schema, mode, subject in words). One that brings a model is generated in both modes:
    whether a model needs a name of its own for results must depend on the model alone, so that one name means
    one model in every contract.
    """
    generator = Generator(ref_template="#/$defs/{model}")
    schemas: dict[str, Json] = {}
    for key, (schema, mode, subject) in inputs.items():
        generator.subject = subject
        known = len(generator.definitions)
        schemas[key] = generator.one(schema, mode)
        if len(generator.definitions) > known:
            generator.one(schema, "serialization" if mode == "validation" else "validation")
    definitions = {
        name: rewrite(generator.sort(schema), _clean) for name, schema in generator.named().items()
    }
    schemas = {key: rewrite(generator.sort(schema), _clean) for key, schema in schemas.items()}
    same = _alike(definitions)
    if same:
        schemas = {key: _folded(schema, same) for key, schema in schemas.items()}
        definitions = {
            name: _folded(schema, same) for name, schema in definitions.items() if name not in same
        }
    return schemas, _reachable(schemas, definitions)


def _clean(schema: Json) -> Json:
    if "discriminator" in schema:
        # OpenAPI's. The tag lets a validator name the places of the one member that was meant; pydantic's
        # mapping only repeats the tags, with references that a contract does not have.
        schema["discriminator"] = {"propertyName": schema["discriminator"]["propertyName"]}
    if str(schema.get("format")).rstrip("0123456789") == "uuid":
        schema["format"] = "uuid"  # pydantic's uuid4 and its like
    if schema.get("format") not in FORMATS:
        schema.pop("format", None)
    return schema


def _alike(definitions: Mapping[str, Json]) -> set[str]:
    """Return the names with OUTPUT whose schema is no other than the one without."""
    alike = {
        name for name in definitions if name.endswith(OUTPUT) and name.removesuffix(OUTPUT) in definitions
    }
    while True:
        different = {
            name
            for name in alike
            if _folded(definitions[name], alike) != _folded(definitions[name.removesuffix(OUTPUT)], alike)
        }
        if not different:
            return alike
        alike -= different


def _folded(schema: Json, alike: set[str]) -> Any:
    return rewrite(schema, lambda inner: _renamed(inner, alike))


def _renamed(schema: Json, alike: set[str]) -> Json:
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.removeprefix("#/$defs/") in alike:
        return {**schema, "$ref": reference.removesuffix(OUTPUT)}
    return schema


def _reachable(schemas: Mapping[str, Json], definitions: Mapping[str, Json]) -> dict[str, Json]:
    wanted: set[str] = set()
    queue: list[Any] = list(schemas.values())

    def follow(schema: Json) -> Json:
        reference = schema.get("$ref")
        if isinstance(reference, str):
            name = reference.removeprefix("#/$defs/")
            if name not in wanted:
                wanted.add(name)
                queue.append(definitions[name])
        return schema

    while queue:
        rewrite(queue.pop(), follow)
    return {name: definitions[name] for name in sorted(wanted)}

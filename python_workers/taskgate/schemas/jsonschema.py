"""JSON Schema (2020-12) from core schemas, with names that cannot collide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import CoreSchema, core_schema

from taskgate.errors import InvalidContract
from taskgate.schemas import decimals
from taskgate.schemas.steps import STEP
from taskgate.schemas.texts import SCHEME, TIME_PATTERN
from taskgate.schemas.tightening import PATTERN

Json = dict[str, Any]

OUTPUT: Final = ".Output"
"""Added to the name of a model that is written differently in a result than it is read from arguments."""

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
    generator = _Generator(ref_template="#/$defs/{model}")
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


class _Generator(GenerateJsonSchema):
    subject = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(by_alias=True, **options)
        self._owners: dict[str, str] = {}

    def one(self, schema: CoreSchema, mode: Any) -> Json:
        self._mode = mode
        return self.generate_inner(schema)

    def named(self) -> dict[str, Json]:
        return {str(name): schema for name, schema in self.definitions.items()}

    def get_defs_ref(self, core_mode_ref: Any) -> Any:
        reference, mode = core_mode_ref
        name = _name(reference) + (OUTPUT if mode == "serialization" else "")
        if self._owners.setdefault(name, reference) != reference:
            raise InvalidContract(f"{self.subject}: two different models are both named {name!r}; rename one")
        return name

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        # A result is written with its defaults, so a reader may rely on them.
        if self.mode == "serialization" and field["type"] != "typed-dict-field":
            return field.get("serialization_exclude_if") is None
        return super().field_is_required(field, total)

    def str_schema(self, schema: core_schema.StringSchema) -> Json:
        written = super().str_schema(schema)
        pattern = schema.get("metadata", {}).get(PATTERN)
        return written if pattern is None else {**written, "pattern": pattern}

    def uuid_schema(self, schema: core_schema.UuidSchema) -> Json:
        version = schema.get("version")
        # The version is the digit at this place, in the variant that has versions; no format says so.
        return {
            "type": "string",
            "format": "uuid",
            **({} if version is None else {"pattern": f"^.{{14}}{version}.{{4}}[89abAB]"}),
        }

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> Json:
        written = super().tagged_union_schema(schema)
        if "discriminator" not in written:
            return written
        # A member's tag may have a default; in the union, which is told by the tag, it has to be there.
        written |= {"type": "object", "required": [written["discriminator"]["propertyName"]]}
        if not all(isinstance(getattr(tag, "value", tag), str) for tag in schema["choices"]):
            del written["discriminator"]  # which knows texts alone; without it oneOf judges
        return written

    def dict_schema(self, schema: core_schema.DictSchema) -> Json:
        written = super().dict_schema(schema)
        # Otherwise a key that no pattern fits would be taken with any value.
        return {**written, "additionalProperties": False} if "patternProperties" in written else written

    def time_schema(self, schema: core_schema.TimeSchema) -> Json:
        # JSON Schema's format "time" asks for an offset, which a time of day does not have.
        return {"type": "string", "pattern": TIME_PATTERN}

    def date_schema(self, schema: core_schema.DateSchema) -> Json:
        return {"type": "string", "format": "date", **_bounds(schema)}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> Json:
        return {"type": "string", "format": "date-time", **_bounds(schema)}

    def float_schema(self, schema: core_schema.FloatSchema) -> Json:
        written = super().float_schema(schema)
        step = schema.get("metadata", {}).get(STEP)
        return written if step is None else {**written, "multipleOf": step}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> Json:
        return decimals.json_schema(schema, self.mode)

    def url_schema(self, schema: core_schema.UrlSchema) -> Json:
        written = super().url_schema(schema)
        start = schema.get("metadata", {}).get(SCHEME)
        return written if start is None else {**written, "pattern": start}

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> Json:
        remedy = "use a pydantic model, a dataclass, a TypedDict or a built-in type"
        raise InvalidContract(f"{self.subject}: {error_info} has no JSON Schema; {remedy}")

    def emit_warning(self, kind: Any, detail: str) -> None:
        if kind == "non-serializable-default":
            raise InvalidContract(f"{self.subject}: {detail}; use a default that is JSON")


def _bounds(schema: Any) -> Json:
    return {
        f"format{end}": schema[bound].isoformat() for bound, end in decimals.BOUNDS.items() if bound in schema
    }


def _name(reference: str) -> str:
    """Return a definition's name for pydantic's reference `module.Model:id[module.Argument:id]`."""
    name = re.sub(r":\d+", "", reference).replace("<locals>.", "")
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_")


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

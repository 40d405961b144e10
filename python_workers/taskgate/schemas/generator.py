"""pydantic's generator of JSON Schema, and what a contract has otherwise: names, forms, refusals."""

# ruff: noqa: D102 (most methods are pydantic's, which says what they are for)

from __future__ import annotations

import re
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from taskgate.errors import InvalidContract
from taskgate.schemas import decimals
from taskgate.schemas.steps import STEP
from taskgate.schemas.texts import SCHEME, TIME_PATTERN
from taskgate.schemas.tightening import PATTERN

OUTPUT: Final = ".Output"
"""Added to the name of a model that is written differently in a result than it is read from arguments."""


class Generator(GenerateJsonSchema):
    """Generates schemas that share their definitions; InvalidContract names `subject`."""

    subject = ""
    """What is described, in words: the task and its parameter."""

    def __init__(self, **options: Any) -> None:
        super().__init__(by_alias=True, **options)
        self._owners: dict[str, str] = {}

    def one(self, schema: CoreSchema, mode: Any) -> JsonSchemaValue:
        """Return the schema of one input, and keep the definitions that it refers to."""
        self._mode = mode
        return self.generate_inner(schema)

    def named(self) -> dict[str, JsonSchemaValue]:
        """Return all definitions so far, by their names."""
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

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        written = super().str_schema(schema)
        pattern = schema.get("metadata", {}).get(PATTERN)
        return written if pattern is None else {**written, "pattern": pattern}

    def uuid_schema(self, schema: core_schema.UuidSchema) -> JsonSchemaValue:
        version = schema.get("version")
        # The version is the digit at this place, in the variant that has versions; no format says so.
        return {
            "type": "string",
            "format": "uuid",
            **({} if version is None else {"pattern": f"^.{{14}}{version}.{{4}}[89abAB]"}),
        }

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        written = super().tagged_union_schema(schema)
        if "discriminator" not in written:
            return written
        # A member's tag may have a default; in the union, which is told by the tag, it has to be there.
        written |= {"type": "object", "required": [written["discriminator"]["propertyName"]]}
        if not all(isinstance(getattr(tag, "value", tag), str) for tag in schema["choices"]):
            del written["discriminator"]  # which knows texts alone; without it oneOf judges
        return written

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        written = super().dict_schema(schema)
        # Otherwise a key that no pattern fits would be taken with any value.
        return {**written, "additionalProperties": False} if "patternProperties" in written else written

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:
        # JSON Schema's format "time" asks for an offset, which a time of day does not have.
        return {"type": "string", "pattern": TIME_PATTERN}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return {"type": "string", "format": "date", **_bounds(schema)}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "format": "date-time", **_bounds(schema)}

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        written = super().float_schema(schema)
        step = schema.get("metadata", {}).get(STEP)
        return written if step is None else {**written, "multipleOf": step}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return decimals.json_schema(schema, self.mode)

    def url_schema(self, schema: core_schema.UrlSchema) -> JsonSchemaValue:
        written = super().url_schema(schema)
        start = schema.get("metadata", {}).get(SCHEME)
        return written if start is None else {**written, "pattern": start}

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> JsonSchemaValue:
        remedy = "use a pydantic model, a dataclass, a TypedDict or a built-in type"
        raise InvalidContract(f"{self.subject}: {error_info} has no JSON Schema; {remedy}")

    def emit_warning(self, kind: Any, detail: str) -> None:
        if kind == "non-serializable-default":
            raise InvalidContract(f"{self.subject}: {detail}; use a default that is JSON")


def _bounds(schema: Any) -> JsonSchemaValue:
    return {
        f"format{end}": schema[bound].isoformat() for bound, end in decimals.BOUNDS.items() if bound in schema
    }


def _name(reference: str) -> str:
    """Return a definition's name for pydantic's reference `module.Model:id[module.Argument:id]`."""
    name = re.sub(r":\d+", "", reference).replace("<locals>.", "")
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_")

from __future__ import annotations

import re
from typing import Any

import pytest

from taskgate.schemas.texts import DECIMAL_PATTERN, TIME_PATTERN
from taskgate.site.limits import describe
from taskgate.site.text import limited

SAFE = 2**53 - 1
WHOLE = {"type": "integer", "minimum": -SAFE, "maximum": SAFE}

CASES: list[tuple[Any, str]] = [
    (True, ""),
    ({"type": "string"}, ""),
    (WHOLE, "a whole number"),
    ({**WHOLE, "minimum": 0}, "a whole number, 0 or more"),
    ({**WHOLE, "minimum": 1, "maximum": 50_000_000}, "a whole number, from 1 to 50\u202f000\u202f000"),
    ({"type": "number", "maximum": 1.5}, "1.5 or less"),
    ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, "more than 0, less than 1"),
    ({"type": "number", "multipleOf": 0.5}, "a multiple of 0.5"),
    ({"type": "string", "minLength": 1}, "1 character or more"),
    ({"type": "string", "maxLength": 20}, "at most 20 characters"),
    ({"type": "string", "minLength": 2, "maxLength": 2}, "exactly 2 characters"),
    ({"type": "string", "pattern": "^a<$"}, "matches ^a&lt;$"),
    ({"type": "string", "pattern": TIME_PATTERN}, "a time of day as HH:MM or HH:MM:SS"),
    ({"type": "string", "pattern": DECIMAL_PATTERN}, "a decimal number"),
    ({"type": "string", "format": "date"}, "a day as YYYY-MM-DD"),
    ({"type": "string", "format": "other"}, "format other"),
    ({"type": "string", "format": "date", "formatMinimum": "2026-01-01",
      "formatExclusiveMaximum": "2027-01-31"},
     "a day as YYYY-MM-DD, not before 2026-01-01, before 2027-01-31"),
    ({"type": "string", "format": "decimal", "pattern": DECIMAL_PATTERN, "formatExclusiveMinimum": "0"},
     "a decimal number, more than 0"),
    ({"type": "array", "items": {"type": "array", "items": {"minimum": 0}, "maxItems": 2}, "maxItems": 3},
     "at most 3 items; each item: at most 2 items; each item of each item: 0 or more"),
    ({"type": "array", "uniqueItems": True, "minItems": 1}, "1 item or more, none of them twice"),
    ({"prefixItems": [WHOLE, {}], "minItems": 2, "maxItems": 2}, "item 1: a whole number"),
    ({"prefixItems": [{}], "items": WHOLE}, "each further item: a whole number"),
    ({"type": "object", "minProperties": 1, "maxProperties": 3}, "1 to 3 members"),
    ({"type": "object", "additionalProperties": WHOLE}, "each value: a whole number"),
    ({"type": "object", "patternProperties": {"^a": WHOLE}}, "keys match ^a; their values: a whole number"),
    ({"type": "object", "propertyNames": {"maxLength": 2}}, "each key: at most 2 characters"),
    ({"anyOf": [{**WHOLE, "minimum": 1}, {"type": "null"}]}, "a whole number, 1 or more"),
    ({"anyOf": [{"type": "array", "maxItems": 2}, WHOLE]},
     "a list: at most 2 items; as integer: a whole number"),
    ({"oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}], "discriminator": {"propertyName": "kind"}},
     "told apart by kind"),
    ({"allOf": [{"minLength": 2}]}, "2 characters or more"),
    ({"readOnly": True, "deprecated": True}, "deprecated, only in what is returned"),
    ({"examples": ["Ada"]}, "for example &quot;Ada&quot;"),
    ({"type": "object", "properties": {"a": {"minLength": 1}}}, "a: 1 character or more"),
    # What this does not know is shown as it is written.
    ({"contentEncoding": "base64"}, "contentEncoding &quot;base64&quot;"),
    ({"not": {"const": 1}}, "not { const: 1 }"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "expected"), CASES, ids=[case[1] for case in CASES])
def test_limits_in_words(schema: Any, expected: str) -> None:
    assert re.sub(r"</?code>", "", limited(describe(schema))) == expected

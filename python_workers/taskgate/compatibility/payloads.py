"""Values that a schema may accept: a plain one, and around it each that differs in one place.

What is made here is a proposal. It counts for nothing until both schemas have judged it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, Final

from taskgate.compatibility import flattened
from taskgate.compatibility.samples import LONGEST, Pool, in_range, in_turns, matching
from taskgate.compatibility.schemas import Schema
from taskgate.schemas.jsonschema import Json

NOTHING: Final = object()
"""In place of a value, where none was found."""

_DEEPEST: Final = 7
_EACH: Final = 400
"""Values for one place, so that a large schema has turns left for its other places."""

_PLAIN: Final[Json] = {"null": None, "boolean": True, "integer": 0, "number": 0.5, "string": "text"}


class Payloads:
    """Values of schemas that share definitions; limits and names of `pool` are tried at every place."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def plain(self, schema: Schema, depth: int = 0) -> Any:
        """Return a small value that the schema should accept, or NOTHING."""
        body = flattened.flat(schema)
        if body is False or depth > _DEEPEST:
            return NOTHING
        if body is True:
            return "text"
        if "const" in body or body.get("enum"):
            return body["const"] if "const" in body else body["enum"][0]
        for word in ("anyOf", "oneOf"):
            if word in body:
                made = [self.plain(each, depth + 1) for each in flattened.members(schema.at(body), word)]
                # The smallest, so that models that contain themselves end.
                found = sorted(
                    (each for each in made if each is not NOTHING), key=lambda each: len(repr(each))
                )
                return found[0] if found else NOTHING
        return self._plain_of(schema.at(body), flattened.kinds(body)[0], depth)

    def _plain_of(self, schema: Schema, kind: str, depth: int) -> Any:
        body = schema.body
        if kind in ("integer", "number"):
            fitting = [each for each in self._pool.numbers_of(kind) if in_range(body, each)]
            return min(fitting, key=lambda each: (abs(each), each < 0)) if fitting else _PLAIN[kind]
        if kind == "string":
            return next(self._pool.texts_of(body))
        if kind == "array":
            return self._filled(schema, [], depth)
        if kind == "object":
            made: Json = {}
            for name in body.get("required", []):
                made[name] = self.plain(self._member(schema, name), depth + 1)
            while len(made) < min(body.get("minProperties", 0), LONGEST):
                name = self._new_name(schema, made)
                made[name] = self.plain(self._member(schema, name), depth + 1)
            return NOTHING if any(value is NOTHING for value in made.values()) else made
        return _PLAIN[kind]

    def variants(self, schema: Schema, depth: int = 0) -> Iterator[Any]:
        """Yield values that differ from the plain one in one place each, the plain one first."""
        return islice(self._variants(schema, depth), _EACH)

    def _variants(self, schema: Schema, depth: int) -> Iterator[Any]:
        plain = self.plain(schema, depth)
        if plain is not NOTHING:
            yield plain
        body = flattened.flat(schema)
        if body is False or depth > _DEEPEST:
            return
        if body is True:
            body = {}
        schema = schema.at(body)
        if "const" in body or "enum" in body:
            yield from [body["const"]] if "const" in body else body["enum"]
            return
        for word in ("anyOf", "oneOf"):
            if word in body:
                yield from in_turns(
                    [self.variants(each, depth + 1) for each in flattened.members(schema, word)]
                )
                return
        yield from in_turns([self._of(schema, kind, depth) for kind in flattened.kinds(body)])

    def _of(self, schema: Schema, kind: str, depth: int) -> Iterator[Any]:
        if kind == "boolean":
            yield from (True, False)
        elif kind in ("integer", "number"):
            yield from self._pool.numbers_of(kind)
        elif kind == "string":
            yield from self._pool.texts_of(schema.body)
        elif kind == "array":
            yield from self._arrays(schema, depth)
        elif kind == "object":
            yield from self._objects(schema, depth)
        else:
            yield None

    def _filled(self, schema: Schema, items: list[Any], depth: int, length: int | None = None) -> Any:
        """Return the list with plain items behind it, as many as are needed; NOTHING where there are none."""
        wanted = schema.body.get("minItems", 0) if length is None else length
        prefix = schema.body.get("prefixItems", [])
        made = list(items)
        while len(made) < min(wanted, LONGEST):
            body = prefix[len(made)] if len(made) < len(prefix) else schema.body.get("items", True)
            if schema.body.get("uniqueItems"):
                fresh = (each for each in self.variants(schema.at(body), depth + 1) if each not in made)
                made.append(next(fresh, NOTHING))
            elif len(made) > len(prefix) and len(made) > len(items):
                made.append(made[-1])
            else:
                made.append(self.plain(schema.at(body), depth + 1))
            if made[-1] is NOTHING:
                return NOTHING
        return made

    def _arrays(self, schema: Schema, depth: int) -> Iterator[Any]:
        prefix, rest = schema.body.get("prefixItems", []), schema.body.get("items", True)
        made: list[Any] = [
            self._filled(schema, [], depth, length) for length in (len(prefix), *self._pool.lengths)
        ]
        yield from (each for each in made if each is not NOTHING)
        yield from in_turns(
            [self._at(schema, place, body, depth) for place, body in enumerate([*prefix, rest])]
        )

    def _at(self, schema: Schema, place: int, body: Any, depth: int) -> Iterator[Any]:
        before = self._filled(schema, [], depth, place)
        if before is NOTHING:
            return
        for item in self.variants(schema.at(body), depth + 1):
            for items in ([*before, item], [*before, item, item]):
                made = self._filled(schema, items, depth, max(schema.body.get("minItems", 0), len(items)))
                if made is not NOTHING:
                    yield made

    def _objects(self, schema: Schema, depth: int) -> Iterator[Any]:
        plain = self._plain_of(schema, "object", depth)
        if plain is NOTHING:
            return
        names = [*schema.body.get("properties", {}), *self._further_names(schema)]
        members = {name: self.plain(self._member(schema, name), depth + 1) for name in names}
        present = {name: value for name, value in members.items() if value is not NOTHING}
        for name, value in present.items():
            yield {**plain, name: value}
        yield {
            **plain,
            **{name: present[name] for name in schema.body.get("properties", {}) if name in present},
        }
        yield from in_turns([self._varied(schema, plain, name, depth) for name in names])
        for length in self._pool.lengths:
            if length > len(plain):
                more = dict(plain)
                for name in (*present, *(f"other{number}" for number in range(length))):
                    if len(more) < length:
                        more.setdefault(name, present.get(name, present.get("other")))
                yield more

    def _varied(self, schema: Schema, plain: Json, name: str, depth: int) -> Iterator[Any]:
        for value in self.variants(self._member(schema, name), depth + 1):
            yield {**plain, name: value}

    def _further_names(self, schema: Schema) -> list[str]:
        named = schema.body.get("properties", {})
        found = dict.fromkeys(chain.from_iterable(map(matching, schema.body.get("patternProperties", {}))))
        if "propertyNames" in schema.body:
            names = schema.body["propertyNames"]
            body = {"type": "string", **(names if isinstance(names, dict) else {})}
            of_names = self.variants(schema.at(body))
            found |= dict.fromkeys(each for each in of_names if isinstance(each, str))
        elif schema.body.get("additionalProperties", True) is not False:
            found |= dict.fromkeys(self._pool.names)
        return [name for name in found if name not in named][:40]

    def _new_name(self, schema: Schema, known: Json) -> str:
        names = (
            name
            for name in (*schema.body.get("properties", {}), *self._further_names(schema))
            if name not in known
        )
        return next(names, f"other{len(known)}")

    def _member(self, schema: Schema, name: str) -> Schema:
        named = schema.body.get("properties", {})
        if name in named:
            return schema.at(named[name])
        for written, body in schema.body.get("patternProperties", {}).items():
            if name in matching(written):
                return schema.at(body)
        return schema.at(schema.body.get("additionalProperties", True))

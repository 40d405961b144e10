"""Values for the arguments of one contract: such as it takes, and each of them with one place made odd."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from parity import edges
from taskgate.compatibility.payloads import NOTHING, Payloads
from taskgate.compatibility.samples import Pool
from taskgate.compatibility.schemas import Schema
from taskgate.contracts.contract import arguments_schema
from taskgate.schemas.jsonschema import Json

_BASES: Final = 60
"""Values that the schema proposes, of which each is tried."""

_OTHERS: Final = 0.1
"""How many of the values are tried whose type no schema of the contract names."""

Path = tuple[Any, ...]


def values(contract: Json, count: int, seed: str, edgy: bool) -> list[Any]:
    """Return at most `count` argument objects; the same ones for the same seed.

    `edgy`: and one for each value of edges.py of a type that the contract speaks of, and some others.
    """
    chance = random.Random(seed)
    body = arguments_schema(contract)
    schema = Schema({key: value for key, value in body.items() if key != "$defs"}, contract["$defs"])
    payloads = Payloads(Pool.of(schema))
    proposed = [each for each in islice(payloads.variants(schema), _BASES) if isinstance(each, dict)]
    whole = _whole(payloads, schema)
    bases = [*([whole] if whole else []), *proposed] or [{}]
    made = [*bases, *_at_the_root(bases[0], list(body["properties"]), chance)][:count]
    while len(made) < count:
        value = odd(chance.choice(bases), chance)
        if isinstance(value, dict):  # anything else is no call
            made.append(value)
    return [*made, *_edges(contract, chance)] if edgy else made


def _edges(contract: Json, chance: random.Random) -> Iterator[Any]:
    (parameter,) = contract["parameters"]
    said = json.dumps([parameter["schema"], contract["$defs"]])
    speaks = {str: '"string"' in said, int: "number" in said or "integer" in said}
    for value in edges.ALL:
        of_type = speaks.get(int if type(value) is float else type(value), True)
        if of_type or parameter["schema"] == {} or chance.random() < _OTHERS:
            yield {parameter["name"]: value}


def _whole(payloads: Payloads, schema: Schema) -> Json:
    """Return arguments with every parameter given."""
    found = {name: payloads.plain(schema.at(body)) for name, body in schema.body["properties"].items()}
    return {name: value for name, value in found.items() if value is not NOTHING}


def _at_the_root(base: Json, names: Sequence[str], chance: random.Random) -> Iterator[Any]:
    """Yield each odd value as the one argument, or as one of several, in an order of its own."""
    shuffled = list(edges.ALL)
    chance.shuffle(shuffled)
    for index, value in enumerate(shuffled):
        if names:
            yield {**base, names[index % len(names)]: value}


def odd(value: Any, chance: random.Random) -> Any:
    """Return a copy that differs in one place: another value, a member more or less, an item more or less."""
    path = chance.choice(list(_places(value, ())))
    return _changed(value, path, chance)


def _places(value: Any, path: Path) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _places(member, (*path, key))
    elif isinstance(value, list) and len(value) < 20:
        for index, item in enumerate(value):
            yield from _places(item, (*path, index))


def _changed(value: Any, path: Path, chance: random.Random) -> Any:
    if path:
        key, *rest = path
        inner = _changed(value[key], tuple(rest), chance)
        if isinstance(value, dict):
            return {name: inner if name == key else member for name, member in value.items()}
        return [inner if index == key else item for index, item in enumerate(value)]
    if isinstance(value, dict) and chance.random() < 0.6:
        return _object(value, chance)
    if isinstance(value, list) and chance.random() < 0.6:
        return _array(value, chance)
    if isinstance(value, str) and chance.random() < 0.5:
        return _text(value, chance)
    return chance.choice(edges.ALL)


def _object(value: Json, chance: random.Random) -> Json:
    names = list(value)
    if names and chance.random() < 0.4:
        lost = chance.choice(names)
        return {name: member for name, member in value.items() if name != lost}
    name = chance.choice([*edges.TEXTS, "other", *names])
    return {**value, name: chance.choice(edges.ALL)}


def _array(value: list[Any], chance: random.Random) -> list[Any]:
    if value and chance.random() < 0.4:
        return value[:-1]
    return [*value, chance.choice([*value, *edges.ALL])]


def _text(value: str, chance: random.Random) -> str:
    at = chance.randrange(len(value) + 1)
    piece = chance.choice(
        ["", "\n", " ", "\U0001f600", "a", "0", "\u0661", "Z", "-", ".", "\u2028", "\ud83d"]
    )
    return value[:at] + piece + value[at + chance.randrange(2) :]

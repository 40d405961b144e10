"""Short names for models: `tasks.images.Thumbnail` is shown as `Thumbnail` where no other model is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from taskgate.schemas.generator import OUTPUT
from taskgate.site.types import Schema

_GENERIC: Final = re.compile(r"(\w+)\[")


def short_names(definitions: Mapping[str, Schema]) -> dict[str, str]:
    """Return the name to show for each definition, none of them twice.

    As in the generated TypeScript it is the name of the class, after so many of its modules that it is told
    from others.
    """
    paths = {name: _path(name, schema) for name, schema in definitions.items()}
    chosen: dict[str, str] = {}
    length = 1
    while paths:
        candidates = {name: "".join(map(_capital, path[-length:])) for name, path in paths.items()}
        count = Counter(candidates.values())
        for name, candidate in candidates.items():
            free = count[candidate] == 1 and candidate not in chosen.values()
            if free:
                chosen[name] = candidate
            elif length >= len(paths[name]):
                chosen[name] = name
        paths = {name: path for name, path in paths.items() if name not in chosen}
        length += 1
    return chosen


def _path(name: str, schema: Schema) -> list[str]:
    """Return the modules and the class of a definition; the class as an identifier."""
    suffix = "Output" if name.endswith(OUTPUT) else ""
    plain = name.removesuffix(OUTPUT)
    title = schema.get("title", "") if isinstance(schema, dict) else ""
    generic = _GENERIC.match(title)
    start = plain.find(f".{generic[1]}_") if generic else -1
    if start >= 0:
        # The dots in the arguments of a generic class are no modules of its own.
        own = re.sub(r"\w+\.", "", title)
        return [*plain[:start].split("."), _identifier(own) + suffix]
    *modules, last = plain.split(".")
    return [*modules, _identifier(last) + suffix]


def _identifier(text: str) -> str:
    return "".join(_capital(word) for word in re.split(r"[\W_]+", text) if word)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]

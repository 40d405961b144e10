"""Hints of collections."""

import collections
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Dict, List, Literal, NamedTuple, Optional, Set, Tuple

from pydantic import Field

from tests.foreign.signatures import app


class Place(NamedTuple):
    latitude: float
    longitude: float
    name: str = "here"


@app.task
def of_integers(items: list[int]) -> list[int]:
    return items


@app.task
def of_old_form(
    items: List[int], names: Dict[str, str], pair: Tuple[int, str], one: Optional[int]
) -> List[str]:
    return []


@app.task
def of_anything(items: list, members: dict) -> list[Any]:
    return items


@app.task
def tuples(pair: tuple[int, str], many: tuple[float, ...], none: tuple[()]) -> tuple[bool, int]:
    return True, 1


@app.task
def maps(counts: dict[str, int], by_mode: dict[Literal["fast", "good"], float]) -> dict[str, list[int]]:
    return {}


@app.task
def map_with_integer_keys(names: dict[int, str]) -> int:
    return len(names)


@app.task
def abstract(items: Sequence[int], members: Mapping[str, float]) -> Sequence[str]:
    return []


@app.task
def iterables(items: Iterable[int]) -> Iterator[int]:
    yield from items


@app.task
def sets(tags: set[str], old: Set[int]) -> frozenset[str]:
    return frozenset(tags)


@app.task
def named_tuple(place: Place) -> Place:
    return place


@app.task
def nested(table: list[list[dict[str, list[int | None]]]]) -> list[tuple[str, list[Place]]]:
    return []


@app.task
def sized(items: Annotated[list[int], Field(min_length=1, max_length=3)]) -> None:
    pass


@app.task
def others(
    queue: collections.deque[int], counts: collections.defaultdict[str, int]
) -> collections.OrderedDict[str, int]:
    return counts


@app.task
def functions(callback: Callable[[int], int], kind: type[int]) -> None:
    pass

"""One hint of every kind that a contract can carry; each is the hint of a task that gives back what it gets."""

# ruff: noqa: E501 (long lists of short values)
from __future__ import annotations

import datetime
import decimal
import enum
import ipaddress
import pathlib
import uuid
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Generic, Literal, NamedTuple, NewType, NotRequired, TypeVar

import pydantic
from annotated_types import Ge, Gt, Le, Len, Lt, MultipleOf
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    JsonValue,
    RootModel,
    StrictInt,
    StringConstraints,
    computed_field,
    field_serializer,
)
from pydantic.dataclasses import dataclass as checked_dataclass
from typing_extensions import TypedDict

T = TypeVar("T")
Decimal = decimal.Decimal
UTC = datetime.UTC


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Mixed(enum.Enum):
    ONE = 1
    TEXT = "a"
    HALF = 1.5
    NOTHING = None
    YES = True


class Flat(BaseModel):
    a: int
    b: str = "b"
    c: float | None = None


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    a: int


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    a: int = 1


class OpenTexts(BaseModel):
    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]
    a: int = 1


class Renamed(BaseModel):
    first: int = Field(alias="firstName")
    second: int = Field(2, alias="secondName")


class ByBoth(BaseModel):
    model_config = ConfigDict(populate_by_name=True)
    first: int = Field(alias="firstName")


class ByName(BaseModel):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=False)
    first: int = Field(alias="firstName")


class ByChoice(BaseModel):
    first: int = Field(validation_alias=AliasChoices("one", "eins"), serialization_alias="one")


class Lax(BaseModel):
    model_config = ConfigDict(strict=False, coerce_numbers_to_str=True, use_enum_values=True)
    a: int
    b: str
    c: bool
    d: Colour


class Written(BaseModel):
    a: int

    @computed_field
    def parity(self) -> int:
        return self.a % 2

    @field_serializer("a")
    def of_a(self, value: int) -> str:
        return str(value)


class Engine(BaseModel):
    model_config = ConfigDict(regex_engine="python-re")
    a: str = Field(pattern=r"^\w\s?$")


class Limited(BaseModel):
    model_config = ConfigDict(str_max_length=3, str_min_length=1)
    a: str


class Tree(BaseModel):
    value: int
    children: list[Tree] = []


class Linked(BaseModel):
    next: Linked | None = None


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float


class Square(BaseModel):
    kind: Literal["square", "box"] = "square"
    side: float


class Numbered(BaseModel):
    kind: Literal[1]
    n: int


class Other(BaseModel):
    kind: Literal[2]
    n: str


class Cat(TypedDict):
    kind: Literal["cat"]
    n: int


class Dog(TypedDict):
    kind: Literal["dog"]
    n: NotRequired[str]


class Nested(BaseModel):
    flat: Flat
    many: list[Flat] = []
    by_name: dict[str, Flat] = {}
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None


class Page(BaseModel, Generic[T]):
    items: list[T]
    more: bool = False


class Texts(RootModel[list[str]]):
    pass


class Partial(TypedDict, total=False):
    a: int
    b: str


@dataclass
class Point:
    x: float
    y: float = 0.0
    tags: list[str] = field(default_factory=list)


@checked_dataclass
class Checked:
    x: Annotated[int, Field(ge=0)]


class Pair(NamedTuple):
    left: int
    right: str = "r"


Identifier = NewType("Identifier", int)

_DAY: Final = datetime.date(2026, 1, 1)
_MOMENT: Final = datetime.datetime(2026, 1, 1, tzinfo=UTC)


def _text(**constraints: Any) -> Any:
    return Annotated[str, Field(**constraints)]


def _integer(**constraints: Any) -> Any:
    return Annotated[int, Field(**constraints)]


def _number(**constraints: Any) -> Any:
    return Annotated[float, Field(**constraints)]


def _decimal(**constraints: Any) -> Any:
    return Annotated[Decimal, Field(**constraints)]


HINTS: Final[Mapping[str, Any]] = {
    # numbers
    "integer": int,
    "integer_strict": StrictInt,
    "integer_least": _integer(ge=0),
    "integer_above": _integer(gt=0),
    "integer_most": _integer(le=100),
    "integer_below": _integer(lt=100),
    "integer_between": _integer(gt=-1, lt=3),
    "integer_far": _integer(ge=2**53 - 2),
    "integer_below_far": _integer(gt=-(2**60), lt=2**60),
    "integer_steps": _integer(multiple_of=3),
    "integer_large_steps": _integer(multiple_of=10**10),
    "integer_by_types": Annotated[int, Ge(1), Le(3), MultipleOf(2)],
    "number": float,
    "number_least": _number(ge=0),
    "number_above": _number(gt=0),
    "number_most": _number(le=1.1),
    "number_below": _number(lt=1e300),
    "number_between": Annotated[float, Gt(0), Lt(1)],
    "number_tenths": _number(multiple_of=0.1),
    "number_halves": _number(multiple_of=0.5),
    "number_hundredths": _number(multiple_of=0.01, ge=0),
    "number_whole": _number(multiple_of=1),
    "number_pairs": _number(multiple_of=2),
    "number_finite": FiniteFloat,
    "number_any_float": _number(allow_inf_nan=True),
    "boolean": bool,
    "null": None,
    "optional_integer": int | None,
    "new_type": Identifier,
    # texts
    "text": str,
    "text_least": _text(min_length=2),
    "text_most": _text(max_length=4),
    "text_exactly": _text(min_length=10, max_length=10),
    "text_lower": Annotated[str, StringConstraints(to_lower=True, pattern="^[a-z]+$")],
    "text_upper": Annotated[str, StringConstraints(to_upper=True, max_length=2)],
    "text_stripped": Annotated[str, StringConstraints(strip_whitespace=True)],
    "text_from_number": _text(coerce_numbers_to_str=True),
    "pattern_end": _text(pattern=r"^a$"),
    "pattern_space": _text(pattern=r"^\s$"),
    "pattern_no_space": _text(pattern=r"^\S+$"),
    "pattern_digit": _text(pattern=r"^\d+$"),
    "pattern_word": _text(pattern=r"^\w+$"),
    "pattern_no_word": _text(pattern=r"^\W$"),
    "pattern_dot": _text(pattern=r"^.$"),
    "pattern_dots": _text(pattern=r"^.{2,4}$"),
    "pattern_boundary": _text(pattern=r"\ba\b"),
    "pattern_property": _text(pattern=r"^\p{L}+$"),
    "pattern_open": _text(pattern=r"a"),
    "pattern_alternatives": _text(pattern=r"^(a|b\d)?$"),
    "pattern_class": _text(pattern=r"^[^a-f\s]+$"),
    "pattern_astral": _text(pattern="^[\U0001f600-\U0001f64f]$"),
    "pattern_escapes": _text(pattern=r"^\u{1F600}\x61?\/?$"),
    "pattern_both": _text(pattern=r"^[a-z]+$", min_length=2, max_length=3),
    "literal_texts": Literal["a", "b"],
    "literal_mixed": Literal[1, "a", None, True],
    "literal_integer": Literal[1, 2],
    "literal_enum": Literal[Colour.RED],
    "enum_texts": Colour,
    "enum_integers": Level,
    "enum_mixed": Mixed,
    # texts that stand for something
    "date": datetime.date,
    "date_least": Annotated[datetime.date, Field(ge=_DAY)],
    "date_most": Annotated[datetime.date, Field(le=_DAY)],
    "date_between": Annotated[datetime.date, Field(gt=_DAY, lt=datetime.date(2027, 1, 1))],
    "moment": datetime.datetime,
    "moment_aware": pydantic.AwareDatetime,
    "moment_least": Annotated[datetime.datetime, Field(ge=_MOMENT)],
    "moment_below": Annotated[datetime.datetime, Field(lt=_MOMENT)],
    "moment_between": Annotated[datetime.datetime, Field(gt=_MOMENT, le=datetime.datetime(2027, 1, 1, tzinfo=UTC))],
    "time": datetime.time,
    "date_or_text": datetime.date | str,
    "moment_or_date": datetime.datetime | datetime.date,
    "uuid": uuid.UUID,
    "uuid1": pydantic.UUID1,
    "uuid3": pydantic.UUID3,
    "uuid4": pydantic.UUID4,
    "uuid5": pydantic.UUID5,
    "uuid7": pydantic.UUID7,
    "decimal": Decimal,
    "decimal_least": _decimal(ge=0),
    "decimal_above": _decimal(gt=0),
    "decimal_most": _decimal(le=Decimal("99.99")),
    "decimal_below": _decimal(lt=100),
    "decimal_between": _decimal(ge=Decimal("-1.5"), lt=Decimal("0.5")),
    "decimal_digits": _decimal(max_digits=5),
    "decimal_places": _decimal(decimal_places=2),
    "decimal_money": _decimal(max_digits=5, decimal_places=2, ge=0),
    "decimal_steps": _decimal(multiple_of=Decimal("0.01")),
    "decimal_any": _decimal(allow_inf_nan=True),
    "decimal_or_integer": Decimal | int,
    "decimal_or_text": Decimal | str,
    "url": pydantic.AnyUrl,
    "url_http": pydantic.HttpUrl,
    "url_any_http": pydantic.AnyHttpUrl,
    "url_web_socket": pydantic.WebsocketUrl,
    "url_file": pydantic.FileUrl,
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
    "ip_any": pydantic.IPvAnyAddress,
    "path": pathlib.Path,
    "pure_path": pathlib.PurePosixPath,
    "secret": pydantic.SecretStr,
    # collections
    "any": Any,
    "object": object,
    "list": list,
    "list_of_any": list[Any],
    "list_of_integers": list[int],
    "list_of_texts": list[str],
    "list_of_lists": list[list[int]],
    "list_short": Annotated[list[int], Field(max_length=2)],
    "list_long": Annotated[list[int], Field(min_length=1)],
    "list_length": Annotated[list[float], Len(1, 2)],
    "list_fail_fast": Annotated[list[int], pydantic.FailFast()],
    "list_omitting": list[pydantic.OnErrorOmit[int]],
    "sequence": Sequence[str],
    "deque": deque[int],
    "deque_short": Annotated[deque[int], Field(max_length=2)],
    "tuple": tuple[int, str],
    "tuple_many": tuple[float, ...],
    "tuple_short": Annotated[tuple[int, ...], Field(max_length=2)],
    "tuple_empty": tuple[()],
    "tuple_open": tuple,
    "named_tuple": Pair,
    "dict": dict,
    "dict_of_integers": dict[str, int],
    "dict_of_any": dict[str, Any],
    "dict_of_dicts": dict[str, dict[str, list[int]]],
    "dict_short": Annotated[dict[str, int], Field(max_length=1)],
    "dict_long": Annotated[dict[str, int], Field(min_length=1)],
    "dict_by_enum": dict[Colour, int],
    "dict_by_literal": dict[Literal["a", "b"], int],
    "dict_by_pattern": dict[Annotated[str, Field(pattern="^[a-z]$")], int],
    "dict_by_length": dict[Annotated[str, Field(min_length=2, max_length=3)], int],
    "dict_by_both": dict[Annotated[str, Field(pattern="^[a-z]+$", max_length=1)], Any],
    "dict_by_patterns": dict[Annotated[str, Field(pattern="^a")], dict[Annotated[str, Field(pattern="b$")], int]],
    "dict_by_uuid_text": dict[Annotated[str, Field(pattern="^[0-9a-f-]{36}$")], str],
    "mapping": Mapping[str, float],
    "ordered": OrderedDict[str, int],
    "counter": Counter[str],
    "default_dict": defaultdict[str, list[int]],
    "json": JsonValue,
    # models
    "flat": Flat,
    "closed": Closed,
    "open": Open,
    "open_texts": OpenTexts,
    "renamed": Renamed,
    "by_both_names": ByBoth,
    "by_its_name": ByName,
    "by_choice": ByChoice,
    "lax": Lax,
    "written": Written,
    "engine": Engine,
    "limited": Limited,
    "tree": Tree,
    "linked": Linked,
    "nested": Nested,
    "page_of_integers": Page[int],
    "page_of_flats": Page[Flat],
    "root": Texts,
    "cat": Cat,
    "partial": Partial,
    "point": Point,
    "checked": Checked,
    "strict_model": Annotated[Flat, pydantic.Strict()],
    # unions
    "integer_or_text": int | str,
    "integer_or_number": int | float,
    "left_to_right": Annotated[int | str, Field(union_mode="left_to_right")],
    "boolean_or_integer": bool | int,
    "model_or_text": Flat | str | None,
    "models": Flat | Closed,
    "lists": list[int] | list[str],
    "number_or_list": float | list[float],
    "by_tag": Annotated[Circle | Square, Field(discriminator="kind")],
    "by_tag_of_dicts": Annotated[Cat | Dog, Field(discriminator="kind")],
    "by_tag_of_integers": Annotated[Numbered | Other, Field(discriminator="kind")],
    "by_tag_or_none": Annotated[Circle | Square, Field(discriminator="kind")] | None,
    "list_by_tag": list[Annotated[Circle | Square, Field(discriminator="kind")]],
    "dict_of_unions": dict[str, int | list[str] | None],
    "examples": Annotated[int, Field(examples=[1], title="A title", description="Said.", json_schema_extra={"minimum": 5})],
    "schema_by_hand": Annotated[int, pydantic.WithJsonSchema({"type": "string"})],
    "unchecked": pydantic.SkipValidation[int],
    "text_of_base64": pydantic.Base64Str,
    "size": pydantic.ByteSize,
    "network": ipaddress.IPv4Network,
    "date_past": pydantic.PastDate,
}  # fmt: skip

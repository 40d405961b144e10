"""A pattern takes what JavaScript's `new RegExp(pattern, "u")` takes, or is refused."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from taskgate import InvalidContract, task
from taskgate.contracts.definition import definitions
from taskgate.schemas.patterns import as_javascript
from taskgate.schemas.shape import Misfit, Shape
from tests.isolation import shapes


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (r"^\d$", "1", "\u0661"),
        (r"^\D$", "\u0661", "1"),
        (r"^[^\W_]$", "a", "\u00e9"),
        (r"\bfoo\b", "\u00e9foo", "xfoo"),
        (r"\Bfoo", "xfoo", "foo"),
        (r"^\s$", "\ufeff", "\u0085"),
        (r"^\S$", "\u0085", "\u00a0"),
        (r"^.$", "\u0085", "\u2028"),
        (r"^[.]$", ".", "a"),
        (r"^[a\-z]$", "-", "m"),
        (r"^[a~~b]$", "~", "c"),
        (r"^(?:a|(?<name>b))$", "b", "c"),
        (r"^a{2,3}?\/\u0062$", "aa/b", "a/b"),
        (r"^\p{Lu}$", "\u00c4", "a"),
        (r"^\$\{\}$", "${}", "{}"),
    ],
)
def test_pattern_is_javascripts(pattern: str, fits: str, fails: str) -> None:
    shape = Shape.of(Annotated[str, Field(pattern=pattern)], "it")
    assert shape.read(fits) == fits
    with pytest.raises(Misfit):
        shape.read(fails)


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        (r"(?i)a", r"'\(\?'"),
        (r"(?P<name>a)", r"'\(\?'"),
        (r"(?=a)", r"'\(\?='"),
        (r"\Aa", r"\\\\A"),
        (r"a\-b", r"\\\\-"),
        (r"\#", r"\\\\#"),
        (r"(a)\1", r"\\\\1"),
        (r"[]a]", "an empty class"),
        (r"[[:alpha:]]", "without its other half"),
        (r"a}", "without its other half"),
        (r"a++", "after a quantifier"),
        (r"a{2}{3}", "after a quantifier"),
        (r"[+--]", "'--'"),
    ],
)
def test_what_the_languages_do_not_both_read_is_refused(pattern: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        as_javascript(pattern)


@pytest.mark.parametrize("pattern", [r"(?i)a", r"^(?!a)b", r"*a"])
def test_refusal_names_the_parameter(pattern: str) -> None:
    def find(text: Annotated[str, Field(pattern=pattern)]) -> None: ...

    find.__annotations__["text"] = Annotated[str, Field(pattern=pattern)]
    with pytest.raises(InvalidContract, match="parameter 'text'"):
        task(name="patterns.find")(find)
    assert definitions == []


def test_contract_holds_the_pattern_as_it_was_written() -> None:
    [slug] = [
        parameter["schema"]
        for parameter in shapes()["shapes.constraints"].contract()["parameters"]
        if parameter["name"] == "slug"
    ]
    assert slug["pattern"] == "^[a-z]+$"

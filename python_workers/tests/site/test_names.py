from __future__ import annotations

import pytest

from taskgate.site.names import short_names
from tests.site.contracts import committed


def test_models_are_called_after_their_class() -> None:
    names = short_names({"tasks.images.Thumbnail": {}, "tasks.images.Thumbnail.Output": {}})
    assert names == {
        "tasks.images.Thumbnail": "Thumbnail",
        "tasks.images.Thumbnail.Output": "ThumbnailOutput",
    }


def test_a_name_has_no_underscore_as_in_typescript() -> None:
    assert short_names({"m.Box_int": {}}) == {"m.Box_int": "BoxInt"}


def test_modules_tell_apart_what_has_one_name() -> None:
    assert short_names({"a.b.M": {}, "a.c.M": {}, "N": {}}) == {"a.b.M": "BM", "a.c.M": "CM", "N": "N"}


def test_a_generic_class_is_called_after_its_title() -> None:
    schema = {"title": "Page[tasks.images.Image]"}
    assert short_names({"tasks.pages.Page_tasks.images.Image": schema}) == {
        "tasks.pages.Page_tasks.images.Image": "PageImage"
    }


@pytest.mark.parametrize(
    "names", [["M", "a.M", "b.M"], ["x.a_b", "x.aB"], ["a.M", "A.M"], ["M.Output", "MOutput"]]
)
def test_no_name_is_given_twice(names: list[str]) -> None:
    chosen = short_names({name: {} for name in names})
    assert sorted(chosen) == sorted(names)
    assert len(set(chosen.values())) == len(names)


def test_all_models_of_the_repository_have_a_name() -> None:
    definitions = {name: schema for contract in committed() for name, schema in contract["$defs"].items()}
    assert set(short_names(definitions)) == set(definitions)

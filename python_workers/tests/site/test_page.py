"""The HTML of the page; tests/browser sees it in a browser.

After a change that is meant: TASKGATE_REWRITE_GOLDEN=1 .venv/bin/pytest python_workers/tests/site
"""

from __future__ import annotations

import os
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from taskgate.site.page import page
from tests.site.contracts import committed, contract, each_committed, evil, parameter, since

GOLDEN = Path(__file__).parent / "golden.txt"
REWRITE = os.environ.get("TASKGATE_REWRITE_GOLDEN") == "1"

VOID = {"input", "link", "meta", "wbr"}


class Reader(HTMLParser):
    """The elements of a page and its text; refuses elements that are not closed in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("script", "style"):
            self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


def small() -> list[dict[str, Any]]:
    size = {"type": "integer", "minimum": 1, "maximum": 4096}
    copy = {
        "type": "object",
        "title": "Copy",
        "description": "An image that was written.",
        "properties": {"path": {"type": "string", "description": "Where it is."}, "note": {"type": "string"}},
        "required": ["path"],
    }
    model = {"$ref": "#/$defs/tasks.images.Copy"}
    return [
        contract(
            "images.copy",
            parameter("path", {"type": "string"}, description="Where to read `it` from."),
            parameter("width", size, "keywordOnly", default=256),
            summary="Write a smaller copy.",
            description="It keeps the\nproportions.\n\nIts `width` is in pixels.",
            result=model,
            progress={"type": "number"},
            errors=[
                {"exception": "tasks.images.Unreadable", "summary": "It is no image.", "details": None},
                {"exception": "ValueError", "summary": "", "details": {"type": "array", "items": model}},
            ],
            limits={"timeLimit": 60, "softTimeLimit": 30.5},
            retries={
                "max": 3,
                "on": ["ConnectionError", "TimeoutError"],
                "except": ["tasks.images.Unreadable"],
                "delaySeconds": 2,
                "backoff": {"maxSeconds": 600, "jitter": True},
            },
            idempotent=True,
            examples=[
                {"arguments": {"path": "a.jpg"}, "result": {"path": "b.jpg"}},
                {"arguments": {"path": "no"}, "exception": "tasks.images.Unreadable"},
            ],
            **{"$defs": {"tasks.images.Copy": copy}},
        ),
        contract("mail.send", queue={"name": "mail", "type": "quorum"}, storesResult=False, retries=None),
    ]


def test_the_page_is_the_golden_one() -> None:
    new = small()
    old = [contract("images.copy"), contract("images.gone", summary="Was here.")]
    html = page(new, "Pictures", since(old, new))
    body = html[html.index("<body>") : html.index("<script>")]
    if REWRITE:
        GOLDEN.write_text(body, encoding="utf-8")
    assert body == GOLDEN.read_text(encoding="utf-8")


def test_nothing_of_a_contract_becomes_markup() -> None:
    harmless, bad = Reader(page([contract("a.b")], "T")), Reader(page([evil()], "<script>T</script>"))
    assert sum(tag == "script" for tag, _ in bad.elements) == 1
    assert not [tag for tag, _ in bad.elements if tag == "img"]
    allowed = {name for _, attrs in harmless.elements for name in attrs} | {"checked"}
    assert {name for _, attrs in bad.elements for name in attrs} <= allowed
    assert bad.text.count("<script>window.hacked = 1</script>") > 10
    assert "<script>T</script>" in bad.text


@pytest.mark.parametrize("written", each_committed())
def test_each_contract_has_its_page(written: dict[str, Any]) -> None:
    reader = Reader(page([written], "T"))
    words = [written["name"], written["queue"]["name"], *(each["name"] for each in written["parameters"])]
    words += [error["exception"] for error in written["errors"]]
    assert [word for word in words if word not in reader.text] == []


def test_the_calls_that_a_task_carries_over_are_named() -> None:
    shapes = [
        {"carriedBy": name, "summary": "", "parameters": [parameter(each, {}) for each in given], "$defs": {}}
        for name, given in (("to_one_line", ["order", "address"]), ("<b>", []))
    ]
    html = page([contract("orders.ship", older=shapes)], "T")
    assert "carried over by to_one_line(order, address), <b>()" in Reader(html).text
    assert "Older calls" not in page([contract("orders.ship")], "T")


def test_what_may_be_left_out_is_said_once() -> None:
    integer = {"type": "integer"}
    task = contract(
        "m.f",
        {**parameter("x", integer), "required": False},
        parameter("rest", integer, "variadicPositional"),
        parameter("more", integer, "variadicKeyword"),
    )
    text = Reader(page([task], "T")).text
    assert text.count("may be left out") == 1
    assert text.count("any number of them") == text.count("any further names") == 1


@pytest.mark.parametrize("contracts", [committed(), small(), [evil()]], ids=["committed", "small", "evil"])
def test_every_link_leads_to_one_place(contracts: list[dict[str, Any]]) -> None:
    reader = Reader(page(contracts, "T", since([], contracts)))
    ids = Counter(reader.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    links = [value for value in reader.values("href") if value != "data:,"]
    assert len(links) > len(contracts)
    assert [link for link in links if not link.startswith("#") or unquote(link[1:]) not in ids] == []
    assert {value for key in ("aria-labelledby", "for") for value in reader.values(key)} <= set(ids)


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = page(committed(), "T")
    reader = Reader(html)
    assert [tag for tag, attrs in reader.elements if "src" in attrs or "srcset" in attrs] == []
    assert "@import" not in html
    assert "url(" not in html
    policy = next(attrs["content"] for _, attrs in reader.elements if "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_order_of_the_contracts_does_not_matter() -> None:
    contracts = committed()
    assert page(contracts, "T") == page(contracts[::-1], "T")

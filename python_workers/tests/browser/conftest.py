from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from taskgate.site.page import page
from tests.browser.devtools import Browser
from tests.site.contracts import committed, contract, evil, signed, since

LONG = "a_name_that_is_so_long_that_it_has_to_be_broken_somewhere"


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture(scope="session")
def contracts() -> list[dict[str, Any]]:
    """Return the contracts of the tasks of this repository, and one that means harm."""
    return [*committed("protocol/tasks", "contract_tests/contracts/tasks"), evil()]


@pytest.fixture(scope="session")
def url(contracts: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page with all contracts."""
    changes = since(_before(contracts), contracts)
    path: Path = tmp_path_factory.mktemp("site") / "index.html"
    path.write_text(page(contracts, "Tasks", changes), encoding="utf-8")
    return path.as_uri()


def _before(contracts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was: tasks that are gone or were otherwise, one of them in every part that can change."""
    by_name = {each["name"]: each for each in copy.deepcopy(contracts)}
    images = by_name["images.thumbnail"]
    images["parameters"][2]["schema"]["maximum"] = 2**53 - 1
    bad = by_name[evil()["name"]]
    bad["parameters"][1]["schema"]["enum"].append(bad["summary"] * 9)
    bad["errors"] = []
    everything = contract(
        "primes.below",
        {
            **by_name["primes.below"]["parameters"][0],
            "name": LONG,
        },
        result={"type": "string", "maxLength": 5000},
        queue={"name": "other", "type": "quorum"},
        limits={"timeLimit": 9, "softTimeLimit": 3},
    )
    return [contract("old.gone"), everything, signed(images), signed(bad)]


@pytest.fixture(scope="session")
def url_of_all(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page with every shape that the exporter writes."""
    path: Path = tmp_path_factory.mktemp("all") / "index.html"
    path.write_text(page(committed(), "All"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def browser(chromium: Browser, url: str) -> Iterator[Browser]:
    """Show the page, wide and in the light; it complains of nothing and asks for nothing else."""
    chromium.see(1280)
    chromium.open("about:blank")
    chromium.requests.clear()
    chromium.complaints.clear()
    chromium.open(url)
    yield chromium
    assert chromium.complaints == []
    assert {request.partition("#")[0] for request in chromium.requests} == {url}

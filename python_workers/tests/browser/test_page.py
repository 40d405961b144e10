"""The page in a real browser, from a file: no server."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from taskgate.site.calls import sample_arguments
from tests.browser.conftest import LONG
from tests.browser.devtools import Browser
from tests.site.contracts import committed

MEASURES = Path(__file__).with_name("measures.js").read_text().partition("\n")[2].rstrip().rstrip(";")

ESCAPE, TAB, RIGHT = ("Escape", 27), ("Tab", 9), ("ArrowRight", 39)


def measure(browser: Browser, name: str) -> Any:
    return browser.run(f"{MEASURES}.{name}()")


def count(browser: Browser) -> str:
    return str(browser.run("document.getElementById('found').textContent"))


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 2200])
def test_nothing_sticks_out_to_the_side(browser: Browser, width: int) -> None:
    browser.see(width)
    for language in ("both", "ts", "py"):
        browser.run(f"document.getElementById('language-{language}').click()")
        assert browser.run("document.documentElement.scrollWidth") <= width
        assert measure(browser, "tooWide") == []


@pytest.mark.parametrize(
    ("scheme", "media"), [("light", ""), ("dark", ""), ("light", "print"), ("dark", "print")]
)
def test_every_text_can_be_read(browser: Browser, scheme: str, media: str) -> None:
    browser.see(1280, scheme, media)
    contrast = measure(browser, "faint")
    assert contrast["seen"] > 2000
    assert contrast["found"] == []


def test_the_page_is_dark_where_the_reader_wants_it(browser: Browser) -> None:
    assert measure(browser, "lightness") > 230
    browser.see(1280, "dark")
    assert measure(browser, "lightness") < 40
    browser.see(1280, "dark", "print")
    assert measure(browser, "lightness") == 255


def test_the_filter_finds_by_every_word_from_the_keyboard(browser: Browser) -> None:
    everything = measure(browser, "listed")
    assert count(browser) == f"{len(everything)} tasks"
    browser.type("/")
    browser.type("Count primes")
    assert measure(browser, "listed") == ["primes.count"]
    assert count(browser) == f"1 of {len(everything)} tasks"
    shown = measure(browser, "shown")
    assert "primes.count" in shown
    assert "primes.below" not in shown
    browser.type("xyz")
    assert measure(browser, "listed") == measure(browser, "shown") == []
    browser.press(*ESCAPE)
    assert measure(browser, "listed") == everything
    assert count(browser) == f"{len(everything)} tasks"


def test_the_filter_finds_errors_models_and_queues(browser: Browser) -> None:
    browser.type("/LimitTooLarge")
    assert measure(browser, "listed") == ["primes.below", "primes.count"]
    browser.press(*ESCAPE)
    browser.type("thumbnail")
    assert "model:tasks.images.Thumbnail" in measure(browser, "shown")
    browser.press(*ESCAPE)
    browser.type("cpu csv")
    assert measure(browser, "listed") == ["tables.profile"]


def test_a_link_to_a_hidden_task_shows_it(browser: Browser) -> None:
    browser.type("/thumbnail")
    browser.run(
        "new Promise((done) => { addEventListener('hashchange', done); location.hash = '#primes.count' })"
    )
    assert "primes.count" in measure(browser, "shown")
    assert browser.run("document.getElementById('primes.count').getBoundingClientRect().top < innerHeight")


def test_what_has_changed_leads_to_what_breaks_and_on_which_payload(browser: Browser) -> None:
    browser.type("/thumbnail")
    link = "document.querySelector('.changes a[href=\"#since:primes.below\"]')"
    arrived = "new Promise((done) => { addEventListener('hashchange', done); %s.click() })"
    assert measure(browser, "shown").count("primes.below") == 0
    browser.run(arrived % link)
    assert "primes.below" in measure(browser, "shown")
    assert 0 <= browser.run("document.querySelector(':target').getBoundingClientRect().top") < 200
    found = json.loads(browser.run(f"JSON.stringify({MEASURES}.findings('primes.below'))"))
    rules = {each["rule"]: each for each in found}
    gone = rules["parameter-removed"]
    assert gone["verdict"] == "Breaking"
    assert gone["level"].startswith("wire: ")
    assert gone["breaks"] == "old client + new worker (backward)"
    assert gone["where"] == f"{LONG}: /parameters/0 in v1"
    assert json.loads(gone["payload"])[LONG] == 0
    assert gone["verified"] == "in python"
    assert {"queue-changed", "queue-type-changed", "result-widened"} <= set(rules)
    assert "limit-changed (note, either client + the other worker, behaviour): " in browser.run(
        "document.querySelector('[id=\"primes.below\"] .asides').textContent"
    )
    assert all(each["seen"] for each in found)


def test_a_deep_link_leads_to_its_task(browser: Browser, url: str) -> None:
    browser.open("about:blank")
    browser.requests.clear()
    browser.open(f"{url}#primes.count")
    top = browser.run("document.getElementById('primes.count').getBoundingClientRect().top")
    assert 0 <= top < 200


def test_one_language_can_be_chosen_from_the_keyboard(browser: Browser) -> None:
    visible = "(kind) => [...document.querySelectorAll(kind)].filter((each) => each.checkVisibility()).length"
    browser.run("document.getElementById('language-both').focus()")
    assert browser.run(f"({visible})('.ts')") == browser.run(f"({visible})('.py')") > 100
    browser.press(*RIGHT)
    assert browser.run(f"({visible})('.ts')") > 100
    assert browser.run(f"({visible})('.py')") == 0
    browser.press(*RIGHT)
    assert browser.run(f"({visible})('.ts')") == 0
    assert browser.run(f"({visible})('.py')") > 100


def test_the_node_calls_are_javascript_and_give_the_arguments(chromium: Browser, url_of_all: str) -> None:
    chromium.open(url_of_all)
    expected = []
    # As on the page: by queue, then by name.
    ordered = sorted(committed(), key=lambda each: (each["queue"]["name"], each["name"]))
    for contract in ordered:
        examples = [example["arguments"] for example in contract["examples"]]
        path = f"tasks.{contract['name']}{'' if contract['storesResult'] else '.send'}"
        expected += [[path, given] for given in examples or [sample_arguments(contract)]]
    assert json.loads(json.dumps(measure(chromium, "calls"))) == expected


def test_a_call_is_copied(browser: Browser) -> None:
    browser.run("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    button = "document.querySelector('[id=\"primes.below\"] .ts.copied button')"
    assert browser.run(f"{button}.getAttribute('aria-label')") == "Copy the Node.js call of primes.below"
    browser.run(f"{button}.click()")
    assert browser.run("window.copied") == "await gate.tasks.primes.below({ limit: 10 });"
    assert browser.run(f"{button}.textContent") == "Copied"


def test_a_call_is_marked_where_there_is_no_clipboard(browser: Browser) -> None:
    browser.run("navigator.clipboard.writeText = async () => { throw new Error('not allowed') }")
    browser.run("document.querySelector('[id=\"primes.below\"] .ts.copied button').click()")
    assert browser.run("getSelection().toString()") == "await gate.tasks.primes.below({ limit: 10 });"


def test_no_text_of_a_contract_is_run(browser: Browser) -> None:
    text = browser.run("document.querySelector('main').textContent")
    assert text.count("<script>window.hacked = 1</script>") > 5
    assert browser.run("document.scripts.length") == 1
    assert browser.run("document.images.length") == 0
    assert browser.run("window.hacked") is None


def test_markup_that_came_in_all_the_same_would_not_run(browser: Browser) -> None:
    browser.run(
        "document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.hacked = 1\">x</b>');"
        "document.body.lastChild.click();"
        "document.body.append(Object.assign(document.createElement('script'), { text: 'window.hacked = 2' }))"
    )
    assert browser.run("window.hacked") is None
    assert len(browser.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in browser.complaints)
    browser.complaints.clear()


def test_the_keyboard_comes_by_everything_in_its_order(browser: Browser) -> None:
    at = "document.activeElement"
    browser.press(*TAB)
    assert browser.run(f"{at}.className") == "skip"
    assert browser.run(f"{at}.getBoundingClientRect().top >= 0")
    browser.press(*TAB)
    assert browser.run(f"{at}.id") == "language-both"
    browser.press(*TAB)
    assert browser.run(f"{at}.id") == "filter"
    browser.press(*TAB)
    assert browser.run(f"{at}.closest('nav') !== null && {at}.href !== ''")
    assert browser.run(f"getComputedStyle({at}).outlineStyle") == "solid"


def test_a_screen_reader_finds_landmarks_headings_and_names(browser: Browser) -> None:
    browser.send("Accessibility.enable")
    nodes = [node for node in browser.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    browser.send("Accessibility.disable")
    named: dict[str, list[str]] = {}
    for node in nodes:
        named.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert [len(named[role]) for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    assert named["navigation"] == ["Tasks"]
    assert named["searchbox"] == ["Filter tasks"]
    assert named["radio"] == ["Both", "TypeScript", "Python"]
    for role in ("link", "button", "heading", "region"):
        assert named[role]
        assert all(named[role]), role
    levels = browser.run("[...document.querySelectorAll('h1, h2, h3, h4')].map((each) => +each.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_without_scripts_there_is_no_filter_and_all_else(chromium: Browser, url: str) -> None:
    chromium.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open("about:blank")
        chromium.open(url)
        assert not chromium.run("document.querySelector('.filter').checkVisibility()")
        assert chromium.run("document.querySelector('nav li a').checkVisibility()")
        assert chromium.run("document.querySelectorAll('button').length") == 0
        chromium.run("document.getElementById('language-py').click()")
        assert not chromium.run("document.querySelector('.signature .ts').checkVisibility()")
    finally:
        chromium.send("Emulation.setScriptExecutionDisabled", value=False)


def test_on_paper_there_is_what_can_be_read_there(browser: Browser) -> None:
    browser.see(800, "light", "print")
    visible = "(selector) => document.querySelector(selector).checkVisibility()"
    for selector in ("nav", ".language", ".copied button", ".skip"):
        assert not browser.run(f"({visible})({json.dumps(selector)})")
    for selector in ("h1", ".signature .ts", ".signature .py", ".fields"):
        assert browser.run(f"({visible})({json.dumps(selector)})")

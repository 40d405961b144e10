"""The page: its frame, and the tasks by queue."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from taskgate.schemas.jsonschema import Json
from taskgate.site.changes import Changes
from taskgate.site.markup import Child, Html, raw, tag
from taskgate.site.models import definitions_of, models_section
from taskgate.site.names import short_names
from taskgate.site.since import mark, overview
from taskgate.site.task import search_text, task
from taskgate.site.text import anchor, dotted

_CHOICES: Final = (("both", "Both"), ("ts", "TypeScript"), ("py", "Python"))


def page(contracts: Sequence[Json], title: str, changes: Changes | None = None) -> str:
    """Return the whole page as HTML; the same contracts give the same text.

    Style and script are in it, and its policy lets a browser load and run nothing else.
    """
    contracts = sorted(contracts, key=lambda contract: str(contract["name"]))
    style, script = _own("page.css"), _own("page.js")
    definitions = definitions_of(contracts)
    names = short_names(definitions)
    queues = _by_queue(contracts)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        raw("style", style),
    )
    body = tag(
        "body",
        tag("a", "Skip to the tasks", class_="skip", href="#tasks"),
        _header(contracts, queues, title),
        _navigation(queues, names, changes),
        tag(
            "main",
            overview(changes) if changes else None,
            [
                tag(
                    "section",
                    tag("h2", "Queue ", tag("code", name), id=f"queue-{index}"),
                    [task(contract, names, changes) for contract in tasks],
                    aria_labelledby=f"queue-{index}",
                )
                for index, (name, tasks) in enumerate(queues.items())
            ],
            models_section(contracts, definitions, names),
            id="tasks",
            tabindex="-1",
        ),
        tag("footer", tag("p", "Written by ", tag("code", "taskgate contracts docs"), ".")),
        raw("script", script),
    )
    return "<!doctype html>\n" + tag("html", head, body, lang="en")


def _own(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy for exactly this style and script: a second lock behind escaping."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _by_queue(contracts: Sequence[Json]) -> dict[str, list[Json]]:
    queues: dict[str, list[Json]] = {}
    for contract in sorted(contracts, key=lambda each: str(each["queue"]["name"])):
        queues.setdefault(contract["queue"]["name"], []).append(contract)
    return queues


def _header(contracts: Sequence[Json], queues: Mapping[str, object], title: str) -> Html:
    amount = f"{_count(len(contracts), 'task')} in {_count(len(queues), 'queue')}"
    buttons: list[Child] = [
        tag(
            "label",
            tag(
                "input",
                type="radio",
                name="language",
                value=value,
                id=f"language-{value}",
                checked=value == "both",
            ),
            tag("span", words),
        )
        for value, words in _CHOICES
    ]
    return tag(
        "header",
        tag("div", tag("h1", title), tag("p", amount, class_="note")),
        tag("fieldset", tag("legend", "Show"), buttons, class_="language"),
    )


def _navigation(
    queues: Mapping[str, Sequence[Json]], names: Mapping[str, str], changes: Changes | None
) -> Html:
    total = sum(map(len, queues.values()))
    return tag(
        "nav",
        tag(
            "div",
            tag("label", "Filter tasks", for_="filter"),
            tag("input", type="search", id="filter", autocomplete="off", spellcheck="false"),
            tag("p", _count(total, "task"), id="found", role="status"),
            class_="filter",
        ),
        tag(
            "div",
            tag("p", tag("a", f"Since {changes.revision}", href="#changes")) if changes else None,
            [
                tag(
                    "div",
                    tag("h2", "Queue ", tag("code", name)),
                    tag("ul", [_entry(contract, names, changes) for contract in tasks]),
                    class_="group",
                )
                for name, tasks in queues.items()
            ],
            tag("p", tag("a", "Models", href="#models")) if names else None,
            class_="index",
        ),
        aria_label="Tasks",
    )


def _entry(contract: Json, names: Mapping[str, str], changes: Changes | None) -> Html:
    return tag(
        "li",
        tag("a", dotted(contract["name"]), href=anchor(contract["name"])),
        mark(changes, contract["name"]),
        data_search=search_text(contract, names),
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"

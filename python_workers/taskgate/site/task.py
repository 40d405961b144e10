"""One task on the page: the signature first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from taskgate.schemas.jsonschema import Json
from taskgate.site.calls import node_call, python_call, sample_arguments
from taskgate.site.changes import Changes
from taskgate.site.fields import arguments, members, resolved, words
from taskgate.site.literals import JAVASCRIPT, PYTHON, broken
from taskgate.site.markup import Child, Html, join, tag
from taskgate.site.signature import python_head, typescript_head
from taskgate.site.since import mark, section
from taskgate.site.text import anchor, both, inline, prose, typed
from taskgate.site.types import Schema


def task(contract: Json, models: Mapping[str, str], changes: Changes | None) -> Html:
    """Return the article of a task, with what has changed of it."""
    name = contract["name"]
    return tag(
        "article",
        tag(
            "h3",
            tag("a", tag("code", name), href=anchor(name)),
            mark(changes, name),
        ),
        tag("p", inline(contract["summary"]), class_="summary") if contract["summary"] else None,
        _signature(contract, models),
        prose(contract["description"]),
        _section(
            "Takes", arguments(contract, models) if contract["parameters"] else tag("p", "No arguments.")
        ),
        _section(
            "Gives",
            _value(contract["result"], contract, models)
            if contract["storesResult"]
            else tag("p", "Nothing that a caller can wait for: its result is not stored."),
        ),
        None
        if contract["progress"] is None
        else _section("Reports progress", _value(contract["progress"], contract, models)),
        _section("Errors", _errors(contract, models)) if contract["errors"] else None,
        _section("Examples", _examples(contract)),
        _section("Runs", _limits(contract)),
        section(changes, name),
        id=name,
        data_search=search_text(contract, models),
    )


def search_text(contract: Json, models: Mapping[str, str]) -> str:
    """Return what the filter looks into, in lower case."""
    texts = [
        contract["name"],
        contract["summary"],
        contract["queue"]["name"],
        *(parameter["name"] for parameter in contract["parameters"]),
        *(error["exception"] for error in contract["errors"]),
        *(models[name] for name in contract["$defs"]),
    ]
    return " ".join(" ".join(texts).lower().split())


def _section(title: str, content: Child) -> Html:
    return join([tag("h4", title), content])


def _signature(contract: Json, models: Mapping[str, str]) -> Html:
    heads = (
        ("TypeScript", "ts", typescript_head(contract, models)),
        ("Python", "py", python_head(contract, models)),
    )
    return tag(
        "div",
        [
            tag("figure", _label(label), tag("pre", tag("code", typed(parts, models, css))), class_=css)
            for label, css, parts in heads
        ],
        class_="signature",
    )


def _label(text: str) -> Html:
    return tag("figcaption", text)


def _value(schema: Schema, contract: Json, models: Mapping[str, str]) -> Html:
    """Return a type, with the members of the model where it is one."""
    definitions = contract["$defs"]
    meant = resolved(schema, definitions)
    description = meant.get("description", "") if isinstance(meant, dict) else ""
    return join(
        [
            tag("p", words(schema, definitions, models), class_="type"),
            tag("p", inline(description)) if description else None,
            members(meant, definitions, models),
        ]
    )


def _errors(contract: Json, models: Mapping[str, str]) -> Html:
    return join(
        tag(
            "div",
            tag("p", tag("code", error["exception"]), class_="exception"),
            tag("p", inline(error["summary"])) if error["summary"] else None,
            tag("p", "Without details.")
            if error["details"] is None
            else [tag("p", "Its details:", class_="note"), _value(error["details"], contract, models)],
            class_="error",
        )
        for error in contract["errors"]
    )


def _examples(contract: Json) -> Html:
    if not contract["examples"]:
        given = sample_arguments(contract)
        words = "Placeholders of the right shape; the task has no example of its own."
        note = tag("p", words, class_="note") if given else None
        return tag("div", _calls(contract, given), note, class_="example")
    return join(
        tag("div", _calls(contract, example["arguments"]), _outcome(example), class_="example")
        for example in contract["examples"]
    )


def _calls(contract: Json, given: Mapping[str, Any]) -> Html:
    calls = (
        ("Node.js", "ts", node_call(contract, given)),
        ("Python", "py", python_call(contract, given)),
    )
    return join(
        tag("figure", _label(label), tag("pre", tag("code", text)), class_=f"{css} copied")
        for label, css, text in calls
    )


def _outcome(example: Json) -> Html | None:
    if "exception" in example:
        return tag("p", "fails with ", tag("code", example["exception"]), class_="outcome")
    if "result" not in example:
        return None
    result = example["result"]
    typescript, python = broken(result, JAVASCRIPT), broken(result, PYTHON)
    if "\n" not in typescript + python:
        return tag("p", "gives ", both(typescript, python), class_="outcome")
    blocks = tag("pre", tag("code", typescript), class_="ts"), tag("pre", tag("code", python), class_="py")
    return tag("div", tag("p", "gives"), blocks, class_="outcome")


def _limits(contract: Json) -> Html:
    queue, limits = contract["queue"], contract["limits"]
    rows: list[tuple[str, Child]] = [
        ("Queue", [tag("code", queue["name"]), f", {queue['type']}"]),
        ("Time limit", _seconds(limits["timeLimit"])),
        ("Soft time limit", _seconds(limits["softTimeLimit"])),
        *([("Retries", _retries(contract["retries"]))] if "retries" in contract else []),
        *([("Older calls", _older(contract["older"]))] if "older" in contract else []),
        ("Result", "stored" if contract["storesResult"] else "not stored: nobody can wait for it"),
        ("Idempotent", "yes" if contract["idempotent"] else "not declared"),
        ("Fingerprint", tag("code", contract["fingerprint"].removeprefix("sha256:")[:12])),
    ]
    return tag("dl", [tag("div", tag("dt", term), tag("dd", value)) for term, value in rows], class_="facts")


def _seconds(value: float | None) -> str:
    return "the worker's default" if value is None else f"{value:g} s"


def _retries(retries: Json | None) -> Child:
    if retries is None:
        return "none by itself"
    most, wait, backoff = retries["max"], retries["delaySeconds"], retries["backoff"]
    excepted = [", not ", _names(retries["except"])] if retries["except"] else None
    waits = f"{wait:g} s later"
    if backoff is not None:
        most_s, random = backoff["maxSeconds"], ", at random" if backoff["jitter"] else ""
        waits = f"from {wait:g} to {most_s:g} s later{random}"
    if (within := retries.get("withinSeconds")) is not None:
        waits = f"{waits}, within {within:g} s"
    often = "without end" if most is None else f"up to {most}"
    return [f"{often}, after ", _names(retries["on"]), excepted, f", {waits}"]


def _older(shapes: Sequence[Json]) -> Child:
    calls = [
        f"{each['carriedBy']}({', '.join(one['name'] for one in each['parameters'])})" for each in shapes
    ]
    return ["carried over by ", _names(calls)]


def _names(names: Sequence[str]) -> Child:
    return [[", " if index else None, tag("code", name)] for index, name in enumerate(names)]

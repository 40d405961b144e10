"""What has changed since a revision: an overview, and the findings of each task."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.formats import payload_text
from taskgate.compatibility.report import Outcome
from taskgate.compatibility.rules import PAIRS, RULES, Level
from taskgate.schemas.jsonschema import Json
from taskgate.site.changes import Change, Changes
from taskgate.site.markup import Child, Html, join, tag
from taskgate.site.text import anchor, inline

_GROUPS: Final[Mapping[Outcome | None, str]] = {
    "breaking": "Breaking",
    "unknown": "Unknown",
    "compatible": "Compatible",
    None: "Changed on the wire",
}

_LEVELS: Final[Mapping[Level, str]] = {
    "wire": "a running pair breaks",
    "source": "TypeScript that is generated anew stops compiling",
    "behaviour": "it goes on to run and compile, and does something else",
}

_PARAMETER: Final = re.compile(r"/parameters/(\d+)")


def mark(changes: Changes | None, name: str) -> Html | None:
    """Return a word on a task that is new or not what it was."""
    if changes is None:
        return None
    if name in changes.added:
        return tag("span", "New", class_="mark added")
    change = changes.of(name)
    if change is None:
        return None
    if change.outcome in ("breaking", "unknown"):
        return tag("span", _GROUPS[change.outcome], class_=f"mark {change.outcome}")
    return tag("span", "Changed", class_="mark changed")


def overview(changes: Changes) -> Html:
    """Return all changes by what they mean for callers of before."""
    groups: list[tuple[str, list[Child]]] = [
        (words, [_entry(each) for each in changes.changed if each.outcome == outcome])
        for outcome, words in _GROUPS.items()
    ]
    added: list[Child] = [tag("a", tag("code", name), href=anchor(name)) for name in changes.added]
    removed: list[Child] = [_removed(each, changes) for each in changes.removed]
    groups += [("Added", added), ("Removed", removed)]
    return tag(
        "section",
        tag("h2", "Since ", tag("code", changes.revision), id="changes"),
        _introduction(changes),
        [
            tag(
                "div",
                tag("h3", f"{words} ({len(entries)})"),
                tag("ul", [tag("li", each) for each in entries]),
            )
            for words, entries in groups
            if entries
        ],
        tag("p", "No task was added, changed or removed.") if changes.none else None,
        class_="changes",
        aria_labelledby="changes",
    )


def section(changes: Changes | None, name: str) -> Html | None:
    """Return what was found of a task, for its article."""
    change = None if changes is None else changes.of(name)
    if changes is None or change is None or change.outcome is None:
        return None
    return join(
        [
            tag("h4", tag("code", name), " since ", tag("code", changes.revision), id=_place(name)),
            _findings(change.counted, change, changes),
            tag("p", _rest(change), class_="note") if change.others or not change.counted else None,
            tag("ul", [_line(each) for each in change.others], class_="asides") if change.others else None,
        ]
    )


def _rest(change: Change) -> str:
    if not change.others:
        return "Compatible: it says the same in other words."
    return "Does not count here:" if change.counted else "Compatible. Does not count here:"


def _place(name: str) -> str:
    return f"since:{name}"


def _introduction(changes: Changes) -> Html | None:
    if changes.none:
        return None
    if changes.uncompared is not None:
        words = "By their fingerprints alone, which do not say what breaks: "
        return tag("p", words, inline(changes.uncompared), ".", class_="note")
    words = "Judged for those who call with the contracts of then, while the workers have those of now. "
    alone = "Payloads were judged in Python alone." if changes.unverified is not None else None
    return tag("p", words, alone, class_="note")


def _entry(change: Change) -> Html:
    place = change.name if change.outcome is None else _place(change.name)
    rules = dict.fromkeys(each.rule for each in change.counted or change.others)
    found = tag("span", ", ".join(rules), class_="note") if rules else None
    return join([tag("a", tag("code", change.name), href=anchor(place)), " ", found])


def _removed(change: Change, changes: Changes) -> Html:
    summary = change.old["summary"]
    name = join([tag("code", change.name), " ", inline(summary) if summary else None])
    return join([name, _findings(change.counted, change, changes)])


def _findings(findings: Sequence[Finding], change: Change, changes: Changes) -> Html:
    return join(_finding(each, change, changes) for each in findings)


def _finding(each: Finding, change: Change, changes: Changes) -> Html:
    rows: list[tuple[str, Child]] = [
        ("breaks" if each.verdict == "breaking" else "concerns", f"{PAIRS[each.pair]} ({each.pair})"),
        ("where", _where(each, change, changes)),
        ("why", each.why),
    ]
    if each.has_payload():
        rows += [
            ("payload", tag("pre", tag("code", payload_text(each)))),
            ("verified", f"in {each.verified or 'nothing'}"),
        ]
    return tag(
        "div",
        tag(
            "p",
            tag("span", each.verdict.capitalize(), class_=f"mark {each.verdict}"),
            tag("code", each.rule, class_="name"),
            tag("span", f"{each.level}: {_LEVELS[each.level]}", class_="note"),
            class_="rule",
        ),
        tag("p", RULES[each.rule].meaning),
        tag("dl", [tag("div", tag("dt", term), tag("dd", value)) for term, value in rows], class_="evidence"),
        class_=f"finding {each.verdict}",
    )


def _line(each: Finding) -> Html:
    """Return what is only good to know: as `contracts diff` has it below "Does not count here"."""
    said = f" ({each.verdict}, {PAIRS[each.pair]}, {each.level}): {each.why}"
    payload: Child = ["; ", tag("code", payload_text(each))] if each.has_payload() else None
    return tag("li", tag("code", each.rule, class_="name"), said, payload)


def _where(each: Finding, change: Change, changes: Changes) -> Html:
    contract = change.old if each.inside == "old" or change.new is None else change.new
    side: Child = "now" if contract is change.new else ["in ", tag("code", changes.revision)]
    if not each.place:
        return join(["the task ", side])
    name = _parameter(contract, each.place)
    named: Child = [tag("code", name), ": "] if name else None
    return join([named, tag("code", each.place), " ", side])


def _parameter(contract: Json, place: str) -> str | None:
    found = _PARAMETER.match(place)
    if found is None or int(found[1]) >= len(contract["parameters"]):
        return None
    return str(contract["parameters"][int(found[1])]["name"])

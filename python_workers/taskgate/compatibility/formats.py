"""A report as people, GitHub and CI servers read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree

from taskgate.compatibility.findings import Finding
from taskgate.compatibility.report import Report
from taskgate.compatibility.rules import PAIRS

_LONGEST: Final = 400
"""Characters of a payload that people are shown; JSON has the whole."""


def people(report: Report) -> str:
    """Return what is read in a terminal; what counts comes first."""
    lines: list[str] = []
    counting = [each for each in report.findings if report.counts(each)]
    for finding in counting:
        lines += [*paragraph(finding), ""]
    others = [each for each in report.findings if not report.counts(each)]
    if others:
        lines.append("Does not count here:")
        lines += [f"  {_line(each)}" for each in others] + [""]
    lines += report.warnings
    if report.javascript is not None and any(each.has_payload() for each in report.findings):
        lines.append(f"The payloads were {report.unverified()}.")
    return "\n".join([*lines, _summary(report)]) + "\n"


def paragraph(each: Finding) -> Iterator[str]:
    """Yield the lines on a finding."""
    yield f"{each.task}: {each.verdict}, {each.rule} ({each.level})"
    yield (
        f"  breaks   {PAIRS[each.pair]} ({each.pair})"
        if each.verdict == "breaking"
        else f"  concerns {PAIRS[each.pair]}"
    )
    yield f"  where    {each.place or 'the task'} in {each.inside.upper()}"
    yield f"  why      {each.why}"
    if each.has_payload():
        yield f"  payload  {payload_text(each)}"
        yield f"  verified in {each.verified or 'nothing'}"


def _line(each: Finding) -> str:
    reason = (
        f"accepted: {each.accepted}" if each.accepted else f"{each.verdict}, {PAIRS[each.pair]}, {each.level}"
    )
    payload = f"; {payload_text(each)}" if each.has_payload() and not each.accepted else ""
    return f"{each.task}{' ' + each.place if each.place else ''}: {each.rule} ({reason}): {each.why}{payload}"


def payload_text(each: Finding) -> str:
    """Return the payload as JSON, of which people are shown no more than its beginning."""
    written = json.dumps(each.payload, ensure_ascii=False)
    return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}... ({len(written)} characters)"


def _summary(report: Report) -> str:
    counts = {verdict: len(report.counted(verdict)) for verdict in ("breaking", "unknown")}
    accepted = sum(each.accepted is not None for each in report.findings)
    said = [f"{number} {verdict}" for verdict, number in counts.items() if number]
    said += [f"{accepted} accepted"] if accepted else []
    tasks = f"{len(report.tasks)} task{'' if len(report.tasks) == 1 else 's'}"
    what = f"{report.outcome}: {', '.join(said)}" if said else report.outcome
    return f"{what} ({tasks}, {report.old} -> {report.new}, {report.mode})"


def as_json(report: Report) -> str:
    """Return the report's document."""
    return json.dumps(report.document(), indent=2, ensure_ascii=False) + "\n"


def github(report: Report) -> str:
    """Return annotations of GitHub Actions, and the summary as the last line."""
    lines = []
    for each in report.findings:
        kind = ("error" if each.verdict == "breaking" else "warning") if report.counts(each) else "notice"
        text = f"{_line(each)}{_verified(each)}"
        lines.append(f"::{kind} title={_property(f'{each.rule} {each.task}')}::{_data(text)}")
    lines += [f"::warning title=accepted breaks::{_data(each)}" for each in report.warnings]
    if report.javascript is not None:
        lines.append(f"::notice title=payloads::{_data(report.unverified())}")
    return "\n".join([*lines, _summary(report)]) + "\n"


def _verified(each: Finding) -> str:
    return f" (verified in {each.verified})" if each.has_payload() else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit(report: Report) -> str:
    """Return a test suite with a case for every finding, and one for every task without."""
    suite = ElementTree.Element("testsuite", name="taskgate contracts diff")
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    found = {each.task for each in report.findings}
    for task in (each for each in report.tasks if each not in found):
        ElementTree.SubElement(suite, "testcase", classname=_xml(task), name="unchanged")
        counts["tests"] += 1
    for each in report.findings:
        name = f"{each.rule} {each.pair} {each.place}".strip()
        case = ElementTree.SubElement(suite, "testcase", classname=_xml(each.task), name=_xml(name))
        counts["tests"] += 1
        word = {"breaking": "failure", "unknown": "error"}[each.verdict] if report.counts(each) else None
        if word is None and each.accepted is not None:
            word = "skipped"
        if word is not None:
            counts[word if word == "skipped" else f"{word}s"] += 1
            inner = ElementTree.SubElement(case, word, message=_xml(each.accepted or each.why))
            inner.text = _xml("\n".join(paragraph(each)))
    suite.attrib.update({key: str(value) for key, value in counts.items()})
    said = [*report.warnings, *([] if report.javascript is None else [report.unverified()]), _summary(report)]
    ElementTree.SubElement(suite, "system-out").text = _xml("\n".join(said))
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _xml(text: str) -> str:
    """Return the text with what XML cannot carry written as an escape."""
    carried = (
        each in "\t\n\r" or " " <= each <= "\ud7ff" or "\ue000" <= each <= "\ufffd" or each > "\uffff"
        for each in text
    )
    return "".join(each if fits else f"\\u{ord(each):04x}" for each, fits in zip(text, carried, strict=True))


FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": people,
    "json": as_json,
    "github": github,
    "junit": junit,
}


def written(report: Report, form: Any) -> str:
    """Return the report in one of FORMATS."""
    return FORMATS[form](report)

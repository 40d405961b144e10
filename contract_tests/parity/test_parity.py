"""Python and JavaScript judge every value alike, and a value that both take comes back as what it was.

For each contract: values that it takes and values that are odd in one place, the same ones in every run.
TASKGATE_PARITY_VALUES is how many a contract, 120 unless it is set, besides the values of edges.py for each
hint of shapes.py. A nightly run has some thousand, and another TASKGATE_PARITY_SEED each time.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest

from parity import contracts, generated, worker
from parity.client import ask
from taskgate.contracts.definition import Definition
from taskgate.schemas import lint, plain

VALUES: Final = int(os.environ.get("TASKGATE_PARITY_VALUES", "120"))
SEED: Final = os.environ.get("TASKGATE_PARITY_SEED", "1")

pytestmark = pytest.mark.timeout(3600)  # of a nightly run; half a minute is usual

ONE_WAY: Final[Mapping[str, str]] = {
    "parity.secret": "pydantic writes a secret as asterisks",
    "parity.written": "its author writes it as another value than it is read from",
    "parity.text_of_base64": "what is read is decoded, and what is written has to be encoded by the author",
    "parity.size": "pydantic reads sizes beyond 2^53 bytes",
    "parity.unchecked": "its author turned off the check of what is read, and not of what is written",
    "parity.by_its_name": "its author writes it under another name than it is read from",
    "parity.by_choice": "its author writes it under another name than it is read from",
}
"""Tasks whose results are no arguments of theirs, each with the reason."""


@dataclass
class Case:
    definition: Definition
    given: Any
    sent: str | None = None
    """The body of the message, None where the client refuses."""
    places: Any = None
    verdict: worker.Verdict | None = None


def written(value: Any) -> str:
    """Return the JSON text for judge.ts, which has no NaN."""
    return json.dumps(_marked(value))


def _marked(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "\0NaN" if math.isnan(value) else f"\0{'' if value > 0 else '-'}Infinity"
    if isinstance(value, dict):
        return {key: _marked(member) for key, member in value.items()}
    return [_marked(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    found: list[Case] = []
    lines: list[Any] = []
    for definition in contracts.every():
        contract = definition.contract()
        lines.append({"contract": contract})
        edgy = definition.name.startswith(contracts.ECHO)
        for value in generated.values(contract, VALUES, f"{SEED} {definition.name}", edgy):
            found.append(Case(definition, value))
            lines.append({"arguments": written(value)})
    answers = [each for line, each in zip(lines, ask(lines), strict=True) if "arguments" in line]
    for case, answer in zip(found, answers, strict=True):
        case.sent, case.places = answer.get("sent"), answer.get("places")
        body = case.sent if case.sent is not None else worker.body(case.definition, case.given)
        case.verdict = worker.judge(case.definition, body)
    return found


def test_both_languages_judge_every_value_alike(cases: list[Case]) -> None:
    counts: Counter[str] = Counter()
    different: dict[str, list[str]] = {}
    for case in cases:
        assert case.verdict is not None
        accepted = case.sent is not None
        if _pythons_own(case.given) and not accepted:
            counts["of Python alone"] += 1  # which a caller in JavaScript does not have
            continue
        if lint.alone(case.definition.signature.schema):
            counts["for Python to decide"] += 1
            continue
        counts["accepted" if accepted else "refused"] += 1
        if accepted != case.verdict.accepted:
            refusal = f"worker: {case.verdict.places}" if accepted else f"client: {case.places}"
            line = f"{case.given!r:.300} is refused by the {refusal:.400}"
            different.setdefault(case.definition.name, []).append(line)
    names = {case.definition.name for case in cases}
    print(f"\n{len(names)} contracts, {len(cases)} values:", dict(counts))
    report = [f"{name} ({len(lines)}): {line}" for name, lines in different.items() for line in lines[:5]]
    assert not different, "\n".join(report[:100])
    assert len(names) > 300
    assert min(counts["accepted"], counts["refused"]) > len(cases) / 10


def test_every_value_comes_back_as_what_it_was(cases: list[Case]) -> None:
    lines: list[Any] = []
    asked: list[tuple[Case, Any]] = []
    for name, group in _by_contract(cases):
        lines.append({"contract": group[0].definition.contract()})
        for case in group:
            assert case.verdict is not None
            if not name.startswith(contracts.ECHO) or case.verdict.read is None:
                continue
            value = case.verdict.read[1]["value"]
            meta = worker.meta(case.definition, value)
            assert meta is not None or name in ONE_WAY, f"{name} does not give back {case.given!r}"
            if meta is None:
                continue
            asked.append((case, value))
            lines.append({"meta": meta})
    answers = [each for line, each in zip(lines, ask(lines), strict=True) if "meta" in line]
    different = []
    for (case, value), answer in zip(asked, answers, strict=True):
        why = _difference(case, value, answer)
        if why:
            different.append(f"{case.definition.name}: {case.given!r:.200}: {why:.300}")
    print(f"\n{len(asked)} values came back")
    assert not different, "\n".join(different[:100])
    assert len(asked) > 1000


def _pythons_own(value: Any) -> bool:
    """Whether there is something inside that kombu reads as a date, a UUID or the like."""
    if isinstance(value, dict):
        return value.keys() == {"__type__", "__value__"} or any(map(_pythons_own, value.values()))
    return isinstance(value, list) and any(map(_pythons_own, value))


def _by_contract(cases: list[Case]) -> Iterator[tuple[str, list[Case]]]:
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.definition.name, []).append(case)
    yield from groups.items()


def _difference(case: Case, value: Any, answer: Any) -> str:
    """Say how what the client got differs from what the task gave, or return an empty text."""
    if "value" not in answer:
        return f"the client refuses the result: {answer}"
    if case.definition.name in ONE_WAY:
        return ""
    got = json.loads(answer["value"])
    if not plain.problems(value) and not _same(got, value):
        return f"{value!r} became {got!r}"
    again = worker.judge(case.definition, json.dumps([[], {"value": got}, None]))
    if again.read is None:
        return f"{got!r} is refused: {again.places}"
    return "" if again.read[1]["value"] == value else f"{value!r} became {again.read[1]['value']!r}"


def _same(left: Any, right: Any) -> bool:
    """Equality of JSON values: 1 is 1.0 and not true."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, float) or isinstance(right, float):
        return isinstance(left, (int, float)) and float(left) == float(right)  # JavaScript has no others
    return bool(left == right)

"""Compatible only where no payload proves otherwise, breaking only with payloads that do.

TASKGATE_SCHEMA_PAIRS is the number of pairs: 500 unless it is set, 10,000 in a nightly run. Half as many more
are of models that contain themselves.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskgate.compatibility.comparison import compare
from taskgate.compatibility.engine import proven
from taskgate.compatibility.schemas import Schema
from taskgate.compatibility.tasks import diff
from taskgate.compatibility.validation import Judge

from .contracts import contract, parameter, signed
from .generated import changed, pairs, recursive_pairs, values

# They compute all the time, of which a busy machine has little for them.
pytestmark = pytest.mark.timeout(1800)

Pair = tuple[Schema, Schema]
PAIRS = int(os.environ.get("TASKGATE_SCHEMA_PAIRS", "500"))
VALUES = 20
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def _times(number: int) -> settings:
    """Try so many: the same ones in every `make test`, others each night."""
    return settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=CHECKS,
        derandomize=PAIRS == 500,
    )


@pytest.mark.parametrize("kind", [pairs, recursive_pairs])
def test_verdicts_of_generated_pairs_hold(kind: Callable[[], st.SearchStrategy[Pair]]) -> None:
    seen: Counter[str] = Counter()
    number = PAIRS if kind is pairs else PAIRS // 2

    @_times(number)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        made, taken = data.draw(kind())
        comparison = compare(made, taken)
        seen[comparison.verdict] += 1
        accepts, closed, takes = Judge(made), Judge(made.closed()), Judge(taken)
        if comparison.verdict == "compatible":
            for value in data.draw(st.lists(values(made), min_size=VALUES, max_size=VALUES)):
                if closed.accepts(value):
                    seen["payloads that fit"] += 1
                    assert takes.accepts(value), f"{value!r} is made by {made} and refused by {taken}"
        if comparison.verdict == "breaking":
            assert not proven(made.closed(), taken)
        for refusal in comparison.refusals:
            for payload in refusal.payloads:
                assert closed.accepts(payload)
                assert accepts.accepts(payload) or "oneOf" in str(made)
                assert not takes.accepts(payload)
        assert bool(comparison.refusals) == (comparison.verdict == "breaking")

    check()
    print(kind.__name__, dict(seen))
    # A comparison that never decides, or a generator that decides nothing, would pass everything above.
    pairs_seen = seen["compatible"] + seen["breaking"] + seen["unknown"]
    assert pairs_seen >= number
    assert seen["compatible"] > number / 10
    assert seen["breaking"] > number / 20
    assert seen["unknown"] < pairs_seen / 5
    assert seen["payloads that fit"] > number


def test_verdicts_of_calls_that_are_carried_over_hold() -> None:
    """One parameter of a generated schema, which today's and an older shape take in part, or not."""
    seen: Counter[str] = Counter()
    number = PAIRS // 2

    @_times(number)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        made, today = data.draw(pairs())
        older = data.draw(st.one_of(st.just(made), st.just(today), changed(made.body).map(made.at)))
        plain = contract(result=True)
        old, new, before = (
            signed({**plain, "parameters": [parameter("x", each.body)], "$defs": each.definitions})
            for each in (made, today, older)
        )
        new["older"] = [{"carriedBy": "f", **{key: before[key] for key in ("parameters", "$defs")}}]
        found = [each for each in diff([old], [new]) if each.pair == "backward"]
        verdicts = {each.verdict for each in found if each.level == "wire"}
        verdict = next((each for each in ("breaking", "unknown") if each in verdicts), "compatible")
        carried = any(each.rule == "carried-over" for each in found)
        seen["carried over" if carried else verdict] += 1
        accepts, closed, takes = Judge(made), Judge(made.closed()), (Judge(today), Judge(older))
        if verdict == "compatible":
            for value in data.draw(st.lists(values(made), min_size=VALUES, max_size=VALUES)):
                # What fits two members of a `oneOf`, told apart by being closed alone, no client sends.
                if closed.accepts(value) and accepts.accepts(value):
                    seen["payloads that fit"] += 1
                    assert any(each.accepts(value) for each in takes), f"{value!r}: {made}, {today}, {older}"
        for each in found:
            if each.level == "wire" and each.verdict == "breaking":
                assert each.evidence is not None
                for payload in each.evidence.payloads:
                    assert not any(judge.accepts(payload["x"]) for judge in takes)

    check()
    print("carried over", dict(seen))
    assert seen["carried over"] > number / 20
    assert seen["breaking"] > number / 20
    assert seen["payloads that fit"] > number

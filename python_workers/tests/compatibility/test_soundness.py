"""Compatible only where no payload proves otherwise, breaking only with payloads that do.

TASKGATE_SCHEMA_PAIRS is the number of pairs: 500 unless it is set, 10,000 in a nightly run.
"""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskgate.compatibility.comparison import compare
from taskgate.compatibility.validation import Judge

from .generated import pairs, values

PAIRS = int(os.environ.get("TASKGATE_SCHEMA_PAIRS", "500"))
VALUES = 20
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_verdicts_of_generated_pairs_hold() -> None:
    seen: Counter[str] = Counter()

    @settings(
        max_examples=PAIRS,
        deadline=None,
        database=None,
        suppress_health_check=CHECKS,
        derandomize=PAIRS == 500,
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        made, taken = data.draw(pairs())
        comparison = compare(made, taken)
        seen[comparison.verdict] += 1
        accepts, closed, takes = Judge(made), Judge(made.closed()), Judge(taken)
        if comparison.verdict == "compatible":
            for value in data.draw(st.lists(values(made), min_size=VALUES, max_size=VALUES)):
                if closed.accepts(value):
                    seen["payloads that fit"] += 1
                    assert takes.accepts(value), f"{value!r} is made by {made} and refused by {taken}"
        for refusal in comparison.refusals:
            for payload in refusal.payloads:
                assert closed.accepts(payload)
                assert accepts.accepts(payload) or "oneOf" in str(made)
                assert not takes.accepts(payload)
        assert bool(comparison.refusals) == (comparison.verdict == "breaking")

    check()
    print(dict(seen))
    # A comparison that never decides, or a generator that decides nothing, would pass everything above.
    pairs_seen = seen["compatible"] + seen["breaking"] + seen["unknown"]
    assert pairs_seen >= PAIRS
    assert seen["compatible"] > PAIRS / 10
    assert seen["breaking"] > PAIRS / 10
    assert seen["unknown"] < pairs_seen / 5
    assert seen["payloads that fit"] > PAIRS

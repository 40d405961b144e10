"""What the Node client sends is what Celery sends, in four versions, but for what is meant to differ."""

from collections import Counter

import pytest

from recorder.environments import versions
from recorder.scenarios import ARRANGEMENTS, scenarios
from side_by_side import MEANT, Row, compare, rows, sent_by_node


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_only_what_is_meant_differs(arrangement: str) -> None:
    compared = compare(arrangement)
    assert [row for row in compared if row.remark == "DIFFERS"] == []
    fields = Counter(row.celery for row in compared)
    assert fields.keys() == {each.minor for each in versions()}
    assert min(fields.values()) > 800


def test_every_difference_that_is_meant_is_there() -> None:
    meant = Counter(
        row.meant for arrangement in ARRANGEMENTS for row in compare(arrangement) if row.remark != ""
    )
    unused = [entry for number, entry in enumerate(MEANT) if number not in meant]
    assert unused == [], "take what no field needs any more out of recorded/differences.json"


def test_what_node_does_not_send_has_a_reason() -> None:
    sent = [each for each in scenarios("redis") if each["do"] == "send"]
    without = [each for each in sent if each["id"] not in sent_by_node("redis")]
    assert len(without) < len(sent) / 10
    assert all(each["node"] for each in without)


def test_a_header_that_is_left_out_is_found() -> None:
    node = sent_by_node("redis")["call-001"]
    [message] = node["messages"]
    headers = {name: value for name, value in message["value"]["headers"].items() if name != "shadow"}
    lacking = {**node, "messages": [{**message, "value": {**message["value"], "headers": headers}}]}
    found = [row for row in rows("5.7", "redis", "call-001", node, lacking) if row.remark == "DIFFERS"]
    assert found == [Row("5.7", "redis", "call-001", "messages.0.headers.shadow", None, "(absent)")]

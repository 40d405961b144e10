"""A message of the Node client is Python's, but for what is meant to differ."""

import pytest

from side_by_side import compare


@pytest.mark.parametrize("variable", ["TASKGATE_TEST_REDIS_URL", "TASKGATE_TEST_AMQP_URL"])
def test_only_what_is_meant_differs(variable: str) -> None:
    rows = compare(variable)
    assert [row for row in rows if row.remark == "DIFFERS"] == []
    assert len(rows) >= 25

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from matrix.plan import HERE, ROOT, Plan, PlanError, requirements_of


def data() -> dict[str, Any]:
    return tomllib.loads((HERE / "matrix.toml").read_text("utf-8"))


def test_every_broker_is_run_with_every_celery() -> None:
    plan = Plan.read()
    pairs = {(cell.celery, cell.broker.title) for cell in plan.cells if cell.python == "3.11"}
    brokers = ["Redis 7", "Redis 8", "Valkey 8", "RabbitMQ 3.10", "RabbitMQ 4.0"]
    assert pairs == {(celery, broker) for celery in ("5.5", "5.6", "5.7") for broker in brokers}


def test_the_newer_python_is_run_on_both_kinds_of_brokers_with_the_newest_and_the_oldest_celery() -> None:
    pairs = {(cell.celery, cell.broker.kind) for cell in Plan.read().cells if cell.python == "3.13"}
    assert pairs == {(celery, kind) for celery in ("5.5", "5.7") for kind in ("redis", "rabbitmq")}


def test_every_cell_has_its_test_files_and_its_versions() -> None:
    plan = Plan.read()
    for cell in plan.cells:
        assert plan.files_of(cell)
        assert [file for file in plan.files_of(cell) if not (ROOT / file).exists()] == []
        assert requirements_of(cell).exists(), cell.id
    assert [path for path in plan.paths if not (ROOT / path).exists()] == []


def test_what_the_tests_import_decides_on_whether_a_result_counts() -> None:
    plan = Plan.read()
    files = {file for cell in plan.cells for file in plan.files_of(cell)}
    helpers = {path for path in plan.paths if path.startswith("contract_tests/live/")}
    imported = {
        f"contract_tests/live/{name}.ts"
        for file in files | helpers
        for name in re.findall(r'from "\./(\w+)(?:\.js)?"', (ROOT / file).read_text("utf-8"))
    }
    assert imported == helpers


def test_words_choose_cells_by_any_part_of_their_names() -> None:
    plan = Plan.read()
    chosen = plan.chosen(["redis-8*3.13", "celery-5.6_valkey"])
    assert [cell.id for cell in chosen] == [
        "celery-5.6_valkey-8_python-3.11",
        "celery-5.7_redis-8_python-3.13",
        "celery-5.5_redis-8_python-3.13",
    ]
    assert plan.chosen([]) == list(plan.cells)


def test_a_word_that_chooses_nothing_is_named() -> None:
    with pytest.raises(PlanError, match="no cell has 'redis-9' in its name; there are celery-"):
        Plan.read().chosen(["redis-8", "redis-9"])


def test_a_cell_that_is_there_twice_is_named() -> None:
    facts = data()
    facts["cells"].append({"celery": ["5.5"], "broker": ["redis-7"], "python": ["3.11"]})
    with pytest.raises(PlanError, match=r"has celery-5\.5_redis-7_python-3\.11 twice"):
        Plan.of(facts, "matrix.toml")


def test_a_broker_that_nothing_describes_is_named() -> None:
    facts = data()
    facts["cells"][0]["broker"].append("redis-9")
    with pytest.raises(PlanError, match=r"names 'redis-9' on Python '3\.11': describe both"):
        Plan.of(facts, "matrix.toml")

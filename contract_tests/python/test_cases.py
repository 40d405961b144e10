"""What is wrong with the files of cases is said with the file and the id, and fails the run."""

import json
from pathlib import Path
from typing import Any

import pytest

from cases import BadVectors, load

CASE: dict[str, Any] = {
    "id": "redis-001",
    "level": "MUST",
    "clause": "M1",
    "description": "It is so.",
    "given": {},
    "expect": {},
}


def loaded(folder: Path, *cases: Any, operation: str = "encode-redis") -> Any:
    document = {"operation": operation, "description": "Cases.", "cases": cases}
    (folder / "some.json").write_text(json.dumps(document), "utf-8")
    return load(["encode-redis"], folder)


def test_cases_are_read(tmp_path: Path) -> None:
    [case] = loaded(tmp_path, CASE)
    assert (case.file, case.operation, case.id) == ("some.json", "encode-redis", "redis-001")


@pytest.mark.parametrize(
    ("cases", "operation", "said"),
    [
        pytest.param([CASE, CASE], "encode-redis", ["redis-001", "some.json has this id"], id="double id"),
        pytest.param([CASE], "encode-smoke", ["encode-smoke is unknown"], id="unknown operation"),
        pytest.param([CASE | {"clause": "M99"}], "encode-redis", ["redis-001", "no clause M99"], id="clause"),
        pytest.param([CASE | {"clause": ["M1"]}], "encode-redis", ["redis-001", "'string'"], id="no clause"),
        pytest.param(
            [{name: each for name, each in CASE.items() if name != "level"}],
            "encode-redis",
            ["redis-001", "'level' is a required property"],
            id="level missing",
        ),
        pytest.param([CASE | {"level": "must"}], "encode-redis", ["redis-001", "'must'"], id="level"),
        pytest.param([CASE | {"tests": []}], "encode-redis", ["redis-001"], id="case and live test in one"),
        pytest.param(
            [CASE | {"sides": {"only": "node"}}], "encode-redis", ["redis-001", "reason"], id="sides"
        ),
        pytest.param(
            [CASE | {"knownFailure": {"language": "node"}}],
            "encode-redis",
            ["redis-001", "reason"],
            id="known",
        ),
        pytest.param([CASE | {"id": "Redis 1"}], "encode-redis", ["Redis 1"], id="form of an id"),
        pytest.param([], "encode-redis", ["cases: [] should be non-empty"], id="no case"),
    ],
)
def test_bad_cases_are_named(tmp_path: Path, cases: list[Any], operation: str, said: list[str]) -> None:
    with pytest.raises(BadVectors) as caught:
        loaded(tmp_path, *cases, operation=operation)
    text = str(caught.value)
    assert all(each in text for each in ["some.json", *said]), text


def test_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{", "utf-8")
    with pytest.raises(BadVectors, match=r"broken\.json: is no JSON"):
        load([], tmp_path)


def test_finding_no_case_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadVectors, match="no case was found"):
        load([], tmp_path)

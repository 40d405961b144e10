"""The contracts of tests/shapes.py are those in tests/golden/, which the TypeScript generator reads too.

Those of tests/foreign/signatures, which were not written for Taskgate, are in tests/foreign/golden/.

After a change that is meant:

    TASKGATE_REWRITE_GOLDEN=1 .venv/bin/pytest python_workers/tests/contracts/test_golden.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from taskgate.contracts import export
from taskgate.contracts.contract import arguments_schema, fingerprint
from tests.isolation import foreign, shapes

FOLDERS = [Path(__file__).parents[1] / "golden", Path(__file__).parents[1] / "foreign" / "golden"]
PROTOCOL = Path(__file__).parents[3] / "protocol"
REWRITE = os.environ.get("TASKGATE_REWRITE_GOLDEN") == "1"


WRITTEN: dict[Path, Any] = {
    **{FOLDERS[0] / f"{name}.json": shape.contract() for name, shape in shapes().items()},
    **{FOLDERS[1] / f"{contract['name']}.json": contract for contract in foreign().contracts},
}


@pytest.mark.parametrize("path", sorted(WRITTEN), ids=lambda path: path.stem)
def test_contract_is_the_golden_one(path: Path) -> None:
    text = export.text(WRITTEN[path])
    if REWRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_golden_files_are_those_of_the_shapes() -> None:
    assert sorted(path for folder in FOLDERS for path in folder.glob("*.json")) == sorted(WRITTEN)
    assert len(WRITTEN) > 100


def golden() -> list[Any]:
    return [
        pytest.param(json.loads(path.read_text()), id=path.stem)
        for folder in FOLDERS
        for path in sorted(folder.glob("*.json"))
    ]


@pytest.mark.parametrize("contract", golden())
def test_contract_fits_the_format(contract: dict[str, Any]) -> None:
    schema = json.loads((PROTOCOL / "task-contract.schema.json").read_text())
    jsonschema.validate(contract, schema, cls=jsonschema.Draft202012Validator)
    for each in (arguments_schema(contract), {**contract["result"], "$defs": contract["$defs"]}):
        jsonschema.Draft202012Validator.check_schema(each)


@pytest.mark.parametrize("contract", golden())
def test_every_reference_has_its_definition(contract: dict[str, Any]) -> None:
    text = json.dumps({key: value for key, value in contract.items() if key != "$defs"})
    pending, seen = [text], set()
    while pending:
        for part in pending.pop().split('"$ref": "#/$defs/')[1:]:
            name = part.split('"')[0]
            if name not in seen:
                seen.add(name)
                pending.append(json.dumps(contract["$defs"][name]))
    assert seen == set(contract["$defs"])


@pytest.mark.parametrize("contract", golden())
def test_every_integer_is_bounded(contract: dict[str, Any]) -> None:
    def look(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") == "integer" and "enum" not in value:
                assert {"minimum", "exclusiveMinimum"} & set(value)
                assert {"maximum", "exclusiveMaximum"} & set(value)
            for inner in value.values():
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(contract)


def test_fingerprint_ignores_texts_and_nothing_else() -> None:
    contract = shapes()["shapes.nested"].contract()
    told = json.loads(json.dumps(contract))
    told["summary"] = "other"
    told["examples"] = [{"arguments": {}}]
    told["$defs"]["tests.shapes.Size"]["description"] = "other"
    assert fingerprint(told) == contract["fingerprint"]
    # A property that is called as an annotation is called is a property.
    renamed = json.loads(json.dumps(contract))
    del renamed["$defs"]["tests.shapes.Options"]["properties"]["title"]
    assert fingerprint(renamed) != contract["fingerprint"]
    requeued = {**contract, "queue": {"name": "other", "type": "classic"}}
    assert fingerprint(requeued) != contract["fingerprint"]

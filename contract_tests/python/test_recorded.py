"""What Celery of four versions has put on the wire, read for ever; node/recorded.test.ts is the twin."""

import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from celery import Celery, signature
from celery.result import AsyncResult
from kombu.serialization import loads

from celery_results import read, view_result
from comparison import same
from recorder.document import BadRecording, files, load, parse, sealed, text_of
from recorder.environments import versions
from recorder.reading import body_of, changes, expected_last, states_of, task_message
from recorder.scenarios import ARRANGEMENTS, expected_of, scenarios
from test_wire import problems

Json = Any

FILES = files()
DOCUMENTS = {file.name: parse(file) for file in FILES}
SCENARIOS = {
    name: {each["id"]: each for each in scenarios(document["arrangement"])}
    for name, document in DOCUMENTS.items()
}


def recordings_with(member: str) -> list[Any]:
    """Those that have a member, each with its file."""
    return [
        pytest.param(name, each, id=f"{name}: {each['id']}")
        for name, document in DOCUMENTS.items()
        for each in document["recordings"]
        if member in each
    ]


APP = Celery("recorded", backend="cache+memory://", set_as_current=False)
SIGNATURES = ("callbacks", "errbacks", "chain")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_the_file_is_as_it_was_recorded(file: Path) -> None:
    load(file)


def test_every_version_is_recorded_on_every_arrangement_with_every_scenario() -> None:
    wanted = {
        f"celery-{each.minor}-{arrangement}.json" for each in versions() for arrangement in ARRANGEMENTS
    }
    assert set(DOCUMENTS) == wanted
    for name, document in DOCUMENTS.items():
        assert [each["id"] for each in document["recordings"]] == list(SCENARIOS[name])
        for each in document["recordings"]:
            does = SCENARIOS[name][each["id"]]["do"]
            assert ("messages" in each, "states" in each) == (does != "control", does == "run")
    packages = {each.celery: list(each.packages) for each in versions()}
    assert all(packages[document["celery"]] == document["packages"] for document in DOCUMENTS.values())


@pytest.mark.parametrize(("name", "recording"), recordings_with("messages"))
def test_its_messages_are_task_messages(name: str, recording: Json) -> None:
    for message in recording.get("messages", []):
        assert problems("task-message", task_message(message)) == []
        args, kwargs, embed = loads(*body_of(message), accept={"application/json"})
        assert isinstance(args, list)
        assert isinstance(kwargs, dict)
        followers = [each for member in SIGNATURES for each in embed[member] or []]
        for each in followers + ([embed["chord"]] if embed["chord"] else []):
            assert signature(each, app=APP)["task"] == each["task"]
        headers = task_message(message)["headers"]
        assert headers["id"] == task_message(message)["properties"]["correlation_id"]


@pytest.mark.parametrize(("name", "recording"), recordings_with("states"))
def test_its_states_are_what_the_scenario_expects(name: str, recording: Json) -> None:
    scenario = SCENARIOS[name][recording["id"]]
    minor = name.split("-")[1]
    for task, expected in expected_of(scenario, minor).items():
        texts = states_of(recording, task)
        decoded = [decoded_by_celery(text) for text in texts]
        states = ["SUCCESS" if "malformed" in each else each["state"] for each in decoded]
        assert changes(states) == expected["states"]
        last = expected_last(expected)
        if last is not None:
            assert same(decoded[-1], view_result(last)), decoded[-1]
        reports = [each["progress"] for each in decoded if "progress" in each]
        assert same(reports, expected.get("progress", []))
        for text in texts:
            assert problems("result", json.loads(text)) == []
    assert {each["id"] for each in recording["states"]} <= set(scenario["expect"])


@pytest.mark.parametrize(("name", "recording"), recordings_with("control"))
def test_its_commands_are_answered(name: str, recording: Json) -> None:
    scenario = SCENARIOS[name][recording["id"]]
    answers = recording.get("control", [])
    assert len(answers) == len(scenario.get("control", []))
    for answer in answers:
        body = json.loads(body_text(answer["broadcast"]))
        assert problems("control", body) == []
        assert len(answer["replies"]) == ("ticket" in body)
    for answer, expected in zip(answers, scenario.get("expect", {}).get("replies", []), strict=False):
        [[worker, said]] = json.loads(body_text(answer["replies"][0])).items()
        assert worker == "worker@recorded"
        assert matches(said, expected)


@pytest.mark.parametrize("change", ["text", "missing", "version", "twice", "no head", "no JSON"])
def test_an_edit_is_named_with_the_file_and_the_id(tmp_path: Path, change: str) -> None:
    file = tmp_path / FILES[0].name
    shutil.copy(FILES[0], file)
    document = json.loads(file.read_text("utf-8"))
    recording = document["recordings"][3]
    named = f"{file.name}: "
    match change:
        case "text":
            recording["messages"][0] |= {"edited": True}
            named += f"{recording['id']}: its content does not fit its checksum; it was edited by hand"
        case "missing":
            document["recordings"].remove(recording)
            named += "the versions, or which scenarios there are, do not fit"
        case "version":
            document["kombu"] = "1.0"
            named += "the versions, or"
        case "twice":
            document["recordings"].append(recording)
            named += f"{recording['id']}: is there twice"
        case "no head":
            del document["arrangement"]
            named += "is no recording"
    file.write_text(text_of(document) if change != "no JSON" else "{", "utf-8")
    with pytest.raises(BadRecording) as error:
        load(file)
    assert str(error.value).startswith(named)


def test_no_recording_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recorder.document.FOLDER", tmp_path)
    with pytest.raises(BadRecording, match="there is no recording; make them with `make record`"):
        files()


def test_what_is_sealed_can_be_loaded(tmp_path: Path) -> None:
    file = tmp_path / "celery-9.9-redis.json"
    file.write_text(
        text_of(sealed({"celery": "9.9.0", "arrangement": "redis"}, [{"id": "call-001"}])), "utf-8"
    )
    assert load(file)["celery"] == "9.9.0"


def decoded_by_celery(text: str) -> Json:
    """What AsyncResult makes of a text, from a backend in this process' memory."""
    task = str(uuid.uuid4())
    backend: Any = APP.backend
    backend.client.set(backend.get_key_for_task(task), text, 60)
    return read(AsyncResult(task, app=APP))


def body_text(message: Json) -> str:
    """The body of a message of either broker."""
    return str(message.get("value", message)["body"])


def matches(value: Json, expected: Json) -> bool:
    """Equality, but that "$ANY" is whatever Celery's version says."""
    if expected == "$ANY":
        return bool(value)
    if isinstance(expected, dict):
        return expected.keys() == value.keys() and all(
            matches(value[name], each) for name, each in expected.items()
        )
    return same(value, expected)

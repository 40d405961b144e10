"""A client that hangs, writes nonsense or dies is named with the id, is started again, and fails the run."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import ResponseError

from conformance import dialogue, program
from conformance.cases import Case
from conformance.clients import Listed, complaints, strange_words
from conformance.outcomes import Record
from conformance.runner import Client, Runner

BAD_CLIENT = Path(__file__).with_name("bad_client.py")


class NoStage:
    """Takes the place of brokers: nothing that these cases do is looked at."""

    backend = other = "none"

    def __init__(self) -> None:
        self.renewed = 0

    def url(self, _place: str) -> str:
        return "none"

    queue = url

    def ready(self, _place: str) -> None:
        pass

    def watch(self) -> None:
        pass

    def heard(self, _id: str) -> None:
        pass

    def renew(self) -> None:
        self.renewed += 1


def case(number: int, task: str, needs: tuple[str, ...] = ("publish",)) -> Case:
    steps = ({"publish": {"task": task}},)
    return Case(
        f"clienttest-{number:03}", "MUST", "M1", "A test.", ("redis",), "box", frozenset(needs), (), steps
    )


CASES = [case(1, "good"), case(2, "bad"), case(3, "good")]


class GarbledStage(NoStage):
    """One on whose queue a client has put what is no JSON, or where its queue should be something else."""

    def message(self, queue: str) -> Any:
        if queue == "other":
            raise ResponseError("WRONGTYPE Operation against a key")
        return json.loads("garbled")


def run(
    what: str, folder: Path, cases: list[Case] = CASES, kind: type[NoStage] = NoStage
) -> tuple[Record, list[str], list[str]]:
    """Return the record, what fails the run, and what was said meanwhile."""
    said: list[str] = []
    client = Client("mine", (sys.executable, str(BAD_CLIENT), what), folder)
    runner = Runner(client, folder, said.append)
    stage: Any = kind()
    try:
        runner.on("redis", stage, cases)
        record = runner.finish()
    finally:
        runner.drop()
    return record, complaints(Listed(client, "mine", "guest", {}), record), said


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.steps.DEADLINE_S", 1.5)
    monkeypatch.setattr(program, "_END_S", 1.5)


@pytest.mark.parametrize(
    ("what", "kind", "reason"),
    [
        ("hangs", "hung", "publish: no answer within 1.5 s"),
        ("no-json", "nonsense", "publish: wrote 'INFO connected', which is no JSON"),
        ("not-a-number", "nonsense", "which is no JSON"),
        ("nested", "nonsense", "which is no JSON"),
        ("no-object", "nonsense", "an answer is an object with the `id` of its request"),
        ("no-end-of-line", "nonsense", "wrote a line of more than 4194304 bytes"),
        ("dies", "died", "publish: the program ended (exit code 3)"),
        ("is-killed", "died", "publish: the program ended (SIGKILL)"),
        ("twice", "nonsense", "answered a request a second time"),
        ("not-asked", "nonsense", "publish: answered a request that was not asked"),
        ("both", "nonsense", "one of `ok`"),
        ("neither", "nonsense", "one of `ok`"),
        ("says-error", "wrong", "the client says: refused by the library"),
    ],
)
def test_the_case_is_named_and_the_next_one_runs(what: str, kind: str, reason: str, tmp_path: Path) -> None:
    record, failures, said = run(what, tmp_path)
    assert [outcome.kind for outcome in record.outcomes] == ["passed", kind, "passed"]
    assert reason in record.outcomes[1].reason
    assert len(failures) == 1
    assert failures[0].startswith("mine: clienttest-002 on redis: ")
    assert reason in failures[0]
    assert said == failures


def test_a_message_that_cannot_be_read_is_wrong(tmp_path: Path) -> None:
    looks: list[Any] = [{"message": {}}, {"message": {"queue": "other"}}]
    cases = [replace(case(number, "good"), steps=(look,)) for number, look in enumerate(looks)]
    record, failures, _ = run("good", tmp_path, [*cases, case(2, "good")], GarbledStage)
    assert [outcome.kind for outcome in record.outcomes] == ["wrong", "wrong", "passed"]
    assert failures[0].startswith("mine: clienttest-000 on redis: wrong: message: expected JSON as Celery")


def test_a_task_without_an_id_is_wrong(tmp_path: Path) -> None:
    cases = [replace(case(1, "good"), steps=({"publish": {"task": "bad"}, "as": "call"},))]
    record, _, _ = run("no-id", tmp_path, cases)
    assert record.outcomes[0].reason == "publish/taskId: expected a text like .+, came nothing"


@pytest.mark.parametrize("what", ["raises", "raises-at-once"])
def test_what_it_has_said_last_on_its_standard_error_is_shown(what: str, tmp_path: Path) -> None:
    record, failures, said = run(what, tmp_path)
    assert len(failures) == len([each for each in said if "standard error" not in each]) == 1
    assert said[-1] == "  its standard error: LookupError: no such thing"
    assert len(said) <= 11
    assert all("LookupError" not in outcome.reason for outcome in record.outcomes)


@pytest.mark.parametrize("what", ["dies-later", "dies-after-close"])
def test_one_that_dies_after_its_answer_is_charged_to_the_case_that_it_answered(
    what: str, tmp_path: Path
) -> None:
    record, failures, _ = run(what, tmp_path, [case(1, "good"), case(2, "bad"), case(3, "good")])
    assert [outcome.kind for outcome in record.outcomes] == ["passed", "died", "passed"]
    assert [failure.split(": ")[1] for failure in failures] == ["clienttest-002 on redis"]


def test_an_answer_to_an_earlier_request_is_charged_to_the_case_that_asked(tmp_path: Path) -> None:
    record, _, _ = run("earlier", tmp_path)
    assert record.outcomes[1].reason == "answered a request a second time"


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("other-protocol", "hello: it speaks protocol 2, and this is protocol 1"),
        ("no-capabilities", "hello: `name`, `version` and a list of words `capabilities` are needed"),
        ("a-number", "hello: `name`, `version` and a list of words `capabilities` are needed"),
    ],
)
def test_one_that_does_not_greet_runs_no_case(what: str, reason: str, tmp_path: Path) -> None:
    record, failures, _ = run(what, tmp_path)
    assert record.outcomes == []
    assert failures == [f"mine: {reason}"]


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("more-at-the-end", "wrote 'goodbye' after its last answer"),
        ("stays", "still there 1.5 s after the end of its input"),
        ("fails-at-the-end", "the program ended (exit code 4)"),
    ],
)
def test_it_ends_with_its_input(what: str, reason: str, tmp_path: Path) -> None:
    record, failures, _ = run(what, tmp_path)
    assert {outcome.kind for outcome in record.outcomes} == {"passed"}
    assert failures == [f"mine: after the last case: {reason}"]


def test_what_is_not_offered_is_not_wrong(tmp_path: Path) -> None:
    cases = [case(1, "good", ("publish", "chord")), case(2, "bad"), case(3, "good")]
    record, failures, said = run("says-unsupported", tmp_path, cases)
    assert [outcome.kind for outcome in record.outcomes] == ["not offered", "not offered", "passed"]
    assert [outcome.reason for outcome in record.outcomes] == ["without chord", "not in this version", ""]
    assert failures == said == []


def test_a_client_that_runs_no_case_has_not_passed(tmp_path: Path) -> None:
    record, failures, _ = run("misspelt", tmp_path)
    assert failures == ["mine: no case was run: it offers nothing of what was asked for"]
    client = Listed(Client("mine", (), tmp_path), "mine", "guest", {})
    assert strange_words(client, record, CASES) == [
        "mine: hello: no case needs the capability publsh: mend the word, or leave it out"
    ]


def test_the_reference_has_to_offer_everything(tmp_path: Path) -> None:
    record, _, _ = run("good", tmp_path, [case(1, "good", ("publish", "chord"))])
    reference = Listed(Client("celery", (), tmp_path), "Celery", "reference", {})
    assert complaints(reference, record) == [
        "celery: clienttest-001 on redis: the reference does not offer it: without chord"
    ]


def test_who_brings_a_client_is_held_to_every_must_and_this_repository_to_everything(tmp_path: Path) -> None:
    cases = [replace(case(1, "bad"), level=level) for level in ("MUST", "SHOULD")]
    record, failures, _ = run("says-error", tmp_path, cases)
    assert failures == ["mine: clienttest-001 on redis: wrong: the client says: refused by the library"]
    own = Listed(Client("own", (), tmp_path), "own", "own", {})
    assert len(complaints(own, record)) == 2


def test_of_a_peer_what_is_known_fails_nothing_and_what_is_over_does(tmp_path: Path) -> None:
    record, _, _ = run("dies", tmp_path)
    client = Client("peer", (), tmp_path)
    known = {"clienttest-002 redis": "died"}
    assert complaints(Listed(client, "peer", "peer", known), record) == []
    assert complaints(Listed(client, "peer", "peer", {}), record) == [
        "peer: clienttest-002 on redis: died: publish: the program ended (exit code 3)"
    ]
    over = {**known, "clienttest-003 redis": "died"}
    [complaint] = complaints(Listed(client, "peer", "peer", over), record)
    assert complaint.startswith("peer: clienttest-003 redis: clients.json says that it died")
    sometimes = Listed(client, "peer", "peer", over, frozenset({"clienttest-003 redis"}))
    assert complaints(sometimes, record) == []


def test_a_program_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(program.CannotStart, match="no-such-program cannot be started"):
        dialogue.Dialogue(["no-such-program"], tmp_path, tmp_path / "log")

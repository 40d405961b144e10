"""One recording: a version of Celery on an arrangement of brokers, scenario by scenario.

No message is run before it was looked at: each scenario has queues of its own, and the worker takes from one
only when it is told to. One task runs at a time.
"""

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from recorder.arrangement import arranged
from recorder.controls import Controls
from recorder.environments import Version
from recorder.heard import WAIT_S, Heard, NotRecorded
from recorder.normaliser import Normaliser
from recorder.publisher import SIDE, Publisher
from recorder.rabbitmq_wire import ANSWERS
from recorder.scenarios import expected_of, scenarios, text
from taskgate.dev.child import Child
from taskgate.dev.processes import Processes

Json = Any

_WORKER = "worker@recorded"


class Session:
    """What a recording needs: brokers, a publisher, a worker."""

    def __init__(self, version: Version, python: Path, arrangement: str) -> None:
        """Take the version, the Python that has it, and "redis", "rabbitmq" or "rpc"."""
        self._version = version
        self._python = python
        self._arrangement = arrangement

    def record(self) -> tuple[Json, list[Json]]:
        """The head of a document, and the recordings.

        Raises:
            NotRecorded: a scenario did not come to its end.
            PublisherFailed: what was asked of Celery raised.
            ProcessError: a broker or the worker does not run.

        """
        with Processes() as processes, contextlib.ExitStack() as closing:
            brokers = closing.enter_context(arranged(self._arrangement, processes))
            self._wire, self._results = brokers.wire, brokers.results
            log = processes.folder / "publisher.log"
            publisher = closing.enter_context(Publisher(self._python, brokers.environment, log))
            self._publisher = publisher
            self._controls = Controls(publisher, self._wire)
            facts = publisher.ask("facts")
            self._folders = {
                str(SIDE): "{worker}",
                str(self._python.parent.parent): "{environment}",
                facts.pop("base"): "{python}",
            }
            wanted = scenarios(self._arrangement)
            done = {each["id"]: self._sent(each) for each in wanted if each["do"] == "send"}
            self._worker = self._started(processes, brokers.environment)
            publisher.ask("control", call="ping")
            self._wire.hear_replies(facts.pop("oid"))
            for each in wanted:
                if each["do"] != "send":
                    done[each["id"]] = self._recorded(each)
            head = {
                **facts,
                "packages": list(self._version.packages),
                "arrangement": self._arrangement,
                "broker": self._wire.version,
            }
            return head, [done[each["id"]] for each in wanted]

    def _started(self, processes: Processes, environment: dict[str, str]) -> Child:
        words = ["-A", "recorded_tasks", "worker", "-n", _WORKER, "-c", "1", "-Q", "recorded", "-E"]
        # It is alone: it would only ask others who are not there.
        alone = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        command: list[str | Path] = [self._python, "-m", "celery", *words, *alone]
        worker = processes.start("worker", command, env=environment)
        queues: list[Json] = []

        def online() -> bool:
            queues.extend(self._wire.events())
            return any(event["type"] == "worker-online" for event in queues)

        processes.wait_until(online, worker, WAIT_S)
        return worker

    def _sent(self, scenario: Json) -> Json:
        """What is published for a scenario that nobody runs."""
        normalise, options = self._beginning(scenario)
        messages = self._published(scenario, options, take=True)
        return normalise({"id": scenario["id"], "messages": messages, **self._prepared()})

    def _published(self, scenario: Json, options: Json, *, take: bool) -> list[Json]:
        self._publisher.ask("publish", node=scenario["publish"], options=options)
        found: list[Json] = self._wire.look(scenario["id"], take=take)
        if not found:
            raise NotRecorded(f"{scenario['id']}: nothing is on its queue")
        return found

    def _beginning(self, scenario: Json) -> tuple[Normaliser, Json]:
        if self._results is not self._wire:
            self._results.clear()
        options = {"queue": scenario["id"]}
        if self._arrangement == "rpc" and scenario["do"] == "run":
            options["reply_to"] = ANSWERS
        return Normaliser(text(), self._folders, datetime.now(UTC)), options

    def _prepared(self) -> Json:
        chords = {} if self._arrangement == "rpc" else self._results.chords()
        return {"chords": chords} if chords else {}

    def _recorded(self, scenario: Json) -> Json:
        """What is published, run, answered and told for a scenario."""
        normalise, options = self._beginning(scenario)
        recording: Json = {"id": scenario["id"]}
        controls = scenario.get("control", [])
        heard = Heard(scenario["id"], self._results.states, self._wire.events, self._worker)
        if scenario["do"] == "run":
            recording["messages"] = self._published(scenario, options, take=False)
            recording |= self._prepared()
        answers = [self._controls.recorded(each) for each in controls if each["when"] in ("now", "published")]
        if scenario["do"] == "run":
            self._controls.take_from(scenario["id"])
            expected = expected_of(scenario, self._version.minor)
            running = [each for each in controls if each["when"] == "STARTED"]
            if running:
                heard.until("STARTED", lambda: any(each["state"] == "STARTED" for each in heard.states()))
                answers += [self._controls.recorded(each) for each in running]
            for number, size in enumerate(scenario.get("later", []), 2):
                recording["messages"] += self._later(heard, f"{scenario['id']}.{number}", size)
            heard.until("the end of each task", lambda: heard.has_ended(expected))
            # What the worker has still to say of it, it says before it answers.
            self._controls.settle()
            heard.until("quiet", lambda: True)
            recording["states"] = heard.told_states
            recording["events"] = heard.ordered_events()
        if answers:
            recording["control"] = answers
        return normalise(recording)

    def _later(self, heard: Heard, queue: str, size: int) -> list[Json]:
        """What workers have sent to a queue from which none takes yet; one does from now on."""
        found: list[Json] = []

        def arrived() -> bool:
            found[:] = self._wire.look(queue)
            return len(found) >= size

        heard.until(f"{size} messages on {queue}", arrived)
        self._controls.take_from(queue)
        return list(found)

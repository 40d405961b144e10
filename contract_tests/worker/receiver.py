"""Celery's own receiver of events: says `ready`, then what it and its State make of each `task-sent`.

`python receiver.py`, with the broker and PLAIN_SETTINGS of plain.py, until it is ended.
"""

import json
from typing import Any

from celery.events import EventReceiver

from plain import app


class Receiver(EventReceiver):
    """Tells, besides, when nothing that is published from now on is missed."""

    app = app

    def on_consume_ready(self, *args: Any, **kwargs: Any) -> None:
        super().on_consume_ready(*args, **kwargs)
        print(json.dumps("ready"), flush=True)


def main() -> None:
    state: Any = app.events.State()

    def show(event: dict[str, Any]) -> None:
        state.event(dict(event))
        task = state.tasks[event["uuid"]]
        seen = {"state": task.state, "sent": task.sent, "name": task.name, "routing_key": task.routing_key}
        print(json.dumps({"event": event, "seen": seen}), flush=True)

    with app.connection_for_read() as connection:
        Receiver(connection, handlers={"task-sent": show}).capture(limit=None, timeout=None)


if __name__ == "__main__":
    main()

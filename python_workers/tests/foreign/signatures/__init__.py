"""Signatures as people write them, each with a golden contract; a file a topic."""

from celery import Celery
from kombu import Queue

app = Celery(
    "signatures",
    broker="memory://",
    include=[
        f"tests.foreign.signatures.{name}"
        for name in ("kinds", "scalars", "containers", "models", "unions", "defaults", "flavours", "unhinted")
    ],
)
app.conf.update(
    task_queues=[
        Queue("celery"),
        Queue("durable", queue_arguments={"x-queue-type": "quorum"}),
    ],
    task_routes={"tests.foreign.signatures.flavours.routed": {"queue": "durable"}},
)

"""Burying: a message becomes a dead letter before it leaves its queue."""

from __future__ import annotations

import logging

from celery import Celery

from taskgate.dead.letter import Letter

logger = logging.getLogger(__name__)


def bury(app: Celery, letter: Letter) -> bool:
    """Keep a letter; say whether it is kept. Never raises, and takes bounded time.

    Where it returns False the letter was logged: whoever calls it decides whether the message may leave its
    queue all the same.
    """
    # The stores of both brokers come here.
    logger.error("dead letter: %s", letter.facts())
    return False

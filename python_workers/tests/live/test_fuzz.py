"""Thousands of broken messages among well-formed ones: each of these is done once, each of those has an end.

TASKGATE_FUZZ_COUNT says how many are broken (10,000), TASKGATE_FUZZ_SEED which ones (1).
"""

from __future__ import annotations

import json
import os
import random
import uuid
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pika
import pytest
from redis import Redis

from tests.live.mutations import Mutator
from tests.live.posting import Post, outside
from tests.live.process import pika_url, running_worker
from tests.live.test_guard import TALLY, TASKS
from tests.waiting import until

COUNT = int(os.environ.get("TASKGATE_FUZZ_COUNT") or 10_000)
SEED = int(os.environ.get("TASKGATE_FUZZ_SEED") or 1)

LONGEST = 600 + COUNT / 50
"""Seconds until all have ended."""

pytestmark = [pytest.mark.live, pytest.mark.timeout(LONGEST + 300)]

META = "celery-task-meta-"


def broken_and_whole(on_redis: bool, count: int) -> tuple[list[Post], list[str]]:
    """Return the messages in their order, and the words of those that are well formed: one in ten."""
    words = [f"whole-{number}" for number in range(count // 10)]
    mutator = Mutator(SEED, on_redis)
    posts = [
        *(Post.call(TALLY, word=word) for word in words),
        *mutator.broken(lambda: Post.call(TALLY, word="broken"), count),
    ]
    random.Random(SEED).shuffle(posts)
    return posts, words


def ends(results: Redis) -> Counter[str]:
    """Count the calls that have ended, by their code or SUCCESS."""
    found: Counter[str] = Counter()
    keys: Any = results.keys(f"{META}*")
    for start in range(0, len(keys), 1000):
        texts: Any = results.mget(keys[start : start + 1000])
        for text in texts:
            meta = json.loads(text)
            if meta["status"] in ("FAILURE", "REVOKED"):
                found[meta["result"]["taskgate"]["code"]] += 1
            elif meta["status"] == "SUCCESS":
                found["SUCCESS"] += 1
    return found


def done_of(tally: Path) -> Counter[str]:
    """Count the runs by their word."""
    return Counter(tally.read_text().split("\n")) if tally.exists() else Counter()


def unanswered(posts: list[Post], ids: set[str]) -> list[Post]:
    """Return the messages under whose ids, as they were sent, nothing is stored: also those of nobody."""
    return [
        post
        for post in posts
        if str(post.headers.get("id")) not in ids and str(post.properties.get("correlation_id")) not in ids
    ]


def nameless_letters(broker: str, name: str) -> int:
    """Count the dead letters of messages that named nobody."""
    if broker.startswith("redis"):
        with Redis.from_url(broker) as redis:
            letters: Any = redis.lrange(f"taskgate:{name}", 0, -1)
            redis.delete(f"taskgate:{name}")
        return sum(json.loads(letter)["taskId"] is None for letter in letters)
    count, queue = 0, f"taskgate.{name}"
    with closing(pika.BlockingConnection(pika.URLParameters(pika_url(broker)))) as connection:
        channel = connection.channel()
        while True:
            method, properties, _body = channel.basic_get(queue, auto_ack=True)
            if method is None:
                break
            count += json.loads((properties.headers or {})["taskgate-dead"])["taskId"] is None
        channel.queue_delete(queue)
        channel.exchange_delete(queue)
    return count


@pytest.mark.parametrize("kind", ["redis", "classic", "quorum"])
def test_every_whole_message_is_done_once(
    redis_url: str, amqp_url: str, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_redis, queue, name = kind == "redis", f"fuzz-{uuid.uuid4()}", f"fuzz-{uuid.uuid4()}"
    count = COUNT // 10 if kind == "quorum" else COUNT
    broker = redis_url if on_redis else amqp_url
    backend = urlsplit(redis_url)._replace(path="/9").geturl()
    monkeypatch.setenv("CELERY_TASKGATE_DEAD_LETTERS", name)
    monkeypatch.setenv("CELERY_TASKGATE_DEAD_LETTERS_MAX", str(COUNT))
    source = TASKS.format(kind="quorum" if kind == "quorum" else "classic")
    posts, words = broken_and_whole(on_redis, count)
    tally = tmp_path / "tally"
    with Redis.from_url(backend) as results:
        results.flushdb()
        with (
            running_worker(tmp_path, source, queue, broker, backend),
            outside(broker, queue, confirms=False) as way,
        ):
            for start in range(0, len(posts), 500):
                way.post(*posts[start : start + 500])
            way.sync()
            last = Post.call(TALLY, word="last")

            until(lambda: way.waiting() == 0 and set(words) <= set(done_of(tally)), LONGEST)
            way.post(last)
            until(lambda: "last" in done_of(tally))
        # The worker has ended by itself, and has given back nothing.
        assert not on_redis or way.waiting() == 0
        done = done_of(tally)
        ended = ends(results)
        keys: Any = results.keys(f"{META}*")
        silent = unanswered(posts, {key.decode().removeprefix(META) for key in keys})
        results.flushdb()
    nameless = nameless_letters(broker, name)
    # A date in the year 9999 is one: the worker holds the message until then.
    held = sum(isinstance(post.headers.get("eta"), datetime) for post in silent)
    counts = f"{dict(ended)}, {nameless} letters of nobody, {held} held for their time"
    print(f"{kind}: seed {SEED}, {count} broken, {len(words)} whole: {counts}")
    assert {word: done[word] for word in words if done[word] != 1} == {}, f"seed {SEED}"
    assert sum(ended.values()) + nameless + held == len(posts) + 1, f"seed {SEED}: {silent[:10]}"

"""Run a command with brokers of its own: `python scripts/brokers.py -- command...`.

The command finds a Redis in TASKGATE_TEST_REDIS_URL and a RabbitMQ in TASKGATE_TEST_AMQP_URL. A variable that
is set already is left as it is, and that broker is not started. Everything that was started is stopped when
the command ends; its exit code is this program's.
"""

import os
import sys

from rabbitmq import start_rabbitmq

from taskgate.dev.child import ProcessError
from taskgate.dev.processes import Processes
from taskgate.dev.redis import NoRedis, start_redis
from taskgate.dev.signals import Interrupted

REDIS = "TASKGATE_TEST_REDIS_URL"
AMQP = "TASKGATE_TEST_AMQP_URL"


def main(words: list[str]) -> int:
    """Run the command in `words`, which may start with `--`; returns the exit code."""
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with Processes() as processes:
            env = dict(os.environ)
            if not env.get(REDIS):
                env[REDIS] = start_redis(processes).url(0)
            if not env.get(AMQP):
                env[AMQP] = start_rabbitmq(processes).url
            print(f"brokers: {REDIS} and {AMQP} are set", file=sys.stderr)
            return processes.run(command, env)
    except Interrupted as request:
        return 128 + request.signum
    except (NoRedis, ProcessError) as error:
        print(f"brokers: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

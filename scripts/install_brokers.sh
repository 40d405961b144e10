#!/bin/sh
# Installs from Debian what `make test` needs besides Python and Node, where it is missing: redis-server and
# rabbitmq-server (unless TASKGATE_TEST_REDIS_URL or TASKGATE_TEST_AMQP_URL name a broker) and docker-compose,
# whose parser reads docker-compose.yml. It starts no service. Who may not install is told what to install.
set -eu
here=${0%/*}
[ "$here" != "$0" ] || here=.
. "$here/debian.sh"

missing=
if [ -z "${TASKGATE_TEST_REDIS_URL:-}" ] && ! command -v redis-server >/dev/null && ! command -v valkey-server >/dev/null; then
  missing="$missing redis-server"
fi
if [ -z "${TASKGATE_TEST_AMQP_URL:-}" ] && [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
  missing="$missing rabbitmq-server"
fi
if ! command -v docker-compose >/dev/null && ! docker compose version >/dev/null 2>&1; then
  missing="$missing docker-compose"
fi
if [ -z "$missing" ]; then
  echo "Nothing to install: the brokers and docker-compose are here."
  exit 0
fi

case $missing in
*-server*) instead=", or name brokers that run in TASKGATE_TEST_REDIS_URL and TASKGATE_TEST_AMQP_URL" ;;
*) instead= ;;
esac

# shellcheck disable=SC2086  # a list of words
install_from_debian "The tests need" "$instead" $missing

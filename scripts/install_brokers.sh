#!/bin/sh
# Installs from Debian what `make test` needs besides Python and Node, where it is missing: redis-server and
# rabbitmq-server (unless TASKGATE_TEST_REDIS_URL or TASKGATE_TEST_AMQP_URL name a broker) and docker-compose,
# whose parser reads docker-compose.yml. It starts no service. Who may not install is told what to install.
set -eu

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

if ! command -v apt-get >/dev/null; then
  echo "The tests need$missing: install what is missing$instead." >&2
  exit 1
elif [ "$(id -u)" = 0 ]; then
  as_root=
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "The tests need$missing, which this user may not install: run 'sudo apt-get install$missing'$instead." >&2
  exit 1
fi

# One at a time, also where another clone installs: the policy below is the machine's.
exec 9</var/lib/dpkg
flock -w 600 9 || { echo "Another installation has not ended within 10 minutes." >&2; exit 1; }

# Debian starts services as it installs them, unless this program forbids it.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap '$as_root rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod 755 "$policy"
fi

apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Use-Pty=0 "$@" 9<&-
}

echo "Installing$missing."
# shellcheck disable=SC2086  # a list of words
if ! apt update || ! apt install -y --no-install-recommends $missing >/dev/null; then
  echo "apt-get could not install$missing: see above; install what is missing by hand$instead." >&2
  exit 1
fi
echo "Installed$missing; no service was started."

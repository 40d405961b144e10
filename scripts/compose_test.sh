#!/bin/sh
# Checks docker-compose.yml with docker-compose's own parser, which needs no Docker engine, and what a parser does not
# see: that every service has a health check, and that what the worker's image is built from is there.
set -eu
cd "$(dirname "$0")/.."

if command -v docker-compose >/dev/null; then
  compose="docker-compose"
elif docker compose version >/dev/null 2>&1; then
  compose="docker compose"
else
  echo "docker-compose is missing: install it (Debian: apt-get install docker-compose)." >&2
  exit 1
fi

$compose -f docker-compose.yml config -q
services=$($compose -f docker-compose.yml config --services | wc -l)
checks=$($compose -f docker-compose.yml config | grep -c '^    healthcheck:')
if [ "$services" -ne "$checks" ]; then
  echo "docker-compose.yml: $services services, but $checks health checks" >&2
  exit 1
fi

cd python_workers
for path in $(sed -n 's/^COPY \(.*\) [^ ]*$/\1/p' Dockerfile); do
  [ -e "$path" ] || { echo "python_workers/Dockerfile copies $path, which is not there" >&2; exit 1; }
done
grep -q '^USER [a-z]' Dockerfile || { echo "python_workers/Dockerfile: the worker would run as root" >&2; exit 1; }
echo "docker-compose.yml: $services services, parsed by $compose, each with a health check"

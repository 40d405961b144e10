#!/bin/sh
# Installs Chromium from Debian, in which the page of `taskgate contracts docs` is tested, where no Chromium is. Who may
# not install is told what to install.
set -eu

for program in chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null; then
    echo "Nothing to install: $program is here."
    exit 0
  fi
done

if ! command -v apt-get >/dev/null; then
  echo "The test of the page needs Chromium: install it, as chromium or google-chrome on PATH." >&2
  exit 1
elif [ "$(id -u)" = 0 ]; then
  as_root=
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "The test of the page needs chromium, which this user may not install: run 'sudo apt-get install chromium'." >&2
  exit 1
fi

# One at a time, also where another clone installs.
exec 9</var/lib/dpkg
flock -w 600 9 || { echo "Another installation has not ended within 10 minutes." >&2; exit 1; }

apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Use-Pty=0 "$@" 9<&-
}

echo "Installing chromium."
# The fonts are those of the screenshot; without any, there would be no text to measure.
if ! apt update || ! apt install -y --no-install-recommends chromium fonts-dejavu-core fonts-liberation >/dev/null; then
  echo "apt-get could not install chromium: see above; install it by hand." >&2
  exit 1
fi
echo "Installed chromium."

#!/bin/sh
# Installs Chromium from Debian, in which the page of `taskgate contracts docs` is tested, where no Chromium is. Who may
# not install is told what to install.
set -eu
here=${0%/*}
[ "$here" != "$0" ] || here=.
. "$here/debian.sh"

for program in chromium chromium-browser google-chrome; do
  if command -v "$program" >/dev/null; then
    echo "Nothing to install: $program is here."
    exit 0
  fi
done

# The fonts are those of the screenshot; without any, there would be no text to measure.
install_from_debian "The test of the page needs" ", or put a google-chrome on PATH" \
  chromium fonts-dejavu-core fonts-liberation

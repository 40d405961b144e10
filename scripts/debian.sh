# Installing packages from Debian, for the scripts beside it, which source this file.

# install_from_debian WHO REMEDY PACKAGE...: installs the packages, and whatever Debian needs for them. Where this user
# may not, says that WHO needs them and ends the script; REMEDY, which may be empty, is what else would help.
install_from_debian() {
  who=$1 remedy=$2
  shift 2
  if ! command -v apt-get >/dev/null; then
    echo "$who $*: install what is missing$remedy." >&2
    exit 1
  elif [ "$(id -u)" = 0 ]; then
    as_root=
  elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    echo "$who $*, which this user may not install: run 'sudo apt-get install $*'$remedy." >&2
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

  echo "Installing $*."
  if ! apt update || ! apt install -y --no-install-recommends "$@" >/dev/null; then
    echo "apt-get could not install $*: see above; install what is missing by hand$remedy." >&2
    exit 1
  fi
  echo "Installed $*; no service was started."
}

apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    -o Dpkg::Use-Pty=0 "$@" 9<&-
}

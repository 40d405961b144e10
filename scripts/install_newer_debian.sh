#!/bin/sh
# install_newer_debian.sh FOLDER: makes a folder with Debian 13 and in it redis-server, valkey-server, rabbitmq-server and
# python3.13, for `make matrix`. It starts no service and leaves nothing mounted; the packages come from the mirror that
# this machine's own apt uses. A folder that is complete is left as it is. Needs root.
set -eu
here=${0%/*}
[ "$here" != "$0" ] || here=.
. "$here/debian.sh"

folder=$1
[ ! -e "$folder/complete" ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "The newer Debian needs root, for chroot: run \`sudo make matrix\`." >&2
  exit 1
fi
# Nobody has to undo a mount: those of this program are seen by itself alone, and end with it.
if [ "${TASKGATE_OWN_MOUNTS:-}" = "" ]; then
  # In a shell of its own, so that what it holds is given back before the long part.
  command -v debootstrap >/dev/null || (install_from_debian "The matrix needs" "" debootstrap)
  TASKGATE_OWN_MOUNTS=1 exec unshare --mount --propagation private sh "$0" "$folder"
fi

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
if [ -z "$mirror" ]; then
  echo "This machine's apt knows no mirror of Debian: run 'apt-get update', or add one to its sources." >&2
  exit 1
fi
rm -rf "$folder"
mkdir -p "$folder"
debootstrap --variant=minbase trixie "$folder" "$mirror"
printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
chmod 755 "$folder/usr/sbin/policy-rc.d"
cp /etc/hosts /etc/resolv.conf "$folder/etc/"
mountpoint -q "$folder/proc" || mount --rbind /proc "$folder/proc"
env DEBIAN_FRONTEND=noninteractive LC_ALL=C chroot "$folder" apt-get -qq -o Acquire::Retries=3 install -y \
  --no-install-recommends redis-server valkey-server rabbitmq-server python3.13
rm -rf "$folder/var/cache/apt/archives" "$folder/var/lib/apt/lists"
touch "$folder/complete"

#!/usr/bin/env bash
# Makes a release ready beside the others, without touching anything that runs: release.sh REPOSITORY [REVISION]
#
#   INSTALLED  where releases are                            /opt/inkmirage
#   SETTINGS   the settings file that all of them read       /etc/inkmirage/config.toml
#   PYTHON     the Python to build with                      python3
#
# Its name is the commit. `current` points to the one that the services start; the last line says how to switch.
set -euo pipefail
umask 022

repository=${1:?"release.sh REPOSITORY [REVISION]"}
revision=${2:-HEAD}
installed=${INSTALLED:-/opt/inkmirage}
settings=${SETTINGS:-/etc/inkmirage/config.toml}

mkdir -p "$installed/releases"
part=$(mktemp -d "$installed/releases/.part-XXXXXX")
trap 'rm -rf "$part"' EXIT
chmod 755 "$part"
git clone --quiet --no-checkout "$repository" "$part"
git -C "$part" checkout --quiet --detach "$revision"
name=$(git -C "$part" rev-parse --short=12 HEAD)
release=$installed/releases/$name
[ ! -e "$release" ] || { echo "$name is there already: $release"; exit 0; }

ln -s "$settings" "$part/config.toml"
mv "$part" "$release"
# An environment remembers where it was made, so it is made in its place; a release without it is none.
trap 'rm -rf "$release"' EXIT
"${PYTHON:-python3}" -m venv "$release/.venv"
"$release/.venv/bin/pip" install --quiet --no-input --disable-pip-version-check --require-hashes --requirement "$release/requirements.lock"
"$release/.venv/bin/python" -m compileall -q "$release/adapters" "$release/bot" "$release/core" "$release/db"
trap - EXIT
echo "$name is ready. To switch: ln -sfn releases/$name $installed/current"

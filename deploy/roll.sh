#!/usr/bin/env bash
# Every process of InkMirage on this machine is replaced by one of the current release, one after another, so that somebody always serves.
# One has to be at work before the next one goes; of each role that people wait for, run two.
set -euo pipefail

instances=${INSTANCES:-/etc/inkmirage/instances}
units=${UNITS:-/etc/systemd/system}
patience=${PATIENCE:-60} # seconds for the site of a process that has started

cd "$(dirname "$(readlink -f "$0")")"
for unit in systemd/inkmirage*; do
    # Only with the units of this release is it known when a process is at work.
    cmp --quiet "$unit" "$units/${unit#*/}" || {
        echo "$units/${unit#*/} is not what this release has: cp $PWD/systemd/inkmirage* $units/ && systemctl daemon-reload" >&2
        echo "Lines of your own go beside it: systemctl edit ${unit#*/}" >&2
        exit 1
    }
done

ready() { # UNIT: it runs, and if it serves the web it can take work
    systemctl is-active --quiet "$1" || return 1
    local name=${1#inkmirage@} port
    port=$(sed -n 's/^INKMIRAGE_WEB__PORT=//p' "$instances/${name%.service}.env")
    [ -z "$port" ] || curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$port/readyz?for=people"
}

systemctl restart inkmirage-migrate.service
mapfile -t running < <(systemctl list-units --plain --no-legend --state=active 'inkmirage@*.service' | awk '{print $1}')
[ ${#running[@]} -gt 0 ] || { echo "Nothing of InkMirage runs here." >&2; exit 1; }
for unit in "${running[@]}"; do
    # It comes back when the new process says that it is at work, or has ended.
    systemctl restart "$unit" || true
    for ((waited = 0; waited < patience; waited++)); do
        ready "$unit" && break
        sleep 1
    done
    ready "$unit" || { echo "$unit does not come up: journalctl -u $unit. The others still run what they ran." >&2; exit 1; }
    echo "$unit is replaced"
done

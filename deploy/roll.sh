#!/usr/bin/env bash
# Every process of InkMirage on this machine is replaced by one of the current release, one after another, so that somebody always serves.
# A web process has to be ready before the next one goes; of each role that people wait for, run two.
set -euo pipefail

instances=${INSTANCES:-/etc/inkmirage/instances}
patience=${PATIENCE:-60} # seconds for one process to be ready

ready() { # UNIT: it runs, and if it serves the web it can take work
    systemctl is-active --quiet "$1" || return 1
    local name=${1#inkmirage@} port
    port=$(sed -n 's/^INKMIRAGE_WEB__PORT=//p' "$instances/${name%.service}.env")
    [ -z "$port" ] || curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$port/readyz?for=people"
}

systemctl start inkmirage-migrate.service
mapfile -t units < <(systemctl list-units --plain --no-legend --state=active 'inkmirage@*.service' | awk '{print $1}')
[ ${#units[@]} -gt 0 ] || { echo "Nothing of InkMirage runs here." >&2; exit 1; }
for unit in "${units[@]}"; do
    systemctl restart "$unit"
    sleep 3 # one that cannot start has ended by then
    for ((waited = 3; waited < patience; waited++)); do
        ready "$unit" && break
        sleep 1
    done
    ready "$unit" || { echo "$unit does not come up: journalctl -u $unit. The others still run what they ran." >&2; exit 1; }
    echo "$unit is replaced"
done

#!/usr/bin/env bash
# A backup of the database, checked as far as a file can be, and the end of those that are too old (docs/operate.md).
#
#   DATABASE   libpq's address of the database               postgresql:///inkmirage
#   BACKUPS    the folder they are kept in                   /var/backups/inkmirage
#
# `[privacy] backup_days` says how long a backup lives; INKMIRAGE_… in the environment counts, as always. Pictures are not in it: they lie in the object store, and so do the marks of people who have left (tombstones/). The secret
# key is not in it either; without it nobody can restore anything (docs/decisions/0021), so keep it somewhere else.
set -euo pipefail
umask 077

database=${DATABASE:-postgresql:///inkmirage}
backups=${BACKUPS:-/var/backups/inkmirage}
cd "$(dirname "$(dirname "$(readlink -f "$0")")")"

days=$("${PYTHON:-.venv/bin/python}" -c 'from bot.config_sources import load; print(load().privacy.backup_days)')

# First, because people are promised it, also when a backup fails: what would be too old before the next day is over.
mkdir -p "$backups"
find "$backups" -maxdepth 1 -type f \( -name 'inkmirage-*.dump' -o -name 'inkmirage-*.dump.sha256' \) \
    -mmin "+$((days > 1 ? (days - 1) * 1440 : 0))" -print -delete | sed 's/^/ended: /'
find "$backups" -maxdepth 1 -type f -name '*.part' -delete

name=inkmirage-$(date -u +%Y%m%dT%H%M%SZ).dump
part=$backups/$name.part
trap 'rm -f "$part"' EXIT
pg_dump --format=custom --no-owner --no-privileges --file="$part" "$database"
pg_restore --list "$part" >/dev/null
sync "$part"
mv "$part" "$backups/$name"
(cd "$backups" && sha256sum "$name" >"$name.sha256")
echo "made: $backups/$name, $(stat -c %s "$backups/$name") bytes, to be gone in $days days"

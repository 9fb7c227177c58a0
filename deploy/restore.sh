#!/usr/bin/env bash
# A backup becomes the database again, and nobody comes back with it who has left since: restore.sh FILE [--replace]
#
#   DATABASE   libpq's address of the database               postgresql:///inkmirage
#
# DATABASE is the one that the settings name. The program must not run. The database is empty, or `--replace` says that everything in it
# may go. The object store stays what it is now: never set it back, or the marks of those who left are lost.
set -euo pipefail

dump=${1:?"restore.sh FILE [--replace]"}
replace=${2:-}
database=${DATABASE:-postgresql:///inkmirage}
dump=$(readlink -f "$dump")
if [ "$(id -u)" = 0 ] && [ -n "${RUN_AS-inkmirage}" ]; then
    exec "$(dirname "$(readlink -f "$0")")/as-service" "$(readlink -f "$0")" "$dump" ${replace:+"$replace"}
fi
cd "$(dirname "$(dirname "$(readlink -f "$0")")")"

fail() {
    echo "$1" >&2
    exit 1
}
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --dbname "$database" --command "$1"; }
bot() { "${PYTHON:-.venv/bin/python}" -m bot "$@"; }

[ -z "$replace" ] || [ "$replace" = --replace ] || fail "What is $replace? restore.sh FILE [--replace]"
[ -f "$dump" ] || fail "There is no file $dump."
if [ -f "$dump.sha256" ]; then
    (cd "$(dirname "$dump")" && sha256sum --check --status "$(basename "$dump").sha256") || fail "$dump is damaged: its checksum differs."
else
    echo "note: no $dump.sha256 beside it, so its checksum was not compared" >&2
fi
pg_restore --list "$dump" >/dev/null || fail "$dump is no backup that pg_restore can read."

running=$(ask "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'inkmirage'")
[ "$running" = 0 ] || fail "The program works with this database. Stop every process of it first."
tables=$(ask "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
if [ "$tables" != 0 ]; then
    [ "$replace" = --replace ] || fail "The database is not empty. Make a new one, or say --replace if everything in it may go."
    ask "ALTER SCHEMA public RENAME TO before_restore; CREATE SCHEMA public"
fi

if ! pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname "$database" "$dump"; then
    [ "$tables" = 0 ] || ask "SET client_min_messages = warning; DROP SCHEMA public CASCADE; ALTER SCHEMA before_restore RENAME TO public"
    fail "Nothing was restored; the database is what it was."
fi
[ "$tables" = 0 ] || ask "SET client_min_messages = warning; DROP SCHEMA before_restore CASCADE"
there=$(ask "SELECT count(*) FROM account")

# Nothing serves yet. In this order: the schema of the program that is installed now, then whoever has left since, then the books.
bot migrate
bot privacy replay || fail "People who have left may be in the database. Do not start the program before this is mended (docs/operate.md)."
left=$(ask "SELECT count(*) FROM account")
verdict=0
books=$(bot ledger verify) || verdict=1

echo
echo "Restored      $dump"
echo "Accounts      $there in the backup, $((there - left)) of them erased again, $left now"
echo "Newest job    $(ask "SELECT coalesce(to_timestamp(max(created_at) / 1000000)::text, 'none') FROM job")"
echo "Newest money  $(ask "SELECT coalesce(to_timestamp(max(at) / 1000000)::text, 'none') FROM ledger_txn")"
if [ $verdict = 0 ]; then
    echo "Books         every invariant holds"
else
    echo "$books" | grep BROKEN >&2
    fail "The books are broken: see the lines above. Do not start the program."
fi
echo "The program may start. What providers were paid since the backup comes back from their books by itself; look with: money reconcile"

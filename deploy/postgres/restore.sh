#!/usr/bin/env bash
# Restores a backup into an empty database:   deploy/postgres/restore.sh FILE
# All or nothing. No server may run on the database before this ends; afterwards 'cgrains migrate', 'cgrains verify', then the servers.
# CGRAINS_SKIP_NUMBERS (default 100000): so many customer ids are never given out again. At least as many as records came since the backup was made: their ids may be known to others and must not come to mean somebody else.
# Which database: see connection.sh; the role is the one that owns the tables.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
skip=${CGRAINS_SKIP_NUMBERS:-100000}
if [ $# -ne 1 ] || ! [[ "$skip" =~ ^[0-9]{1,9}$ ]]; then
  echo "Usage: [CGRAINS_SKIP_NUMBERS=N] restore.sh FILE" >&2
  exit 2
fi
file=$1
if [ ! -r "$file" ]; then
  echo "There is no backup $file, or it cannot be read." >&2
  exit 2
fi
. "$here/connection.sh"
sql() { psql --no-psqlrc --no-password --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$PGDATABASE" "$@"; }

tables=$(sql --command="SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')")
if [ "$tables" -ne 0 ]; then
  echo "The database '$PGDATABASE' is not empty; restore into a new one, then let the servers use that." >&2
  exit 2
fi
pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --no-password --dbname="$PGDATABASE" "$file"

# A customer's number is that of one of its records, so skipping numbers of records skips ids.
if ! sql --single-transaction --set=skip="$skip" >/dev/null <<'SQL'
UPDATE journal_head SET last_number = last_number + :skip WHERE :skip > 0;
INSERT INTO reserved_number SELECT last_number FROM journal_head WHERE :skip > 0;
SQL
then
  echo "The backup is restored, but customer ids could not be skipped: drop the database and restore again." >&2
  exit 1
fi
# The owner of the tables may not look at those of the system, which is no news.
sql --command="SET client_min_messages = error" --command=ANALYZE
echo "Restored; the next $skip customer ids are skipped. Now: cgrains migrate, cgrains verify, then start the servers."

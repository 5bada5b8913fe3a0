#!/usr/bin/env bash
# Writes a backup of the database, as it was at one moment, to one file:   deploy/postgres/backup.sh FILE
# Servers may be running and loading; a role that may read suffices. The file appears under its name when it is whole and was read back, and holds personal data: nobody else may read it.
# Which database: see connection.sh. How it is restored, and what a backup cannot do: deploy/postgres/README.md.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
if [ $# -ne 1 ]; then
  echo "Usage: backup.sh FILE" >&2
  exit 2
fi
file=$1
if [ -e "$file" ]; then
  echo "$file is there already; a backup is never overwritten." >&2
  exit 2
fi
. "$here/connection.sh"
umask 077
part="$file.part"
trap 'rm -f "$part"' EXIT

# Left out: what running processes tell each other, which means nothing to those that start on the restored database.
pg_dump --format=custom --no-owner --no-privileges --no-password --lock-wait-timeout=60s \
  --exclude-table-data=directory_log --exclude-table-data=orleansmembershiptable --exclude-table-data=orleansmembershipversiontable --file="$part"

# All of it, unpacked: a backup that cannot be read is none.
pg_restore --file=/dev/null "$part"
mv "$part" "$file"
echo "$file: $(stat --format=%s "$file") bytes"

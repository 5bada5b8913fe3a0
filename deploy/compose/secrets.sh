#!/usr/bin/env bash
# Makes what the compose file reads from secrets/: a random password for each role, and for each client the password file of PostgreSQL.
#   deploy/compose/secrets.sh [FOLDER]                  makes what is missing
#   deploy/compose/secrets.sh --renew NAME [FOLDER]     a new password for one of: postgres owner app_a app_b read grafana
set -euo pipefail
umask 077
renewed=
if [ "${1:-}" = --renew ]; then
  renewed=${2:?Which one? --renew postgres, owner, app_a, app_b, read or grafana}
  shift 2
fi
folder=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets}
mkdir -p "$folder"
chmod 0700 "$folder"
for name in postgres owner app_a app_b read grafana; do
  file="$folder/${name}_password"
  # Written into the file that is there, not put in its place: containers have that very file mounted.
  if [ ! -s "$file" ] || [ "$name" = "$renewed" ]; then
    od --address-radix=n --format=x1 --read-bytes=24 /dev/urandom | tr -d ' \n' >"$file"
  fi
done
for role in owner app_a app_b read; do
  printf 'postgres:5432:*:customergrains_%s:%s\n' "$role" "$(cat "$folder/${role}_password")" >"$folder/${role}_pgpass"
done
# Compose hands the files over as they are, and the containers are not run by whoever made them: the folder keeps others out, not the files.
chmod 0644 "$folder"/*_password "$folder"/*_pgpass

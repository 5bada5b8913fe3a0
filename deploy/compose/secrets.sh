#!/usr/bin/env bash
# Makes what the compose file reads from secrets/: a random password for each role, and for each client the password file of PostgreSQL.
# What is there stays; delete a file, and run it again, to have a new one.   deploy/compose/secrets.sh [FOLDER]
set -euo pipefail
umask 077
folder=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets}
mkdir -p "$folder"
chmod 0700 "$folder"
for name in postgres owner app_a app_b read grafana; do
  file="$folder/${name}_password"
  [ -s "$file" ] || printf '%s' "$(od --address-radix=n --format=x1 --read-bytes=24 /dev/urandom | tr -d ' \n')" >"$file"
done
for role in owner app_a app_b read; do
  printf 'postgres:5432:customergrains:customergrains_%s:%s\n' "$role" "$(cat "$folder/${role}_password")" >"$folder/${role}_pgpass"
done
# Compose hands the files over as they are, and the containers are not run by whoever made them: the folder keeps others out, not the files.
chmod 0644 "$folder"/*_password "$folder"/*_pgpass

#!/usr/bin/env bash
# Run once by the image of PostgreSQL, when its volume is empty: roles, database, and each role's password from its secret.
set -euo pipefail
admin=(psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres)
"${admin[@]}" --file=/etc/customergrains/roles.sql
for role in owner app_a app_b read; do
  "${admin[@]}" --set=role="customergrains_$role" --set=file="/run/secrets/${role}_password" --file=/etc/customergrains/passwords.sql
done

#!/usr/bin/env bash
# Makes PostgreSQL's programs (version 15 or later) available for the tests. Installs Debian's package when there are none.
# The tests start servers of their own, so the package is kept from making and starting its usual one.
set -euo pipefail
for folder in /usr/lib/postgresql/*/bin; do
  version=$(basename "$(dirname "$folder")")
  if [[ "$version" =~ ^[0-9]+$ ]] && [ "$version" -ge 15 ] && [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/pg_dump" ]; then exit 0; fi
done
if program=$(command -v postgres) && command -v initdb >/dev/null && command -v pg_dump >/dev/null; then
  version=$("$program" --version | sed -nE 's/.*\) ([0-9]+).*/\1/p')
  if [ "${version:-0}" -ge 15 ]; then exit 0; fi
fi
if ! command -v apt-get >/dev/null; then
  echo "The tests need PostgreSQL 15 or later (postgres, initdb, pg_dump on the PATH), and this is no Debian machine: install it by hand." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
echo "Installing PostgreSQL…"
log=$(mktemp)
# Read by Debian's scripts when they set the package up; taken away afterwards.
no_cluster=/etc/postgresql-common/createcluster.d/customergrains-tests.conf
take_away() { "${as_root[@]}" rm -f "$no_cluster"; rm -f "$log"; }
trap take_away EXIT
if ! {
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" mkdir -p "$(dirname "$no_cluster")" &&
    echo "create_main_cluster = false" | "${as_root[@]}" tee "$no_cluster" &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
} >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "PostgreSQL could not be installed: install it by hand, then run again." >&2
  exit 1
fi

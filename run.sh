#!/usr/bin/env bash
# The main job with one command, on a machine that has only the .NET SDK: builds, serves ./data, streams a made-up town in, shows three customers
# and why each is one, and keeps serving until Ctrl-C.   ./run.sh --once stops after the show; other options are those of 'cgrains demo'.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
. "$root/build/cli.sh"
cgrains_build "$root"
if [ "$(cgrains_kind "$root")" = complete ]; then
  echo "Complete build: published gRPC packages."
else
  echo "Reduced build: without Orleans; gRPC from src/CustomerGrains.GrpcFallback, because the package feed lacks what the complete build needs."
fi
for option in "$@"; do
  case "$option" in --data | --data=*) exec "$(cgrains_program "$root")" demo "$@" ;; esac
done
exec "$(cgrains_program "$root")" demo --data "$root/data" "$@"

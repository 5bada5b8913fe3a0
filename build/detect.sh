#!/usr/bin/env bash
# Finds out by a trial restore which build this machine can make, and remembers it in artifacts/build-kind.props:
#   complete  the published gRPC and Orleans packages
#   reduced   without Orleans; gRPC from src/CustomerGrains.GrpcFallback
# CGRAINS_BUILD=complete|reduced decides without a trial.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$root/artifacts"
props="$root/artifacts/build-kind.props"
kind=${CGRAINS_BUILD:-}
if [ -z "$kind" ] && [ -s "$props" ] && [ "$props" -nt "$root/Directory.Packages.props" ]; then
  exit 0
fi
if [ -z "$kind" ]; then
  if dotnet restore "$root/build/probe/probe.csproj" --nologo -v quiet >"$root/artifacts/probe.log" 2>&1; then kind=complete; else kind=reduced; fi
fi
case "$kind" in
  complete) grpc=true; orleans=true ;;
  reduced) grpc=false; orleans=false ;;
  *) echo "CGRAINS_BUILD must be 'complete' or 'reduced', not '$kind'." >&2; exit 2 ;;
esac
new="<Project><PropertyGroup><WithGrpcPackages>$grpc</WithGrpcPackages><WithOrleans>$orleans</WithOrleans></PropertyGroup></Project>"
[ "$(cat "$props" 2>/dev/null)" = "$new" ] && touch "$props" || printf '%s\n' "$new" >"$props"

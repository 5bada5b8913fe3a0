#!/usr/bin/env bash
# Everything that must pass, from a clean clone. Ends with one line "N passed, N failed, N skipped"; exits non-zero on any failure.
# Usage: ./test.sh [PROJECT…]   e.g. ./test.sh Matching.Tests Index.Tests   (without the second, reduced build)
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root" || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
results="$root/artifacts/test-results"
passed=0 failed=0 skipped=0

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

give_up() {
  echo "$1" >&2
  failed=$((failed + 1))
  finish
}

command -v dotnet >/dev/null || give_up "The .NET SDK is missing: install the one global.json names, then run ./test.sh again."
build/detect.sh || give_up "The kind of build could not be found out."
kind=complete
grep -q '<WithGrpcPackages>false' artifacts/build-kind.props && kind=reduced
if [ "$kind" = complete ]; then
  echo "Complete build: published gRPC and Orleans packages."
else
  echo "Reduced build: without Orleans; gRPC from src/CustomerGrains.GrpcFallback, because the package feed lacks what the complete build needs."
fi

# Foreign gRPC peers, a browser and PostgreSQL, from the distribution's packages.
build/peers.sh || give_up "The foreign gRPC peers could not be installed; see above."
build/browser.sh || give_up "Chromium could not be installed; see above."
build/postgres.sh || give_up "PostgreSQL could not be installed; see above."

# run_project KIND NAME: builds nothing, adds the project's results to the sums.
run_project() {
  local kind=$1 name=$2 trx="$results/$1-$2.trx" counters
  echo "== $name ($kind)"
  rm -f "$trx"
  CGRAINS_REQUIRE_PEERS=1 timeout --kill-after=30 1200 dotnet test "tests/CustomerGrains.$name/CustomerGrains.$name.csproj" -c Release --no-build --nologo \
    -p:WithGrpcPackages="$([ "$kind" = complete ] && echo true || echo false)" -p:WithOrleans="$([ "$kind" = complete ] && echo true || echo false)" \
    --logger "trx;LogFileName=$trx" --logger "console;verbosity=minimal" </dev/null
  local code=$?
  counters=$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null | head -1)
  local count_total count_passed count_failed
  count_total=$(sed -nE 's/.* total="([0-9]+)".*/\1/p' <<<"$counters")
  count_passed=$(sed -nE 's/.* passed="([0-9]+)".*/\1/p' <<<"$counters")
  count_failed=$(sed -nE 's/.* failed="([0-9]+)".*/\1/p' <<<"$counters")
  count_total=${count_total:-0} count_passed=${count_passed:-0} count_failed=${count_failed:-0}
  # A host that died leaves no failed test behind, but it did not pass.
  if [ "$code" -ne 0 ] && [ "$count_failed" -eq 0 ]; then count_failed=1 count_total=$((count_total + 1)); fi
  passed=$((passed + count_passed))
  failed=$((failed + count_failed))
  skipped=$((skipped + count_total - count_passed - count_failed))
}

build() {
  echo "== building ($1)"
  dotnet build CustomerGrains.sln -c Release --nologo -v quiet \
    -p:WithGrpcPackages="$([ "$1" = complete ] && echo true || echo false)" -p:WithOrleans="$([ "$1" = complete ] && echo true || echo false)" </dev/null
}

mkdir -p "$results"
build "$kind" || give_up "The $kind build failed."
if [ $# -gt 0 ]; then
  for name in "$@"; do run_project "$kind" "$name"; done
  finish
fi

for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  # Empty in the reduced build.
  if [ "$kind" = reduced ] && [ "$name" = CustomerGrains.Orleans.Tests ]; then
    echo "== Orleans.Tests (reduced): left out, there is no Orleans in this build"
    continue
  fi
  run_project "$kind" "${name#CustomerGrains.}"
done

# The doors must also work without the published gRPC packages, so a machine that made the complete build proves the reduced one too.
if [ "$kind" = complete ]; then
  build reduced || give_up "The reduced build failed."
  run_project reduced Server.Tests
fi
finish

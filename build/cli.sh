#!/usr/bin/env bash
# Sourced by ./cgrains and ./run.sh: finds the SDK, builds the command line when that is needed, says where it is.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

cgrains_kind() {
  if grep -q '<WithGrpcPackages>false' "$1/artifacts/build-kind.props" 2>/dev/null; then echo reduced; else echo complete; fi
}

cgrains_program() {
  echo "$1/artifacts/$(cgrains_kind "$1")/bin/CustomerGrains.Cli/release/cgrains"
}

# Something the build reads is newer than the last build.
cgrains_is_stale() {
  local stamp="$1/artifacts/$(cgrains_kind "$1")/cgrains.stamp"
  [ ! -x "$(cgrains_program "$1")" ] || [ ! -e "$stamp" ] || [ -n "$(find "$1/src" "$1/protos" "$1/Directory.Build.props" "$1/Directory.Packages.props" "$1/global.json" -newer "$stamp" -print -quit)" ]
}

cgrains_build() {
  local root=$1 log
  if ! command -v dotnet >/dev/null; then
    echo "The .NET SDK is missing. Install version $(sed -nE 's/.*"version": *"([^"]+)".*/\1/p' "$root/global.json" | head -1) or later of .NET 10 (https://dot.net/download), then run this again." >&2
    exit 2
  fi
  # global.json names the SDK; dotnet says which are there when it is not.
  if ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    echo "The .NET SDK that global.json asks for is not installed:" >&2
    (cd "$root" && dotnet --version) >&2 || true
    exit 2
  fi
  "$root/build/detect.sh"
  if cgrains_is_stale "$root"; then
    log="$root/artifacts/cgrains-build.log"
    echo "Building (the first time takes a minute or two) …"
    local started
    started=$(mktemp "$root/artifacts/cgrains-stamp.XXXXXX")
    if ! (cd "$root" && dotnet build src/CustomerGrains.Cli/CustomerGrains.Cli.csproj -c Release --nologo -v quiet </dev/null) >"$log" 2>&1; then
      rm -f "$started"
      grep -E "error|warning" "$log" | sort -u | head -20 >&2
      echo "The build failed; all of it is in $log." >&2
      exit 2
    fi
    # The stamp is as old as the build's beginning: a file saved meanwhile is built next time.
    mv "$started" "$root/artifacts/$(cgrains_kind "$root")/cgrains.stamp"
  fi
}

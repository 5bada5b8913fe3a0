#!/usr/bin/env bash
# Installs the foreign gRPC implementations that the tests of src/CustomerGrains.GrpcFallback talk to, unless they are there:
#   python  grpcio and its compiler from Debian's packages (needs root or sudo)
#   node    @grpc/grpc-js and @grpc/proto-loader in the locked versions, into artifacts/peers/node
# Quick when nothing is missing. Fails, saying what is missing, when it cannot install it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
missing=0

# Debian's own interpreter: another python earlier in the path does not see Debian's packages.
python=/usr/bin/python3
if ! "$python" -c 'import grpc, grpc_tools.protoc, google.protobuf' 2>/dev/null; then
  packages="python3 python3-grpcio python3-grpc-tools python3-protobuf"
  if ! command -v apt-get >/dev/null; then
    echo "peers: no apt-get here; install grpcio, grpcio-tools and protobuf for $python by other means." >&2
    missing=1
  else
    sudo=""
    if [ "$(id -u)" != 0 ]; then sudo="sudo -n"; fi
    # shellcheck disable=SC2086
    if ! { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >"${TMPDIR:-/tmp}/peers-apt.log" 2>&1; then
      echo "peers: could not install '$packages':" >&2
      tail -n 5 "${TMPDIR:-/tmp}/peers-apt.log" >&2
      missing=1
    fi
  fi
fi

node_from="$root/tests/CustomerGrains.GrpcFallback.Tests/Peers/node"
node_to="$root/artifacts/peers/node"
if ! cmp -s "$node_from/package-lock.json" "$node_to/installed-lock.json"; then
  if ! command -v npm >/dev/null; then
    echo "peers: npm is missing; install Node.js 18 or newer." >&2
    missing=1
  else
    mkdir -p "$node_to"
    cp "$node_from/package.json" "$node_from/package-lock.json" "$node_to/"
    if (cd "$node_to" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$node_to/npm.log" 2>&1; then
      # Last, so that an installation that broke off is done again.
      cp "$node_from/package-lock.json" "$node_to/installed-lock.json"
    else
      echo "peers: npm could not install the packages:" >&2
      tail -n 5 "$node_to/npm.log" >&2
      missing=1
    fi
  fi
fi

exit "$missing"

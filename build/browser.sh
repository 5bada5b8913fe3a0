#!/usr/bin/env bash
# Makes a Chromium available for the portal's tests. Installs Debian's package when there is none.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if ! command -v apt-get >/dev/null; then
  echo "The portal's tests need Chromium on the PATH, and this is no Debian machine: install it by hand." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
echo "Installing Chromium…"
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "Chromium could not be installed: install it by hand, then run again." >&2
  exit 1
fi

#!/usr/bin/env bash
# Asks this container's server how it is: healthcheck.sh [live|startup|ready] [PORT]. Ends with 0 when it answers 200.
# The runtime image has neither curl nor wget; bash opens the connection itself.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${2:-7480}"
printf 'GET /health/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${1:-ready}" >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]

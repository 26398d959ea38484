#!/bin/bash
# Runs a command beside a server of its own: examples/run.sh COMMAND ARGUMENTS...
# with $IMAP and $CONTROL set. $IMAPORACLE is the binary, by default the one in
# the path.
set -euo pipefail

coproc SERVER { exec "${IMAPORACLE:-imaporacle}" serve --listen 127.0.0.1:0 --control 127.0.0.1:0; }
server=$SERVER_PID
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT

# imaporacle: ready on imap://127.0.0.1:1143 http://127.0.0.1:8143 users user
read -r ready <&"${SERVER[0]}"
IMAP=$(sed -E 's|.* imap://([^ ]+) .*|\1|' <<<"$ready")
CONTROL=$(sed -E 's|.* (http://[^ ]+) .*|\1|' <<<"$ready")
export IMAP CONTROL
"$@"

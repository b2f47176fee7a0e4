#!/bin/sh
# Goes back to a release that is there, in seconds. A launcher of `onomancer rollback`:
#   ./docs/deployment/scripts/rollback.sh --to-previous      as devrel, in the clone; --help tells the rest
set -eu
scripts=$(dirname "$(readlink -f "$0")")
exec "$(dirname "$(dirname "$(dirname "$scripts")")")/bin/onomancer" rollback "$@"

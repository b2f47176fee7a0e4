#!/bin/sh
# Builds a release of this clone and puts it into service without losing an event. A launcher of `onomancer deploy`:
#   git pull && ./docs/deployment/scripts/deploy.sh          as devrel, in the clone; --help tells the rest
set -eu
scripts=$(dirname "$(readlink -f "$0")")
exec "$(dirname "$(dirname "$(dirname "$scripts")")")/bin/onomancer" deploy "$@"

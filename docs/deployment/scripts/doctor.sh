#!/bin/sh
# Looks at everything that Onomancer needs on this server, and changes nothing. A launcher of `onomancer doctor`:
#   sudo docs/deployment/scripts/doctor.sh                                  after setup
#   docs/deployment/scripts/doctor.sh --before-setup --domain NAME          on a new server
set -eu
scripts=$(dirname "$(readlink -f "$0")")
root=$(dirname "$(dirname "$(dirname "$scripts")")")
if [ -z "${ONOMANCER_NODE:-}" ] && ! command -v node > /dev/null; then
  # Setup puts it into the second place, and fetches it to the first one before it changes anything.
  for node in /var/tmp/onomancer-node/*/bin/node /opt/node/*/bin/node; do
    [ ! -x "$node" ] || ONOMANCER_NODE=$node
  done
  if [ -z "${ONOMANCER_NODE:-}" ]; then
    echo 'doctor.sh: Node is not here yet. Let setup fetch it, which changes nothing else, and ask again:' >&2
    echo "  $scripts/server-setup.sh --dry-run --skip-nginx" >&2
    exit 69
  fi
  export ONOMANCER_NODE
fi
exec "$root/bin/onomancer" doctor "$@"

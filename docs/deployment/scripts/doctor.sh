#!/bin/sh
# Looks at everything that Onomancer needs on this server, and changes nothing. A launcher of `onomancer doctor`:
#   sudo docs/deployment/scripts/doctor.sh                                  after setup
#   docs/deployment/scripts/doctor.sh --before-setup --domain NAME          on a new server
set -eu
scripts=$(dirname "$(readlink -f "$0")")
root=$(dirname "$(dirname "$(dirname "$scripts")")")
if [ -n "${ONOMANCER_NODE:-}" ] || command -v node > /dev/null; then
  exec "$root/bin/onomancer" doctor "$@"
fi
# A new server has no Node yet: setup fetches it, checks it, and takes it away again afterwards.
exec "$scripts/server-setup.sh" ${ONOMANCER_NODE_MIRROR:+"--node-mirror=$ONOMANCER_NODE_MIRROR"} --doctor "$@"

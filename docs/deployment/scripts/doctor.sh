#!/bin/sh
# Looks at everything that Onomancer needs on this server, and changes nothing. A launcher of `onomancer doctor`:
#   sudo docs/deployment/scripts/doctor.sh                                  after setup
#   docs/deployment/scripts/doctor.sh --before-setup --domain NAME          on a new server
set -eu
scripts=$(dirname "$(readlink -f "$0")")
root=$(dirname "$(dirname "$(dirname "$scripts")")")

# The doctor itself fetches nothing, so it does not know this flag.
mirror=${ONOMANCER_NODE_MIRROR:-}
is_help=no
left=$#
while [ "$left" -gt 0 ]; do
  left=$((left - 1))
  case $1 in
    --node-mirror=*) mirror=${1#*=} ;;
    --node-mirror)
      if [ "$left" -eq 0 ]; then
        echo '✗ --node-mirror needs a value.' >&2
        exit 64
      fi
      shift
      left=$((left - 1))
      mirror=$1
      ;;
    *)
      [ "$1" != --help ] || is_help=yes
      set -- "$@" "$1"
      ;;
  esac
  shift
done

if [ -n "${ONOMANCER_NODE:-}" ] || command -v node > /dev/null; then
  exec "$root/bin/onomancer" doctor "$@"
fi
# A new server has no Node yet. Nobody should have to fetch it to read how that is done.
if [ "$is_help" = yes ]; then
  # What stands there is TypeScript.
  # shellcheck disable=SC2016
  exec sed -n '/^export const DOCTOR_HELP = `/,/`;$/ { s/^export const DOCTOR_HELP = `//; s/`;$//; p; }' \
    "$root/src/ops/render/doctor-texts.ts"
fi
# Setup fetches it, checks it, and takes it away again afterwards.
exec "$scripts/server-setup.sh" ${mirror:+"--node-mirror=$mirror"} --doctor "$@"

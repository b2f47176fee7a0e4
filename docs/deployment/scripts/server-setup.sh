#!/bin/bash
# Makes a bare server ready for Onomancer. This file checks who, where and what, fetches Node, and hands over to
# `onomancer setup`, which looks, shows a plan, asks, and does it. Nothing on the server is changed before that.
set -euo pipefail

readonly NODE_DEFAULT=24.21.0
readonly MIRROR_DEFAULT=https://nodejs.org/dist
readonly STAGING_PREFIX=/var/tmp/onomancer-node
readonly MIN_MEMORY_KB=$((900 * 1024))
readonly MIN_DISK_KB=$((4 * 1024 * 1024))

usage() {
  cat << 'HELP'
Makes a bare server ready for Onomancer: a hardened machine with Node, PM2, nginx, a certificate, Redis and a firewall.

  git clone REPOSITORY /opt/devrel-integration/devrel-integration
  cd /opt/devrel-integration/devrel-integration
  docs/deployment/scripts/server-setup.sh --domain onomancer.example.com --email admin@example.com

As root, on Ubuntu 22.04 or 24.04, or Debian 12 or 13, with 1 GB of memory (better 2) and 4 GB of free disk (better 20).
No git on the server? Copy the repository from your own computer: scp -r onomancer root@SERVER:/opt/onomancer
It shows what it would change and asks before it does. Run again, it changes nothing, or puts right what changed.

  --domain NAME        the name under which the server is reached; its DNS must point here
  --email ADDRESS      for the certificate authority, which writes there when something is wrong with the certificate
  --skip-nginx         no web server and no certificate; then neither domain nor e-mail is needed
  --skip-redis         no Redis; the bot does not need it
  --tls-1.2            also speak TLS 1.2, for visitors and senders older than 2020
  --ssh-key FILE|-     your public key (one or more, a line each) for the user devrel; - reads standard input
  --ssh-port NUMBER    let sshd listen on this port; without it: where it listens now
  --acme-server URL    another certificate authority than Let's Encrypt
  --swap SIZE          size of the swap file, as in 2G or 512M; 0 for none; without it: what suits the memory
  --node VERSION       the version of Node for the bot (without it: the pinned one)
  --node-sha256 HASH   what the archive of Node must hash to, beside the published checksums
  --node-mirror URL    where the archives of Node are, laid out as on nodejs.org/dist
  --doctor …           change nothing and only look: what follows goes to the doctor (see doctor.sh)
  --dry-run            show the plan and change nothing
  --yes                ask nothing
  --resume             go on with an interrupted run, with the flags of that run
  --help               this text
HELP
}

say() { printf '%s\n' "$*"; }
refuse() {
  printf '✗ %s\n' "$1" >&2
  shift
  [ "$#" -eq 0 ] || printf '    %s\n' "$@" >&2
  printf 'Nothing was changed.\n' >&2
  exit 64
}

node_version=$NODE_DEFAULT
node_sha256=
node_mirror=$MIRROR_DEFAULT
has_domain=no
has_email=no
needs_domain=yes
is_doctor=no
hand_over=()

# What is only handed over is checked by setup itself, before it changes anything.
read_flags() {
  while [ "$#" -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
    esac
    case $1 in
      --help | -h)
        usage
        exit 0
        ;;
      --doctor)
        is_doctor=yes
        needs_domain=no
        shift
        hand_over=("$@")
        return
        ;;
      --skip-nginx | --skip-redis | --tls-1.2 | --dry-run | --yes | --resume)
        case $1 in --skip-nginx | --resume) needs_domain=no ;; esac
        hand_over+=("$1")
        shift
        ;;
      --domain | --email | --ssh-key | --ssh-port | --acme-server | --swap | --node | --node-sha256 | --node-mirror)
        if [ "$#" -lt 2 ] || [ -z "$2" ]; then refuse "$1 needs a value." 'All flags: server-setup.sh --help'; fi
        case $1 in --domain) has_domain=yes ;; --email) has_email=yes ;; esac
        case $1 in
          --node) node_version=${2#v} ;;
          --node-sha256) node_sha256=${2,,} ;;
          --node-mirror) node_mirror=${2%/} ;;
          *) hand_over+=("$1=$2") ;;
        esac
        shift 2
        ;;
      *) refuse "There is no flag \"$1\"." 'All flags: server-setup.sh --help' ;;
    esac
  done
}

check_flags() {
  if [ "$needs_domain" = yes ] && [ "$has_domain $has_email" != 'yes yes' ]; then
    refuse '--domain and --email are missing.' 'server-setup.sh --domain onomancer.example.com --email admin@example.com' 'Without a web address: server-setup.sh --skip-nginx'
  fi
  [[ $node_version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || refuse "--node $node_version cannot be used; wanted: a whole version like $NODE_DEFAULT."
  [ "${node_version%%.*}" -ge 24 ] || refuse "--node $node_version is too old; wanted: 24 or newer, as in $NODE_DEFAULT."
  [[ -z $node_sha256 || $node_sha256 =~ ^[0-9a-f]{64}$ ]] || refuse '--node-sha256 wants 64 hexadecimal digits.'
  [[ $node_mirror =~ ^https?://[^[:space:]]+$ ]] || refuse "--node-mirror $node_mirror cannot be used; wanted: an http or https address."
}

check_machine() {
  [ "$(id -u)" -eq 0 ] || refuse 'This has to run as root.' 'sudo docs/deployment/scripts/server-setup.sh …'
  local ID='' VERSION_ID='' PRETTY_NAME='an unknown system'
  # shellcheck source=/dev/null
  [ ! -r /etc/os-release ] || . /etc/os-release
  case "$ID $VERSION_ID" in
    'ubuntu 22.04' | 'ubuntu 24.04' | 'debian 12' | 'debian 13') ;;
    *) refuse "This is $PRETTY_NAME." 'Have the server installed anew with Ubuntu 22.04 or 24.04, or Debian 12 or 13.' ;;
  esac
  [ "$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)" -ge "$MIN_MEMORY_KB" ] || refuse 'There is less than 1 GB of memory.' 'Take a larger server; 2 GB are recommended.'
  [ "$(df -Pk /opt | awk 'NR == 2 { print $4 }')" -ge "$MIN_DISK_KB" ] || refuse 'There are less than 4 GB free under /opt.' 'Find what takes the space: du -xh -d2 / | sort -h | tail -20'
}

node_platform() {
  case $(uname -m) in
    x86_64) echo linux-x64 ;;
    aarch64) echo linux-arm64 ;;
    *) refuse "There is no Node for this processor ($(uname -m))." 'Take a server with x86_64 or aarch64.' ;;
  esac
}

download() {
  curl --fail --silent --show-error --location --proto '=https,http' --connect-timeout 10 --max-time 600 --retry 3 --retry-delay 2 --output "$2" "$1" ||
    refuse "$1 could not be fetched." 'Is the version right, and does this server reach that address? Try: curl -I '"$1"
}

# Beside each other, so that two runs do not take each other's Node away; what a killed run left goes after a day.
make_staging() {
  find /var/tmp -maxdepth 1 -name "${STAGING_PREFIX##*/}.*" -mmin +1440 -exec rm -rf {} +
  STAGING=$(mktemp -d "$STAGING_PREFIX.XXXXXX")
  readonly STAGING
  trap 'rm -rf "$STAGING"' EXIT
}

# Prints the directory of a Node of the wanted version that is in its place already, or that was checked and unpacked.
provide_node() {
  local platform name installed=/opt/node/v$node_version
  platform=$(node_platform)
  if [ "$("$installed/bin/node" --version 2> /dev/null)" = "v$node_version" ]; then
    echo "$installed"
    return
  fi
  local archive=tar.gz
  command -v xz > /dev/null && archive=tar.xz
  command -v curl > /dev/null || refuse 'curl is missing, and Node has to be fetched.' 'apt-get update && apt-get install -y curl ca-certificates xz-utils'
  name=node-v$node_version-$platform
  say "Fetching Node $node_version from $node_mirror …" >&2
  download "$node_mirror/v$node_version/SHASUMS256.txt" "$STAGING/SHASUMS256.txt"
  download "$node_mirror/v$node_version/$name.$archive" "$STAGING/$name.$archive"
  check_archive "$name.$archive"
  tar -xf "$STAGING/$name.$archive" -C "$STAGING" --no-same-owner
  [ "$("$STAGING/$name/bin/node" --version)" = "v$node_version" ] || refuse "$name.$archive does not hold Node $node_version."
  echo "$STAGING/$name"
}

check_archive() {
  local published found
  published=$(awk -v name="$1" '$2 == name { print $1 }' "$STAGING/SHASUMS256.txt")
  found=$(sha256sum "$STAGING/$1" | cut -d ' ' -f 1)
  [ -n "$published" ] || refuse "SHASUMS256.txt of Node $node_version does not name $1."
  [ "$found" = "$published" ] || refuse "$1 is damaged or not genuine." "published: $published" "found:     $found"
  [ -z "$node_sha256" ] || [ "$found" = "$node_sha256" ] || refuse "$1 is not what --node-sha256 wants." "wanted: $node_sha256" "found:  $found"
}

main() {
  read_flags "$@"
  check_flags
  # The doctor says about the machine what this would refuse, and more.
  [ "$is_doctor" = yes ] || check_machine
  local root node
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
  [ -f "$root/src/ops/main.ts" ] || refuse "The rest of the repository is missing around $0." 'Clone or copy all of it: server-setup.sh --help'
  make_staging
  node=$(provide_node)
  if [ "$is_doctor" = yes ]; then
    "$node/bin/node" "$root/src/ops/main.ts" doctor "${hand_over[@]}"
    return
  fi
  hand_over+=("--node=$node_version")
  case $node in "$STAGING"/*) hand_over+=("--node-from=$node") ;; esac
  "$node/bin/node" "$root/src/ops/main.ts" setup "${hand_over[@]}"
}

main "$@"

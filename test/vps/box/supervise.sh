#!/bin/bash
# Keeps one box running: joins the control groups that limit it, boots it in the lab's network, and boots it again when it
# asks for a reboot. Its settings come through the environment: VPS_NAME, VPS_ROOT, VPS_NETNS, VPS_CGROUP, VPS_PID_FILE,
# VPS_MEMORY (bytes), VPS_CPUS.
set -uo pipefail

own_cgroup() { sed -n "s/^[0-9]*:$1:\(.*\)/\1/p" /proc/self/cgroup; }

join_groups() {
  local unified=/sys/fs/cgroup/unified memory=/sys/fs/cgroup/memory cpu=/sys/fs/cgroup/cpu dir
  [ -d "$unified" ] || unified=/sys/fs/cgroup
  dir="$unified$(own_cgroup '')/$VPS_CGROUP"
  mkdir -p "$dir" || exit 1
  if [ -d "$memory" ]; then
    echo "$BASHPID" > "$dir/cgroup.procs" || exit 1
    dir="$memory$(own_cgroup memory)/$VPS_CGROUP"
    mkdir -p "$dir" && echo "$VPS_MEMORY" > "$dir/memory.limit_in_bytes" && echo "$BASHPID" > "$dir/cgroup.procs" || exit 1
    # Only where swap is counted.
    [ ! -w "$dir/memory.memsw.limit_in_bytes" ] || echo "$VPS_MEMORY" > "$dir/memory.memsw.limit_in_bytes"
    dir="$cpu$(own_cgroup cpu)/$VPS_CGROUP"
    mkdir -p "$dir" && echo 100000 > "$dir/cpu.cfs_period_us" && echo "$((VPS_CPUS * 100000))" > "$dir/cpu.cfs_quota_us" &&
      echo "$BASHPID" > "$dir/cgroup.procs" || exit 1
    return
  fi
  { echo "$VPS_MEMORY" > "$dir/memory.max" && echo "$((VPS_CPUS * 100000)) 100000" > "$dir/cpu.max"; } 2> /dev/null ||
    echo 'No limits: this cgroup has no memory and cpu controllers to give away.'
  echo "$BASHPID" > "$dir/cgroup.procs" || exit 1
}

join_groups
while :; do
  # Plain nsenter, not "ip netns exec": that one hides /sys/fs/cgroup.
  nsenter --net="/run/netns/$VPS_NETNS" env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 \
    systemd-nspawn -q -D "$VPS_ROOT" --boot --machine="$VPS_NAME" --register=no --keep-unit \
    --network-bridge=br0 --resolv-conf=off --timezone=off --console=pipe < /dev/null &
  nspawn=$!
  echo "$nspawn" > "$VPS_PID_FILE"
  wait "$nspawn"
  code=$?
  echo "The box ended with exit code $code."
  # 133: it asked for a reboot, and there is no unit to restart.
  [ "$code" = 133 ] || break
done
rm -f "$VPS_PID_FILE"

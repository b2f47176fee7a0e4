import type { StepMaker } from './setup-input.ts';
import { doing } from './step.ts';

const PATH = '/etc/sysctl.d/60-onomancer.conf';

/** Of the network: a container has its own. From the kernel's Documentation/networking/ip-sysctl. */
const NETWORK: Readonly<Record<string, string | number>> = {
  'net.ipv4.conf.all.accept_redirects': 0,
  'net.ipv4.conf.default.accept_redirects': 0,
  'net.ipv4.conf.all.secure_redirects': 0,
  'net.ipv4.conf.all.send_redirects': 0,
  'net.ipv4.conf.default.send_redirects': 0,
  'net.ipv4.conf.all.accept_source_route': 0,
  'net.ipv4.conf.default.accept_source_route': 0,
  'net.ipv4.conf.all.log_martians': 1,
  'net.ipv4.conf.default.log_martians': 1,
  'net.ipv4.conf.all.rp_filter': 1,
  'net.ipv4.conf.default.rp_filter': 1,
  'net.ipv4.tcp_syncookies': 1,
  'net.ipv6.conf.all.accept_redirects': 0,
  'net.ipv6.conf.default.accept_redirects': 0,
  'net.ipv6.conf.all.accept_source_route': 0,
};

/** Of the kernel itself: only its owner can set these. From Documentation/admin-guide/sysctl. */
const KERNEL: Readonly<Record<string, string | number>> = {
  'kernel.core_uses_pid': 1,
  'kernel.ctrl-alt-del': 0,
  'kernel.dmesg_restrict': 1,
  'kernel.kptr_restrict': 2,
  'kernel.perf_event_paranoid': 3,
  'kernel.sysrq': 0,
  'kernel.unprivileged_bpf_disabled': 1,
  'kernel.yama.ptrace_scope': 1,
  'net.core.bpf_jit_harden': 2,
  'dev.tty.ldisc_autoload': 0,
  'fs.protected_fifos': 2,
  'fs.protected_hardlinks': 1,
  'fs.protected_regular': 2,
  'fs.protected_symlinks': 1,
  'fs.suid_dumpable': 0,
  'vm.swappiness': 10,
};

/** Settings of the kernel that make attacks harder and cost nothing. */
export const kernel: StepMaker = ({ host }) => {
  const settings = host.container === null ? { ...NETWORK, ...KERNEL } : NETWORK;
  const note =
    host.container === null ? '' : ' What belongs to the kernel itself is set on the host of this container.';
  const lines = Object.entries(settings).map(([key, value]) => `-${key} = ${value}`);
  return {
    id: 'kernel',
    title: 'Kernel settings',
    checks: `${PATH}: redirects, source routes and spoofed addresses are refused, memory is not shown around.${note}`,
    undo: `rm ${PATH} and restart the server`,
    packages: ['procps'],
    resources: [
      {
        kind: 'file',
        path: PATH,
        content: `# Written by onomancer setup. The dash: a kernel that does not know it goes without.\n${lines.join('\n')}\n`,
        mode: 0o644,
        owner: 'root',
        group: 'root',
      },
    ],
    activate: [doing('sysctl', '--quiet', '--load', PATH)],
  };
};

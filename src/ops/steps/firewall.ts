import { LOCK_OUT_SAVES, putBackLines, REVERT_AFTER_SECONDS } from './lock-out.ts';
import { type SetupInput, type StepMaker, USER } from './setup-input.ts';
import { portsOf } from './ssh.ts';
import { asking, type ConditionResource, doing, type LinesResource } from './step.ts';
import { unitEnabled } from './units.ts';

const COMMENT = 'onomancer';
const DEFAULTS = '/etc/default/ufw';

/** Nothing gets in but ssh and the web. Rules of others stay; nothing is ever reset. */
export const firewall: StepMaker = (input) => {
  const { host, options } = input;
  const listening = host.ssh.ports;
  const ssh = [...new Set([...portsOf(input), ...(options.sshPort === null ? [] : listening)])];
  const open = [...ssh.map((port) => [port, 'ssh'] as const), ...webPorts(input)];
  return {
    id: 'firewall',
    title: 'Firewall',
    checks: `whether ufw is on from the start of the machine, turns away what no rule lets in, and lets in ${open.map(([port]) => port).join(', ')}, for IPv4 and IPv6; rules of others stay`,
    undo: 'ufw disable; or single rules: ufw status numbered; ufw delete NUMBER',
    packages: ['ufw'],
    resources: [
      defaults('IPV6', 'yes'),
      defaults('DEFAULT_INPUT_POLICY', '"DROP"'),
      kernelSettings(),
      ...open.map(([port, what]) => allowing(port, what)),
      {
        kind: 'condition',
        title: 'the firewall is on',
        probe: asking('ufw', 'status'),
        wants: { matches: /^Status: active$/m },
        change: [doing('ufw', '--force', 'enable')],
      },
      unitEnabled('ufw.service'),
    ],
    activate: [doing('ufw', 'reload')],
    ...(ssh.length === 0
      ? {}
      : {
          deadMan: {
            saves: LOCK_OUT_SAVES,
            afterwards: putBackLines(host.ssh.isSocketActivated),
            revertAfterSeconds: REVERT_AFTER_SECONDS,
            // Where sshd does not listen yet it cannot answer.
            proof: { kind: 'answer', user: USER, ports: listening },
          },
        }),
  };
};

function webPorts({ options }: SetupInput): readonly (readonly [port: number, what: string])[] {
  return options.hasNginx
    ? [
        [80, 'http'],
        [443, 'https'],
      ]
    : [];
}

/** /etc/default/ufw is read when the firewall starts and reloads (ufw-framework(8)). */
function defaults(name: string, value: string): ConditionResource {
  return {
    kind: 'condition',
    title: `${DEFAULTS} has ${name}=${value}`,
    probe: asking('grep', '-E', `^${name}=`, DEFAULTS),
    wants: { matches: new RegExp(`^${name}="?${value.replaceAll('"', '')}"?$`, 'm') },
    change: [doing('sed', '-i', '-E', `s/^#?${name}=.*/${name}=${value}/`, DEFAULTS)],
  };
}

/** Ufw sets some of the kernel's settings when it starts, after everybody else; its own file would take one back. */
function kernelSettings(): LinesResource {
  return {
    kind: 'lines',
    path: '/etc/ufw/sysctl.conf',
    lines: ['net/ipv4/conf/all/log_martians=1', 'net/ipv4/conf/default/log_martians=1'],
    mode: 0o644,
    owner: 'root',
    group: 'root',
  };
}

/** `ufw show added` prints the rules as commands, also while the firewall is off. */
function allowing(port: number, what: string): ConditionResource {
  return {
    kind: 'condition',
    title: `${what} comes in on port ${port}`,
    probe: asking('ufw', 'show', 'added'),
    wants: { matches: new RegExp(`^ufw (?:allow|limit) ${port}(?:/tcp)?(?: comment .*)?$`, 'm') },
    change: [doing('ufw', 'allow', `${port}/tcp`, 'comment', `${COMMENT}: ${what}`)],
  };
}

/** Where sshd does not listen (any more), no rule of ours has to be: after a move, after a move that did not succeed. */
export const firewallOldPort: StepMaker = (input) => {
  const title = 'Firewall: old ports of ssh';
  const ports = portsOf(input);
  const old = [...new Set([...input.host.openedForSsh, ...input.host.ssh.ports])].filter(
    (port) => !ports.includes(port),
  );
  if (old.length === 0) return { id: 'firewall-old-port', title, skipped: 'there are none' };
  return {
    id: 'firewall-old-port',
    title,
    checks: `whether ufw still lets in ${old.join(', ')} by a rule of setup, although ssh is at ${ports.join(', ')}`,
    undo: old.map((port) => `ufw allow ${port}/tcp`).join('; '),
    resources: old.map((port) => ({
      kind: 'condition',
      title: `port ${port} is not open for ssh`,
      probe: asking('ufw', 'show', 'added'),
      wants: { lacks: new RegExp(`^ufw allow ${port}/tcp comment '${COMMENT}: ssh'$`, 'm') },
      change: [doing('ufw', 'delete', 'allow', `${port}/tcp`)],
    })),
  };
};

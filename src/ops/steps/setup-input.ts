import type { ServerPaths } from '../../shared/paths.ts';
import type { SkippedStep, Step } from './step.ts';

/** What the operator asked for, checked. */
export interface SetupOptions {
  /** The name under which the server is reached; null with `--skip-nginx` and no `--domain`. */
  readonly domain: string | null;
  /** For the certificate authority; null like the domain. */
  readonly email: string | null;
  readonly hasNginx: boolean;
  readonly hasRedis: boolean;
  /** Public keys for the service user, one a line; null when none were given. */
  readonly sshKeys: string | null;
  /** Null: the port that sshd listens on now. */
  readonly sshPort: number | null;
  /** The ACME directory; null is Let's Encrypt. */
  readonly acmeServer: string | null;
  /** Also TLS 1.2, for clients from before 2018. */
  readonly admitsTls12: boolean;
  /** Bytes; 0 means none, null means what suits the machine. */
  readonly swapBytes: number | null;
  /** Without the leading `v`. */
  readonly nodeVersion: string;
  /** A checked and unpacked Node that is moved into place, or null when Node runs from its place already. */
  readonly nodeFrom: string | null;
}

/** One line of authorized_keys that lets somebody log in and run what they like. */
export interface LoginKey {
  readonly line: string;
  readonly comment: string;
}

/** A person or program that can log in. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
  readonly shell: string;
  /**
   * From /etc/shadow: `locked` is `!` without a password behind it, as useradd leaves it; `disabled` is a password that
   * somebody locked; `none` is `*`; `open` needs no password at all.
   */
  readonly password: 'set' | 'locked' | 'disabled' | 'none' | 'open';
  /** Keys that open a shell; keys that are bound to one command are not counted. */
  readonly keys: readonly LoginKey[];
  readonly mayBecomeRoot: boolean;
}

/** A program that listens for connections. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Empty when the system does not tell. */
  readonly program: string;
}

export interface SshFacts {
  /** Where sshd listens now. */
  readonly ports: readonly number[];
  readonly isSocketActivated: boolean;
  /** What `sshd -t` says about the configuration as it is; null when it is fine. */
  readonly brokenBecause: string | null;
  /** sshd_config reads sshd_config.d before anything else. */
  readonly includesDropIns: boolean;
  /** As in `9.2`. */
  readonly version: string | null;
  /** The port that an earlier setup was asked for. */
  readonly ownPort: number | null;
}

/** What is read from the server once, before anything is planned. Reading changes nothing. */
export interface HostFacts {
  /** From /etc/os-release: `debian`, `ubuntu`. */
  readonly system: string;
  readonly systemVersion: string;
  readonly systemName: string;
  readonly isRoot: boolean;
  /** As `systemd-detect-virt` names it (`systemd-nspawn`, `lxc`, …); null on a machine of its own. */
  readonly container: string | null;
  readonly hasSystemd: boolean;
  readonly cpus: number;
  /** What this server may use: of the machine, or of its control group. */
  readonly memoryBytes: number;
  readonly swapBytes: number;
  /** Files and partitions that are used for swap. */
  readonly swapDevices: readonly string[];
  readonly freeDiskBytes: number;
  /** Addresses of the interfaces, without loopback and link-local ones. */
  readonly addresses: readonly string[];
  /** What the domain resolves to; empty when it does not resolve or none was given. */
  readonly domainAddresses: readonly string[];
  /** The same for `www.` before the domain. */
  readonly wwwAddresses: readonly string[];
  /** False where the kernel was started without IPv6. */
  readonly hasIpv6: boolean;
  readonly listeners: readonly Listener[];
  readonly accounts: readonly Account[];
  readonly ssh: SshFacts;
  /** Names of services for the time that are installed. */
  readonly timeServices: readonly string[];
  readonly isUfwActive: boolean;
  /** Ports that setup itself has opened for ssh, now or in earlier runs. */
  readonly openedForSsh: readonly number[];
  /** Root has a password, and everybody may try it with su. */
  readonly canSuToRoot: boolean;
  /** Who runs this: the person behind sudo, or root. */
  readonly caller: string;
  /** When the dead man's switch put things back and nobody has seen it yet; null when it did not. */
  readonly revertedAt: string | null;
  /** The root of the checkout that is running. */
  readonly checkout: string;
  /** Steps that an earlier run began and did not finish. */
  readonly unfinishedSteps: readonly string[];
}

/** Everything that a step is made from. */
export interface SetupInput {
  readonly options: SetupOptions;
  readonly host: HostFacts;
  readonly paths: ServerPaths;
}

/** Makes one step of setup from what was asked and what was found. */
export type StepMaker = (input: SetupInput) => Step | SkippedStep;

/** The user that everything of the bot belongs to. */
export const USER = 'devrel';

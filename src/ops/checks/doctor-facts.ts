import type { SettingProblem } from '../../settings/sources.ts';
import type { PathObservation } from '../steps/observation.ts';
import type { SetupInput } from '../steps/setup-input.ts';

/** Everything that the doctor can look at, each part read by itself, so that one that cannot be read hides no other. */
export interface DoctorFacts {
  readonly setup: SetupFacts;
  readonly machine: MachineFacts;
  readonly firewall: FirewallFacts;
  readonly bans: BanFacts;
  readonly sshd: SshdFacts;
  readonly user: UserFacts;
  readonly places: PlaceFacts;
  readonly secrets: SecretFacts;
  readonly tokens: TokenFacts;
  readonly node: NodeFacts;
  readonly processes: ProcessFacts;
  readonly nginx: NginxFacts;
  readonly certificate: CertificateFacts;
  readonly redis: RedisFacts;
  readonly bot: BotFacts;
}

export type FactName = keyof DoctorFacts;

/** What setup was asked for, and what the server is. */
export interface SetupFacts {
  readonly input: SetupInput;
  /** `done`: the last run got to its end; `never`: there was none. */
  readonly lastRun: 'done' | 'unfinished' | 'never';
}

export interface MachineFacts {
  readonly availableMemoryBytes: number;
  readonly totalMemoryBytes: number;
  readonly freeSwapBytes: number;
  readonly totalSwapBytes: number;
  readonly loadPerCpu: number;
  readonly disks: readonly DiskFacts[];
  readonly isTimeSynchronized: boolean;
  readonly timeZone: string;
  readonly failedUnits: readonly string[];
  readonly needsRestart: boolean;
  /** Programs that the kernel ended for want of memory during the last day. */
  readonly killedForMemory: readonly string[];
}

export interface DiskFacts {
  readonly path: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Both 0 where the file system does not count them. */
  readonly freeInodes: number;
  readonly totalInodes: number;
}

export interface FirewallFacts {
  readonly isInstalled: boolean;
  readonly isActive: boolean;
  /** What happens to what no rule is about: `deny`, `reject`, `allow`. */
  readonly incoming: string;
  /** Ports that anybody may reach, as ufw lists them: `22/tcp`. */
  readonly open: readonly string[];
}

export interface BanFacts {
  readonly isRunning: boolean;
  readonly jails: readonly { readonly name: string; readonly maxRetry: number; readonly banned: number }[];
}

/** What sshd makes of all its files for a user: keyword → value, both in small letters. Null: no sshd. */
export interface SshdFacts {
  readonly forUser: Readonly<Record<string, string>> | null;
  readonly forRoot: Readonly<Record<string, string>> | null;
}

/** What the user of the bot may do. */
export interface UserFacts {
  readonly maySudo: boolean;
}

/** What stands at each of the paths of the installation. */
export interface PlaceFacts {
  readonly found: Readonly<Record<string, PathObservation['kind']>>;
  readonly rights: Readonly<Record<string, { readonly mode: number; readonly owner: string; readonly group: string }>>;
}

export interface SecretFacts {
  readonly path: string;
  readonly isThere: boolean;
  /** All that is wrong with the settings in it, as the bot would say it. */
  readonly problems: readonly SettingProblem[];
  /** Places where one of its secrets stands in the clear and should not: a file, or the arguments of a process. */
  readonly leaks: readonly string[];
}

/** What came of using each token once. `says` names whose it is, or why it could not be tried; never the token. */
export interface TokenFacts {
  readonly tokens: Readonly<
    Record<TokenName, { readonly state: 'works' | 'rejected' | 'unreachable' | 'unset'; readonly says: string }>
  >;
}

export type TokenName = 'discord' | 'linear' | 'anthropic' | 'google';

export interface NodeFacts {
  /** Of the `node` on the path of the service; null when there is none. */
  readonly version: string | null;
}

export interface ProcessFacts {
  /** Null when PM2 is not installed. */
  readonly pm2Version: string | null;
  readonly unit: { readonly name: string; readonly isEnabled: boolean; readonly isActive: boolean } | null;
  /** Null when PM2 does not run, and so cannot be asked. */
  readonly processes:
    | readonly {
        readonly name: string;
        readonly status: string;
        readonly restarts: number;
        readonly memoryBytes: number;
      }[]
    | null;
}

export interface NginxFacts {
  readonly isInstalled: boolean;
  readonly isActive: boolean;
  readonly isEnabled: boolean;
  /** What `nginx -t` says when it does not like its configuration; null when it does. */
  readonly refusal: string | null;
  /** Our part of it, as it stands on the disk; null when it is not there. */
  readonly config: string | null;
}

export interface Certificate {
  readonly serial: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface CertificateFacts {
  readonly now: Date;
  /** What a browser gets; the words say why it gets none. */
  readonly served: Certificate | { readonly trouble: string };
  /** Why this machine would not believe it; null when it does. */
  readonly distrust: string | null;
  /** What certbot keeps; null when it has none. */
  readonly onDisk: Certificate | null;
  readonly isRenewalTimerActive: boolean;
}

export interface RedisFacts {
  readonly isInstalled: boolean;
  readonly isActive: boolean;
}

export interface BotFacts {
  /** The release that `current` names; null when nothing is deployed. */
  readonly release: string | null;
  /** What /health says over the socket: the status and each service that is not well; or why it says nothing. */
  readonly health:
    | { readonly status: string; readonly version: string; readonly unwell: readonly string[] }
    | { readonly trouble: string };
  /** The parts of readiness that are missing. */
  readonly notReady: readonly string[];
  /** Since when it is not started any more, because it crashed too often; null when it is. */
  readonly gaveUpAt: string | null;
}

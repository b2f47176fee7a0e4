/** A program and its arguments, never a line for a shell; run without a shell, with a limit of time. */
export interface Command {
  readonly argv: readonly [program: string, ...args: string[]];
  /** After so many seconds it is ended and counts as failed. */
  readonly limitSeconds: number;
  /** Beside the minimal environment that every command gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** While its errors look like this somebody else is in the way: it is tried again, for up to five minutes. */
  readonly isBusyWhen?: RegExp;
}

/** What the answer of a probe has to be. Output is compared without the white space around it. */
export type Expectation =
  | { readonly exitCode: number }
  | { readonly stdout: string }
  | { readonly matches: RegExp }
  | { readonly lacks: RegExp }
  /** One line of the form `name value`, as sshd -T and the like print them. */
  | { readonly setting: string; readonly value: string };

/** A file whose whole content is ours. */
export interface FileResource {
  readonly kind: 'file';
  readonly path: string;
  readonly content: string;
  /** As in `chmod`: 0o644. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Its content is never shown: not in a plan, not in a log. */
  readonly isSecret?: boolean;
}

export interface DirectoryResource {
  readonly kind: 'directory';
  readonly path: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

export interface LinkResource {
  readonly kind: 'link';
  readonly path: string;
  readonly target: string;
}

/** A file that must not be there. */
export interface AbsentResource {
  readonly kind: 'absent';
  readonly path: string;
}

/** Lines that must stand in a file; what else stands there is somebody else's and stays. */
export interface LinesResource {
  readonly kind: 'lines';
  readonly path: string;
  readonly lines: readonly string[];
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

/** Packages of the system that must be installed, in any version. */
export interface PackagesResource {
  readonly kind: 'packages';
  readonly names: readonly string[];
}

/** Anything else: a question that only reads, the answer that is wanted, and what brings it about. */
export interface ConditionResource {
  readonly kind: 'condition';
  /** What holds when it is right, as the end of "makes sure that …". Unique within its step. */
  readonly title: string;
  readonly probe: Command;
  readonly wants: Expectation;
  readonly change: readonly Command[];
}

/** One thing on the server that is either as it should be, or is changed until it is. */
export type Resource =
  | FileResource
  | DirectoryResource
  | LinkResource
  | AbsentResource
  | LinesResource
  | PackagesResource
  | ConditionResource;

/** What must hold in the end, and what to do when it does not. */
export interface Verification {
  readonly title: string;
  readonly probe: Command;
  readonly wants: Expectation;
  readonly hint: string;
  /** A program that was just started may need so long until it answers; asked again until then. */
  readonly patienceSeconds?: number;
}

/**
 * Changes that could lock everybody out are made under a dead man's switch: unless a new connection has succeeded,
 * everything that it saved is put back after some minutes, also when this process or the machine has died by then.
 */
export interface DeadMan {
  /** Files that are put back as they were; one that was not there is removed. */
  readonly saves: readonly string[];
  /** Lines of /bin/sh that are run after the files were put back. */
  readonly afterwards: readonly string[];
  readonly revertAfterSeconds: number;
  readonly proof: ConnectionProof;
}

/**
 * What has to succeed, in a new connection that comes through the firewall as from outside: `login`, with a key of our
 * own that is authorized for this one purpose; `answer`, when sshd shows its host key.
 */
export interface ConnectionProof {
  readonly kind: 'login' | 'answer';
  readonly user: string;
  readonly ports: readonly number[];
}

/** One subject of setup: what is looked at, what should be, how it takes effect, how it is undone. Pure data. */
export interface Step {
  /** In kebab-case; the word in the log. */
  readonly id: string;
  readonly title: string;
  /** What it looks at, one sentence. */
  readonly checks: string;
  /** How a person takes it back, one sentence with commands. */
  readonly undo: string;
  /** Installed beforehand together with those of all other steps: one call of apt is much faster than ten. */
  readonly packages?: readonly string[];
  readonly resources: readonly Resource[];
  /** Run after the resources are right and before anything takes effect; when one fails, the files are put back. */
  readonly validate?: readonly Command[];
  /** Run when something was changed, also when that was in an earlier run that did not get this far. */
  readonly activate?: readonly Command[];
  readonly verify?: readonly Verification[];
  readonly deadMan?: DeadMan;
  /** What is left for the operator to do all the same. */
  readonly todo?: string;
  /** When given, a failure of this step does not stop the steps after it; the words say what to do about it. */
  readonly goOnWithout?: string;
}

/** A step that is not for this server or was not asked for, with the reason that people read. */
export interface SkippedStep {
  readonly id: string;
  readonly title: string;
  readonly skipped: string;
  /** What the operator can do about it, when something is to be done: then it counts as a warning. */
  readonly todo?: string;
}

export function isSkipped(step: Step | SkippedStep): step is SkippedStep {
  return 'skipped' in step;
}

const PROBE_LIMIT_SECONDS = 30;
const CHANGE_LIMIT_SECONDS = 120;

/** A command that only reads. */
export function asking(...argv: Command['argv']): Command {
  return { argv, limitSeconds: PROBE_LIMIT_SECONDS };
}

/** A command that changes something and is done within two minutes. */
export function doing(...argv: Command['argv']): Command {
  return { argv, limitSeconds: CHANGE_LIMIT_SECONDS };
}

/** What tells resources of one step apart. */
export function resourceName(resource: Resource): string {
  switch (resource.kind) {
    case 'condition':
      return resource.title;
    case 'packages':
      return `packages ${resource.names.join(' ')}`;
    default:
      return resource.path;
  }
}

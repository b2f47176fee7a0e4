/** The branch that a project releases from, by the names that teams give it. */
export function isMainBranch(branch: string): boolean {
  return /^(?:main|master|trunk|develop|production)$/i.test(branch);
}

/** What is told to one person about work of theirs. */
export const PERSONAL_KINDS = {
  assigned: { says: 'An issue is assigned to you', usually: 'now' },
  blocked: { says: 'Your issue is blocked, or free again', usually: 'now' },
  comment: { says: 'Somebody comments on your issue or names you', usually: 'now' },
  priority: { says: 'The priority of your issue changes', usually: 'summary' },
  moved: { says: 'Somebody else moves your issue', usually: 'summary' },
  preview: { says: 'The preview of your issue is ready, or failed', usually: 'summary' },
  merged: { says: 'The pull request of your issue is merged', usually: 'never' },
  feedback: { says: 'Your feedback is planned, done or declined', usually: 'now' },
} as const satisfies Record<string, { readonly says: string; readonly usually: 'now' | 'summary' | 'never' }>;

export type PersonalKind = keyof typeof PERSONAL_KINDS;

export const PERSONAL_KIND_NAMES = Object.keys(PERSONAL_KINDS) as readonly PersonalKind[];

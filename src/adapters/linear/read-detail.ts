import * as z from 'zod/mini';
import type { IssueDetail } from '../../ports/issue-tracker.ts';
import { type DetailFields, detailFields, fullName, toIssue, toRef } from './answer-shapes.ts';
import type { Ask } from './ask.ts';
import { ISSUE_DETAIL } from './documents.ts';
import { followPages } from './pages.ts';

const detailAnswer = z.object({ issue: detailFields });
/** Linear gives no user for what an integration or a bot wrote. */
const NO_USER = 'an integration';

/** One issue with everything around it; null when there is none, or when it is in the bin. */
export async function readDetail(ask: Ask, identifier: string): Promise<IssueDetail | null> {
  const found = await followPages({
    document: ISSUE_DETAIL.name,
    keys: ['labels', 'inverseRelations', 'relations', 'children', 'attachments', 'comments'],
    ask: async (after) => (await ask(ISSUE_DETAIL, detailAnswer, { id: identifier, ...after }))?.issue ?? null,
    isEnough: (key, { comments }) => key === 'comments' && isNewestFirst(comments.nodes),
  });
  return found === null || found.trashed === true ? null : toDetail(found);
}

type CommentFields = DetailFields['comments']['nodes'][number];

/** Then the newest comment is on the first page, and the others need only be counted as more. */
function isNewestFirst(comments: readonly CommentFields[]): boolean {
  return comments.every(({ createdAt }, index) => createdAt <= (comments[index - 1]?.createdAt ?? createdAt));
}

function toDetail(fields: DetailFields): IssueDetail {
  const { description, creator, parent, relations, children, attachments, comments, ...issue } = fields;
  return {
    ...toIssue(issue),
    description,
    creator: creator === null ? null : fullName(creator),
    parent: parent === null ? null : toRef(parent),
    children: children.nodes.filter(({ trashed }) => trashed !== true).map(toRef),
    blocks: relations.nodes
      .filter(({ type, relatedIssue }) => type === 'blocks' && relatedIssue.trashed !== true)
      .map(({ relatedIssue }) => toRef(relatedIssue)),
    attachments: attachments.nodes.map(({ title, url }) => ({ title, url })),
    comments: toComments(comments),
  };
}

function toComments({ nodes, pageInfo }: DetailFields['comments']): IssueDetail['comments'] {
  const [newest] = nodes.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  const author = newest?.user ? fullName(newest.user) : NO_USER;
  return {
    count: nodes.length,
    hasMore: pageInfo.hasNextPage,
    latest: newest === undefined ? null : { author, body: newest.body, at: newest.createdAt },
  };
}

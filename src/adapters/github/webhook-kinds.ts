import type { DeliveryKind, DeliveryKinds } from '../../ports/webhook-sender.ts';

const nothing = (says: string): DeliveryKind => ({ becomes: null, says });
const pullRequest = (says: string): DeliveryKind => ({ becomes: 'pull-request', says });
const build = (says: string): DeliveryKind => ({ becomes: 'build', says });

const IN_LINEAR = nothing('Issues live in Linear.');
const OF_THE_TEAM = nothing('People, teams and rights on GitHub.');
const OF_THE_REPOSITORY = nothing('Settings of repositories.');
const OF_THE_CODE = nothing('The pull request that brings it tells more.');
const OF_SECURITY = nothing('Alerts about security belong to those whom GitHub tells.');
const OF_THE_COMMUNITY = nothing('Stars, forks, discussions and sponsors.');
const OF_ACTIONS = nothing('The run of the whole workflow tells it.');

/**
 * What GitHub sends: https://docs.github.com/en/webhooks/webhook-events-and-payloads. Every event that has an example in
 * `@octokit/webhooks-examples` stands here; whoever makes the webhook chooses only the first four.
 */
export const GITHUB_KINDS: DeliveryKinds = {
  'pull_request.opened': pullRequest('A pull request was opened.'),
  'pull_request.ready_for_review': pullRequest('A draft became ready for review.'),
  'pull_request.closed': pullRequest('A pull request was merged, or closed without that.'),
  'pull_request.reopened': pullRequest('A closed pull request was opened again.'),
  'pull_request.synchronize': pullRequest('New commits came.'),
  'pull_request.edited': pullRequest('Title, text or target changed.'),
  'pull_request.converted_to_draft': pullRequest('It became a draft again.'),
  pull_request: nothing('Labels, reviewers, assignees and queues of pull requests.'),
  deployment_status: {
    becomes: 'deployment',
    says: 'A deployment is under way, can be looked at, or failed. `inactive` is nothing to do: a newer one took its place.',
  },
  'workflow_run.requested': build('A workflow is to run.'),
  'workflow_run.in_progress': build('A workflow runs.'),
  'workflow_run.completed': build('A workflow has ended.'),
  'check_suite.completed': build('Another service has checked a commit. Those of GitHub Actions come as workflow_run.'),
  check_suite: nothing('A check was asked for; its end tells more.'),

  check_run: nothing('Single checks; the suite tells how all of them went.'),
  workflow_job: OF_ACTIONS,
  workflow_dispatch: OF_ACTIONS,
  status: nothing('States of commits; checks and deployments tell more.'),
  deployment: nothing('Its states tell more.'),
  deployment_review: nothing('Somebody is asked to approve a deployment on GitHub.'),
  page_build: nothing('Its deployment tells more.'),
  merge_group: nothing('Merge queues.'),
  pull_request_review: nothing('Reviews stay on GitHub.'),
  pull_request_review_comment: nothing('Reviews stay on GitHub.'),
  pull_request_review_thread: nothing('Reviews stay on GitHub.'),
  commit_comment: nothing('Comments on code stay on GitHub.'),
  push: OF_THE_CODE,
  create: OF_THE_CODE,
  delete: OF_THE_CODE,
  gollum: nothing('Pages of wikis.'),
  content_reference: nothing('Links in texts on GitHub.'),
  cache_sync: nothing('Copies of a GitHub server.'),
  issues: IN_LINEAR,
  issue_comment: nothing('Issues live in Linear, and comments on pull requests stay on GitHub.'),
  label: IN_LINEAR,
  milestone: IN_LINEAR,
  project: IN_LINEAR,
  project_card: IN_LINEAR,
  project_column: IN_LINEAR,
  projects_v2_item: IN_LINEAR,
  release: nothing('Releases.'),
  package: nothing('Packages.'),
  repository: OF_THE_REPOSITORY,
  repository_dispatch: OF_THE_REPOSITORY,
  repository_import: OF_THE_REPOSITORY,
  branch_protection_rule: OF_THE_REPOSITORY,
  deploy_key: OF_THE_REPOSITORY,
  meta: OF_THE_REPOSITORY,
  public: OF_THE_REPOSITORY,
  member: OF_THE_TEAM,
  membership: OF_THE_TEAM,
  organization: OF_THE_TEAM,
  org_block: OF_THE_TEAM,
  team: OF_THE_TEAM,
  team_add: OF_THE_TEAM,
  installation: OF_THE_TEAM,
  installation_repositories: OF_THE_TEAM,
  github_app_authorization: OF_THE_TEAM,
  user: OF_THE_TEAM,
  enterprise: OF_THE_TEAM,
  marketplace_purchase: OF_THE_TEAM,
  code_scanning_alert: OF_SECURITY,
  dependabot_alert: OF_SECURITY,
  repository_vulnerability_alert: OF_SECURITY,
  secret_scanning_alert: OF_SECURITY,
  secret_scanning_alert_location: OF_SECURITY,
  security_advisory: OF_SECURITY,
  discussion: OF_THE_COMMUNITY,
  discussion_comment: OF_THE_COMMUNITY,
  fork: OF_THE_COMMUNITY,
  sponsorship: OF_THE_COMMUNITY,
  star: OF_THE_COMMUNITY,
  watch: OF_THE_COMMUNITY,
};

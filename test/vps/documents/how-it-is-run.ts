/** Where a command of the documents is run, or why it is not. */
export type How =
  /** As the user of the bot, in the clone. */
  | { readonly at: 'operator'; readonly isLong?: true }
  /** On the computer of somebody who works from outside. */
  | { readonly at: 'computer'; readonly isLong?: true }
  /** As root on the server; without `sudo`, which a box may lack. */
  | { readonly at: 'root' }
  /** In the windows of somebody who follows the guide on a fresh server; in the long form only, because setup takes a minute. */
  | { readonly at: 'first-time' }
  | { readonly at: 'nowhere'; readonly why: string };

const operator: How = { at: 'operator' };
const operatorLong: How = { at: 'operator', isLong: true };
const computer: How = { at: 'computer' };
const computerLong: How = { at: 'computer', isLong: true };
const root: How = { at: 'root' };
const firstTime: How = { at: 'first-time' };
const nowhere = (why: string): How => ({ at: 'nowhere', why });

/**
 * Every command of the documents: a block by its first line, what stands within a sentence by all of it. A command that is
 * not here, and one that is here and in no document, fail the test beside this file.
 */
export const HOW_IT_IS_RUN: Readonly<Record<string, Readonly<Record<string, How>>>> = {
  'docs/deployment/deployment-guide.md': {
    'ssh-keygen -t ed25519': firstTime,
    'cat ~/.ssh/id_ed25519.pub': firstTime,
    'nslookup onomancer.example.com': nowhere(
      'asks the name server that a computer is set to; the lab has one of its own',
    ),
    'ssh root@onomancer.example.com': firstTime,
    'apt-get update && apt-get install -y sudo git curl ca-certificates nano': firstTime,
    'adduser --gecos "" YOU': firstTime,
    'install -d -m 700 -o YOU -g YOU /home/YOU/.ssh': firstTime,
    'ssh YOU@onomancer.example.com': firstTime,
    'sudo mkdir -p /opt/devrel-integration': firstTime,
    'sudo docs/deployment/scripts/doctor.sh --before-setup --domain onomancer.example.com': firstTime,
    'sudo docs/deployment/scripts/server-setup.sh --domain onomancer.example.com --email YOUR-E-MAIL --dry-run':
      firstTime,
    'sudo docs/deployment/scripts/server-setup.sh --domain onomancer.example.com --email YOUR-E-MAIL': firstTime,
    'cd /opt/devrel-integration/devrel-integration': firstTime,
    'sudo install -d -o devrel -g devrel -m 750 /opt/devrel-integration/config': firstTime,
    'sudo onomancer doctor': firstTime,
    'sudo reboot': firstTime,
    'sudo chown -R devrel:devrel /opt/devrel-integration/devrel-integration': firstTime,
    'npm run register-commands': firstTime,
    'ssh-ed25519 AAAA': nowhere('the beginning of a key, not a command'),
    'sudo -i': nowhere('for a provider whose first user is not root'),
    'nano /home/YOU/.ssh/authorized_keys': nowhere(
      'for a provider who gives a password; an editor needs somebody who looks',
    ),
    'chown YOU:YOU /home/YOU/.ssh/authorized_keys': nowhere('belongs to the editor before it'),
    'sudo whoami': firstTime,
    'scp -r onomancer YOU@onomancer.example.com:': nowhere('the other way to the files, for a private repository'),
    'sudo cp -r ~/onomancer /opt/devrel-integration/devrel-integration': nowhere('belongs to scp before it'),
    'sudo fail2ban-client unban --all': firstTime,
    'docs/deployment/scripts/deploy.sh --help': operator,
    'git pull && ./docs/deployment/scripts/deploy.sh': nowhere('a block of the runbook'),
    './docs/deployment/scripts/rollback.sh --to-previous': nowhere('asks; the runbook’s block says --confirm'),
    'sudo onomancer status': firstTime,
    'curl https://onomancer.example.com/health': computer,
    'sudo nano /opt/devrel-integration/secrets/.env.local': nowhere('an editor needs somebody who looks'),
    'pm2 restart onomancer-bot': operatorLong,
    'server-setup.sh --help': nowhere('the name of the script only; the block gives its path'),
    'server-setup.sh --dry-run': nowhere('the name of the script only; the block gives its path'),
    'sudo cat /var/log/onomancer/operations.jsonl': firstTime,
  },
  'docs/deployment/runbooks/deployment-runbook.md': {
    'sudo su - devrel': nowhere('how whoever runs this page became its user; the guide’s last part types it'),
    'onomancer status': operator,
    'git pull && ./docs/deployment/scripts/deploy.sh': operator,
    'onomancer register-commands --dry-run': operator,
    'docs/deployment/scripts/rollback.sh --list': operator,
    'docs/deployment/scripts/rollback.sh --db-only SNAPSHOT --confirm': operator,
    'bin/onomancer deploy --host devrel@onomancer.example.com --version v1.2.0': computerLong,
    'ssh devrel@onomancer.example.com onomancer status': computer,
    "ssh-keygen -t ed25519 -N '' -C github-actions -f deploy-key": computer,
    'awk \'{ print "onomancer.example.com", $1, $2 }\' /etc/ssh/ssh_host_ed25519_key.pub': root,
    'npm run test:vps -- --only documents': nowhere('this'),
    'docs/deployment/scripts/deploy.sh --version v1.2.0': operatorLong,
    'git archive --output=release.tar.gz HEAD': operatorLong,
    'docs/deployment/scripts/deploy.sh --from-tarball release.tar.gz': operatorLong,
    'docs/deployment/scripts/deploy.sh --build-only': operatorLong,
    'docs/deployment/scripts/rollback.sh --code ID': nowhere('asks; the one with the snapshot says --confirm'),
    'docs/deployment/scripts/deploy.sh --soak 300': nowhere(
      'five minutes of watching, which a shorter time shows as well',
    ),
    'docs/deployment/scripts/deploy.sh --force': operatorLong,
    'npm run register-commands': operator,
    'docs/deployment/scripts/rollback.sh --code ID --db-only SNAPSHOT --confirm': operatorLong,
    'sudo onomancer doctor': nowhere('a block of the guide'),
    'onomancer logs --lines 200': operator,
    'systemctl restart pm2-devrel': root,
    'pm2 logs onomancer-bot --lines 50 --nostream': operator,
    'pm2 status': operator,
    'npm ci': nowhere('has happened where this runs'),
    'ssh devrel@onomancer.example.com': nowhere('opens a shell; the block after it asks something'),
    'kill -INT PROCESS': nowhere('breaks off what is running; nothing is then'),
  },
  'docs/DEPLOYMENT_RUNBOOK.md': {
    'sudo su - devrel': nowhere('the blocks of the runbook and of the guide together'),
    'onomancer status': operator,
    './docs/deployment/scripts/rollback.sh --to-previous': nowhere('asks; the runbook’s block says --confirm'),
  },
};

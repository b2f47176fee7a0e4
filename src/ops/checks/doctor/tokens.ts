import { about, type DoctorCheck, fine, notHere, wrong } from '../doctor-check.ts';
import type { TokenName } from '../doctor-facts.ts';

const secrets = about('Secrets');

const GUIDE = 'docs/CREDENTIALS_SETUP_GUIDE.md';

interface Token {
  readonly name: TokenName;
  readonly title: string;
  /** What is set, and where. */
  readonly setting: string;
}

const TOKENS: readonly Token[] = [
  { name: 'discord', title: 'Discord accepts the bot token', setting: 'DISCORD_BOT_TOKEN' },
  {
    name: 'google',
    title: 'Google accepts the service account',
    setting: 'the file service-account.json beside .env.local',
  },
  { name: 'anthropic', title: 'Anthropic accepts the API key', setting: 'ANTHROPIC_API_KEY' },
  { name: 'linear', title: 'Linear accepts the API key', setting: 'LINEAR_API_TOKEN' },
];

/** Whether each token logs in. Only Discord's is needed; a wrong one is told all the same. */
export const TOKEN_CHECKS: readonly DoctorCheck[] = TOKENS.map(({ name, title, setting }) =>
  secrets({
    id: `token-${name}`,
    title,
    severity: name === 'discord' ? 'blocker' : 'warning',
    needs: ['tokens'],
    judge: ({ tokens: { tokens } }) => {
      const { state, says } = tokens[name];
      const chapter = `${GUIDE}#${name}`;
      switch (state) {
        case 'works':
          return fine(says);
        case 'unset':
          return name === 'discord'
            ? wrong(`${setting} is not set`, `How to come by it: ${chapter}`)
            : notHere(`${setting} is not there: the bot runs without it. How to come by it: ${chapter}`);
        case 'rejected':
          return wrong(says, `Make a new one (${chapter}), put it in ${setting}, and restart the bot.`);
        case 'unreachable':
          return {
            kind: 'unknown',
            says,
            todo: 'Can this server reach the internet? A firewall of the provider may close the way out.',
          };
      }
    },
  }),
);

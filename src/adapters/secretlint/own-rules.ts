/** What the preset does not find, or only with a name beside it. Each pattern is linear in the length of the text. */
export const OWN_RULES: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  // Three parts, the first one the id in base 64: https://docs.discord.com/developers/reference#authentication
  { kind: 'Discord bot token', pattern: /(?<![\w-])[MNO][\w-]{22,27}\.[\w-]{6,7}\.[\w-]{27,40}(?![\w-])/g },
  {
    kind: 'Discord webhook address',
    pattern: /discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{17,20}\/[\w-]{40,}/gi,
  },
  // Prefixes: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { kind: 'AWS access key', pattern: /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/g },
  { kind: 'Google API key', pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { kind: 'Google service account key', pattern: /"private_key(?:_id)?"\s{0,9}:\s{0,9}"[^"\n]{16,}/g },
  { kind: 'private key', pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'Stripe key', pattern: /(?<!\w)(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { kind: 'Linear secret', pattern: /(?<!\w)lin_(?:api|oauth|wh)_[A-Za-z0-9]{16,}/g },
  { kind: 'Anthropic API key', pattern: /(?<![\w-])sk-ant-[\w-]{20,}/g },
  { kind: 'access token (JWT)', pattern: /(?<![\w-])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{16,}/g },
  {
    kind: 'credentials in a web address',
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{1,100}:[^\s/@"'<>]{3,200}@/gi,
  },
  {
    kind: 'token in a header',
    pattern: /authorization["']?\s{0,5}[:=]\s{0,5}["']?(?:bearer|basic|bot)\s{1,5}[\w.~+/=-]{16,}/gi,
  },
  // A word that announces a secret, and a value that no sentence would have: letters and digits, eight or more of them.
  {
    kind: 'password or key',
    pattern:
      /(?:pass(?:word|wd|phrase)|\bpwd|secret|token|(?:api|access|secret|private)[ _-]?key)["'`*]{0,3}\s{0,3}(?:[:=]|\bis\b)\s{0,3}["'`*]{0,3}(?=[^\s"'`]{0,80}\d)(?=[^\s"'`]{0,80}[A-Za-z])[^\s"'`]{8,}/gi,
  },
];

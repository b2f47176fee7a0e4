import { NASTY } from '../fakes/sample-workspaces.ts';

/** One of each kind of text that has broken somebody's message before. */
export const SPECIES = {
  mentions: '@everyone @here <@1> <@&2> <#3> </deploy:4>',
  links: '[Your invoice](https://evil.example/login) https://evil.example <https://evil.example>',
  marks: '**b** __u__ ~~s~~ ||spoiler|| `code` _i_ <t:1:R> <:e:5>',
  lines: '# Heading\n> quote\n>>> all of it\n- item\n-# small',
  fence: '```ansi\n\u001B[31mred\u001B[0m\n``` and `` ` ``',
  backwards: 'invoice\u202Efdp.exe \u2066left\u2069 مرحبا بالعالم שלום',
  invisible: 'a\u200Bd\u200Dm\u2060i\uFEFFn\u00AD \u3164 \u2800',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 👍🏽 1️⃣ ❤️‍🔥 launch 🚀🚀🚀',
  eastAsian: '修复登录页面崩溃的问题 ログイン画面が落ちる 로그인 오류',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; </svg>',
  heaped: 'Z̸̢͖̈́͝a̷̡̛͍͒l̶̨̟̈́g̵̢̛͎o̸̢̖͌ text',
  template: '${7*7} {{7*7}} %s {problem} $& \\1',
  control: 'bell\u0007 null\u0000 half \uD83D surrogate',
  all: NASTY,
} as const;

export const SPECIMENS: readonly string[] = Object.values(SPECIES);

/** One of them, the next one for the next index. */
export function specimen(index: number): string {
  return SPECIMENS[index % SPECIMENS.length] ?? '';
}

/** Longer than anything takes: 4,000 characters of words and family emoji, so that a cut can hit one in the middle. */
export const ENDLESS = 'The export 👩‍👩‍👧‍👦 forgets the last column '.repeat(100).slice(0, 4_000);
/** Nowhere to break it. */
export const UNBROKEN = `https://example.com/${'a'.repeat(3_980)}`;

export type Theme = 'system' | 'dark' | 'light';

const DARK = '(prefers-color-scheme: dark)';

/** Shows the page dark or light whatever the system prefers: the rules of the console ask only the system. */
export function setTheme(theme: Theme): void {
  const wanted = theme === 'system' ? DARK : theme === 'dark' ? 'all' : 'not all';
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && isAboutDark(rule)) rule.media.mediaText = wanted;
    }
  }
  document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
}

const known = new Set<CSSMediaRule>();

/** Once its text was replaced it is not to be seen any more what it asked for. */
function isAboutDark(rule: CSSMediaRule): boolean {
  if (rule.media.mediaText === DARK) known.add(rule);
  return known.has(rule);
}

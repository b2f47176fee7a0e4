/** Personal data in texts that are about to leave: found by their form, taken out, and named without their value. */

/** The kinds that are taken out, as people are told of them. */
export const PERSONAL_DATA = ['e-mail address', 'phone number', 'IBAN', 'card number', 'IP address'] as const;
export type PersonalData = (typeof PERSONAL_DATA)[number];

export interface Masked {
  readonly text: string;
  /** How many of each kind were taken out; kinds without any are not there. */
  readonly taken: ReadonlyMap<PersonalData, number>;
}

interface Rule {
  readonly kind: PersonalData;
  /** Linear in the length of the text. */
  readonly pattern: RegExp;
  /** The length of the part that really is one, from its start; 0: it is none. */
  readonly sizeOf: (found: string) => number;
}

const whole = (isOne: (found: string) => boolean) => (found: string) => (isOne(found) ? found.length : 0);

/** Longer finds first: the digits of an IBAN would also pass for a phone number. */
const RULES: readonly Rule[] = [
  {
    kind: 'e-mail address',
    // `git@host:path` is an address of a repository.
    pattern:
      /(?<![\p{L}\p{N}._%+-])(?!git@)[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
    sizeOf: (found) => found.length,
  },
  { kind: 'IBAN', pattern: /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}/g, sizeOf: ibanSize },
  { kind: 'card number', pattern: /(?<![\d/])\d(?:[ -]?\d){12,18}(?!\d)/g, sizeOf: whole(isCard) },
  {
    kind: 'IP address',
    pattern: /(?<![\d.\w])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]?\d)/g,
    sizeOf: whole(isIpv4),
  },
  { kind: 'IP address', pattern: /(?<![\w:.])[0-9A-Fa-f:]{6,39}(?![\w:])/g, sizeOf: whole(isIpv6) },
  {
    kind: 'phone number',
    // In international form, or with a leading zero and a separator, or in the form of North America.
    pattern:
      /(?<![\w/.=#-])(?:(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,4}\)?){2,6}|\(?0\d{1,5}\)?[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,4}|(?:1[ -])?\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4})(?![\w-])/g,
    sizeOf: whole(isPhone),
  },
];

/**
 * The text with `[e-mail address]` and the like in the place of personal data. What only looks like it (dates, versions,
 * ids, numbers that fail their own checksum) stays.
 */
export function maskPersonalData(text: string): Masked {
  const taken = new Map<PersonalData, number>();
  let left = text;
  for (const { kind, pattern, sizeOf } of RULES) {
    left = left.replace(pattern, (found: string) => {
      const size = sizeOf(found);
      if (size === 0) return found;
      taken.set(kind, (taken.get(kind) ?? 0) + 1);
      return `[${kind}]${found.slice(size)}`;
    });
  }
  return { text: left, taken };
}

/** A phone number has 7 to 15 digits (ITU-T E.164); a date has the look of one but not the size of its parts. */
function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  const isDate = /^0?\d{1,2}[ /.-]\d{1,2}[ /.-]\d{2,4}$/.test(found.trim());
  return digits.length >= 7 && digits.length <= 15 && !isDate;
}

/** What the networks give out, by prefix and length, with a valid last digit (ISO/IEC 7812, Luhn). */
function isCard(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  const isKnown =
    /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6(?:011|5\d{2}|4[4-9]\d)\d{12})$/;
  return isKnown.test(digits) && luhn(digits);
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** An IBAN and nothing of the words after it: the longest beginning with a valid check number (ISO 13616). */
function ibanSize(found: string): number {
  for (let size = found.length; size >= 15; size -= 1) {
    const compact = found.slice(0, size).replace(/[ -]/g, '').toUpperCase();
    const isAtEdge = !/[ -]$/.test(found.slice(0, size)) && !/^[A-Za-z0-9]/.test(found.slice(size));
    if (isAtEdge && compact.length >= 15 && compact.length <= 34 && hasValidCheck(compact)) return size;
  }
  return 0;
}

function hasValidCheck(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const character of moved) {
    const value = character >= 'A' ? character.charCodeAt(0) - 55 : Number(character);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** This machine and "anywhere" are nobody's. */
function isIpv4(found: string): boolean {
  const parts = found.split('.').map(Number);
  return parts.every((part) => part <= 255) && parts[0] !== 127 && found !== '0.0.0.0' && found !== '255.255.255.255';
}

function isIpv6(found: string): boolean {
  const isNobodys = /^[0:]*1?$/.test(found);
  // Two colons could be a time or a name in a program.
  const colons = found.split(':').length - 1;
  return colons >= 3 && !isNobodys && URL.canParse(`http://[${found}]`);
}

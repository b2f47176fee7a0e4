import { describe, expect, it } from 'vitest';
import { maskPersonalData } from './personal-data.ts';

const masked = (text: string) => maskPersonalData(text).text;

describe('personal data', () => {
  it.each([
    ['write to nia.new+shop@mail.example.co.uk, please', 'write to [e-mail address], please'],
    ['mailto:ada@acme.example', 'mailto:[e-mail address]'],
    ['jörg@müller.example wrote', '[e-mail address] wrote'],
    ['pay DE89 3704 0044 0532 0130 00 and tell me', 'pay [IBAN] and tell me'],
    ['GB82WEST12345698765432', '[IBAN]'],
    ['nl91abna0417164300.', '[IBAN].'],
    ['card 4111 1111 1111 1111 was declined', 'card [card number] was declined'],
    ['3782-822463-10005', '[card number]'],
    ['from 203.0.113.77:8080 it fails', 'from [IP address]:8080 it fails'],
    ['2001:db8::8a2e:370:7334 too', '[IP address] too'],
    ['call +49 (0)30 901820 or +14155550123', 'call [phone number] or [phone number]'],
    ['call 030/901820 today', 'call [phone number] today'],
    ['(415) 555-0123', '[phone number]'],
    ['0041 44 668 18 00', '[phone number]'],
  ])('is taken out: %s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    'It fails since 2026-11-25 10:30:45, version 119.0.6045.105 of 25.11.2026',
    'ENG-130, build 20261125123456, commit 9f86d081884c7d65, 1,234,567 rows, 100 000 000 users',
    'https://discord.com/channels/1300000000000000000/1300000000000000001/1300000000000000002',
    '<@100000000000000001> wrote std::vector<int>::push_back and a::b',
    'clone git@github.com:acme/shop.git, then open http://127.0.0.1:3000 or ::1 or 0.0.0.0',
    'DE89370400440532013001 is wrong, and so is 4111 1111 1111 1112',
    'It took 0.5 - 1.5 seconds, 12-15 times, and scored 0-1 on 03/04/2026',
    '10:20:30:40 and 3:2:1, ratio 16:9, aa:bb:cc:dd:ee:ff',
    '@everyone, see #feedback, v1.2.3, 50% of 1.000.000',
  ])('is not seen where there is none: %s', (text) => {
    expect(masked(text)).toBe(text);
  });

  it('is counted by kind, without its value', () => {
    const { taken } = maskPersonalData('a@b.example, c@d.example, +1 415 555 0123');
    expect([...taken]).toEqual([
      ['e-mail address', 2],
      ['phone number', 1],
    ]);
  });

  it('is looked for in a moment, whatever the text', () => {
    for (const part of ['1', '1 ', 'a@', 'a.', 'DE89', '0 1', '+1 ', '::', '1.', 'ab:']) {
      const started = performance.now();
      maskPersonalData(part.repeat(10_000));
      expect(performance.now() - started, part).toBeLessThan(2_000);
    }
  });
});

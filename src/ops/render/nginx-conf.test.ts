import { describe, expect, it } from 'vitest';
import type { NginxSite } from './nginx-conf.ts';
import { renderNginxConf } from './nginx-conf.ts';
import { IPV4_NETWORK, IPV6_NETWORK } from './nginx-http-level.ts';
import { OLDEST_SOFTWARE, softwareOf } from './tls-profile.ts';

const SITE: NginxSite = {
  domain: 'onomancer.test',
  aliases: ['www.onomancer.test'],
  software: softwareOf('debian', '12'),
  hasIpv6: true,
  admitsTls12: false,
};

/** What a regular expression of nginx finds at the beginning of an address. */
function found(expression: string, address: string): string | undefined {
  return new RegExp(expression.replace(/^~/, '')).exec(address)?.[1];
}

describe('the configuration of nginx', () => {
  it('is for Debian 12 with another name as it is read in review', async () => {
    await expect(renderNginxConf(SITE)).toMatchFileSnapshot('./golden/nginx-debian-12.conf');
  });

  it('offers the hybrid key exchange where OpenSSL knows it', () => {
    expect(renderNginxConf({ ...SITE, software: softwareOf('debian', '13') })).toContain(
      'ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;',
    );
    expect(renderNginxConf({ ...SITE, software: softwareOf('ubuntu', '24.04') })).not.toContain('MLKEM');
  });

  it('refuses the handshake with strangers, and finishes it in vain where nginx is too old to refuse', () => {
    expect(renderNginxConf(SITE)).toContain('ssl_reject_handshake on;');
    expect(renderNginxConf({ ...SITE, software: OLDEST_SOFTWARE })).not.toContain('ssl_reject_handshake');
  });

  it('takes an unknown system for the oldest', () => {
    expect(softwareOf('ubuntu', '30.04')).toEqual(OLDEST_SOFTWARE);
  });

  it('admits TLS 1.2 only when asked, with the ciphers for it', () => {
    const protocols = (text: string): readonly string[] => [...new Set(text.match(/ssl_protocols .*/g))];
    expect(protocols(renderNginxConf(SITE))).toEqual(['ssl_protocols TLSv1.3;']);
    const admitting = renderNginxConf({ ...SITE, admitsTls12: true });
    expect(protocols(admitting)).toEqual(['ssl_protocols TLSv1.2 TLSv1.3;']);
    expect(admitting).toContain('ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:');
  });

  it('does not listen on IPv6 where the kernel has none', () => {
    expect(renderNginxConf({ ...SITE, hasIpv6: false })).not.toContain('[::]');
  });

  it('makes room for a long name', () => {
    expect(renderNginxConf(SITE)).not.toContain('server_names_hash_bucket_size');
    const domain = `${'a-rather-long-name-of-a-team'.repeat(2)}.example.com`;
    expect(renderNginxConf({ ...SITE, domain })).toContain('server_names_hash_bucket_size 512;');
  });

  it('has no header in a location, where it would drop those of the server', () => {
    const inLocations = renderNginxConf(SITE).match(/^ {8,}add_header/gm);
    expect(inLocations).toBeNull();
  });
});

describe('the network of an address', () => {
  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:'],
    ['2001:db8:1:2::1', '2001:db8:1:2:'],
    ['2001:db8::1', '2001:db8:'],
    ['2001::1', '2001:'],
    ['fe80::5054:ff:fe12:3456', 'fe80:'],
    ['203.0.113.7', undefined],
    ['::1', undefined],
  ])('of %s is %s', (address, network) => {
    expect(found(IPV6_NETWORK, address)).toBe(network);
  });

  it('of 203.0.113.7 is written as 203.0.113.0', () => {
    expect(found(IPV4_NETWORK, '203.0.113.7')).toBe('203.0.113');
    expect(found(IPV4_NETWORK, '2001:db8::1')).toBeUndefined();
  });
});

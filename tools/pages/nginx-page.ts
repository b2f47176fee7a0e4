import { renderNginxConf } from '../../src/ops/render/nginx-conf.ts';
import { OLDEST_SOFTWARE } from '../../src/ops/render/tls-profile.ts';
import type { Page } from './markdown.ts';

/** The configuration of nginx as setup would write it for onomancer.example.com on the oldest supported system. */
export function nginxPage(): Page {
  const site = { domain: 'onomancer.example.com', aliases: [], hasIpv6: true, admitsTls12: false };
  return {
    path: 'docs/deployment/scripts/nginx-onomancer.conf',
    text: renderNginxConf({ ...site, software: OLDEST_SOFTWARE }),
  };
}

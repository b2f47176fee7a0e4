import { readGithubEvent } from '../adapters/github/read-webhook.ts';
import { githubWebhooks } from '../adapters/github/webhook.ts';
import { linearChangeKey } from '../adapters/linear/missed-payload.ts';
import { readLinearEvent } from '../adapters/linear/read-webhook.ts';
import { linearWebhooks } from '../adapters/linear/webhook.ts';
import { readVercelEvent } from '../adapters/vercel/read-webhook.ts';
import { vercelWebhooks } from '../adapters/vercel/webhook.ts';
import { HANDLERS } from '../features/handlers.ts';
import type { FeaturePorts } from '../ports/command.ts';
import { readOwnEvent } from '../ports/own-delivery.ts';
import type { ReceiveWebhook } from '../ports/webhook-sender.ts';
import type { Settings } from '../settings/parse-settings.ts';
import { newReference } from '../shared/ids.ts';
import { type SenderOrOff, webhookReceiver } from '../webhooks/receive.ts';
import { RECONCILE_TIMES, Reconciler } from '../webhooks/reconcile.ts';
import { toldAlready } from '../webhooks/told-already.ts';
import { Worker } from '../webhooks/work.ts';
import type { Floor } from './floor.ts';

/** Handles what is in the inbox, while this process owns the gateway. */
export function makeWorker({ store, tracker, ...floor }: Floor, features: FeaturePorts): Worker {
  const { reconciliation } = store;
  return new Worker({
    ...floor,
    inbox: store.inbox,
    handlers: HANDLERS,
    features,
    readers: {
      linear: (delivery) => {
        // Who answers to an event asks how things are now, and not how they were before it.
        tracker.outdateWork?.();
        return readLinearEvent(delivery);
      },
      github: readGithubEvent,
      vercel: readVercelEvent,
      discord: readOwnEvent,
      clock: readOwnEvent,
      bot: readOwnEvent,
    },
    // What nobody looks for cannot come twice, and would be remembered for ever.
    toldAlready: toldAlready({ reconciliation, keys: 'missedChanges' in tracker ? { linear: linearChangeKey } : {} }),
    random: Math.random,
  });
}

/** Looks for what should have come from Linear; null where Linear is off. */
export function makeReconciler({ store, tracker, ...floor }: Floor, onReceived: () => void): Reconciler | null {
  if (!('missedChanges' in tracker)) return null;
  const { inbox, reconciliation } = store;
  const hasWebhook = floor.settings.webhooks.linear.length > 0;
  const ports = { ...floor, tracker, inbox, reconciliation, onReceived, newReference, hasWebhook };
  return new Reconciler({ ...ports, times: RECONCILE_TIMES });
}

/** Takes webhooks in, in every process that serves HTTP. */
export function makeReceiver({ store, settings, ...floor }: Floor, onReceived: () => void): ReceiveWebhook {
  return webhookReceiver({
    ...floor,
    inbox: store.inbox,
    senders: sendersOf(settings.webhooks),
    newReference,
    onReceived,
  });
}

function sendersOf({ linear, github, vercel }: Settings['webhooks']): readonly SenderOrOff[] {
  return [
    linear.length > 0 ? linearWebhooks(linear) : { name: 'linear', missingSetting: 'LINEAR_WEBHOOK_SECRET' },
    github.length > 0 ? githubWebhooks(github) : { name: 'github', missingSetting: 'GITHUB_WEBHOOK_SECRET' },
    vercel.length > 0 ? vercelWebhooks(vercel) : { name: 'vercel', missingSetting: 'VERCEL_WEBHOOK_SECRET' },
  ];
}

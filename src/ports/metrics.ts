/** Every metric, once. docs/metrics.md is generated from it; /metrics serves it. Times are seconds, as Prometheus wants. */
export const METRICS = {
  onomancer_interactions_total: {
    kind: 'counter',
    help: 'Interactions received, by command and outcome (done, denied, limited, failed, replayed).',
    labels: ['command', 'outcome'],
  },
  onomancer_acknowledge_seconds: {
    kind: 'histogram',
    help: 'From receiving an interaction to Discord having our acknowledgement.',
    labels: [],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
  },
  onomancer_answer_seconds: {
    kind: 'histogram',
    help: 'From receiving an interaction to the final reply being in Discord.',
    labels: ['command'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  onomancer_interactions_in_flight: {
    kind: 'gauge',
    help: 'Interactions that are being answered right now.',
    labels: [],
  },
  onomancer_gateway_connected: {
    kind: 'gauge',
    help: '1 while this process owns the gateway and is connected.',
    labels: [],
  },
  onomancer_gateway_sessions_total: {
    kind: 'counter',
    help: 'Gateway sessions, by how they began (identified, resumed).',
    labels: ['how'],
  },
  onomancer_gateway_closes_total: {
    kind: 'counter',
    help: 'Gateway connections closed, by close code.',
    labels: ['code'],
  },
  onomancer_gateway_latency_seconds: {
    kind: 'gauge',
    help: 'Time between the last heartbeat and its acknowledgement.',
    labels: [],
  },
  onomancer_gateway_identifies_left: {
    kind: 'gauge',
    help: 'Identifies left in the daily budget, as Discord last told.',
    labels: [],
  },
  onomancer_discord_requests_total: {
    kind: 'counter',
    help: 'Requests to the Discord REST API, by status.',
    labels: ['status'],
  },
  onomancer_linear_requests_total: {
    kind: 'counter',
    help: 'Requests to Linear, by document and outcome (ok or the error code).',
    labels: ['document', 'outcome'],
  },
  onomancer_linear_seconds: {
    kind: 'histogram',
    help: 'How long Linear took, by document.',
    labels: ['document'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  onomancer_linear_cache_total: {
    kind: 'counter',
    help: 'Answers from the Linear cache, by kind (hit, miss, stale, joined).',
    labels: ['kind'],
  },
  onomancer_linear_requests_left: {
    kind: 'gauge',
    help: 'Requests left in the hourly budget of Linear, as it last told.',
    labels: [],
  },
  onomancer_linear_complexity_left: {
    kind: 'gauge',
    help: 'Complexity points left in the hourly budget of Linear, as it last told.',
    labels: [],
  },
  onomancer_store_commit_seconds: {
    kind: 'histogram',
    help: 'How long a durable commit of the gateway took.',
    labels: [],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2],
  },
  onomancer_pictures_total: {
    kind: 'counter',
    help: 'Pictures asked for, by outcome (drawn, failed).',
    labels: ['outcome'],
  },
  onomancer_picture_seconds: {
    kind: 'histogram',
    help: 'From asking for a picture to having it, the wait for others included.',
    labels: [],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  onomancer_http_requests_total: {
    kind: 'counter',
    help: 'HTTP requests served, by route and status.',
    labels: ['route', 'status'],
  },
  onomancer_webhooks_total: {
    kind: 'counter',
    help: 'Webhooks, by sender and outcome (received, duplicate, nothing, unknown, ping, refused, stale, malformed, off, not-kept).',
    labels: ['sender', 'outcome'],
  },
  onomancer_events_total: {
    kind: 'counter',
    help: 'Events handled, by sender and outcome (done, ignored, failed: tried again later, dead: given up).',
    labels: ['sender', 'outcome'],
  },
  onomancer_changes_found_total: {
    kind: 'counter',
    help: 'Changes in Linear that were found by looking, because no webhook came: told one by one, or summed up.',
    labels: ['how'],
  },
  onomancer_event_seconds: {
    kind: 'histogram',
    help: 'From receiving an event to its end, without those that failed before.',
    labels: ['sender'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
  },
  onomancer_events_waiting: {
    kind: 'gauge',
    help: 'Events that wait to be handled, in the process that owns the gateway.',
    labels: [],
  },
  onomancer_events_oldest_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest event that waits; 0 when none does.',
    labels: [],
  },
  onomancer_events_dead: {
    kind: 'gauge',
    help: 'Dead letters: events that were given up and wait for the operator.',
    labels: [],
  },
  onomancer_errors_total: { kind: 'counter', help: 'Errors at a boundary, by catalogue code.', labels: ['code'] },
  onomancer_outbox_waiting: { kind: 'gauge', help: 'Messages that wait to be sent to Discord.', labels: [] },
  onomancer_outbox_dead: {
    kind: 'gauge',
    help: 'Messages that were given up, because Discord refused them or their channel.',
    labels: [],
  },
  onomancer_outbox_oldest_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest message that could be sent now.',
    labels: [],
  },
  onomancer_outbox_messages_total: {
    kind: 'counter',
    help: 'Messages that left the outbox, by outcome (sent: as a message of its own; merged: into one that was sent or edited; expired; dead).',
    labels: ['outcome'],
  },
  onomancer_outbox_failures_total: {
    kind: 'counter',
    help: 'Attempts to send or edit that failed, by catalogue code.',
    labels: ['code'],
  },
  onomancer_outbox_seconds: {
    kind: 'histogram',
    help: 'From receiving an event to its message being in Discord.',
    labels: [],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
  },
  onomancer_up_since_seconds: { kind: 'gauge', help: 'When this process started, seconds since 1970.', labels: [] },
} as const satisfies Record<string, MetricSpec>;

export interface MetricSpec {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

export type MetricName = keyof typeof METRICS;
type OfKind<K extends MetricSpec['kind']> = {
  [N in MetricName]: (typeof METRICS)[N]['kind'] extends K ? N : never;
}[MetricName];
type LabelsOf<N extends MetricName> = Readonly<Record<(typeof METRICS)[N]['labels'][number], string>>;

/** Where numbers go. Labels are exactly those of the table, and never free text. */
export interface Metrics {
  count<N extends OfKind<'counter'>>(name: N, labels: LabelsOf<N>): void;
  set<N extends OfKind<'gauge'>>(name: N, labels: LabelsOf<N>, value: number): void;
  observe<N extends OfKind<'histogram'>>(name: N, labels: LabelsOf<N>, seconds: number): void;
}

export const noMetrics: Metrics = { count() {}, set() {}, observe() {} };

import type { MessageView, PlaceView } from '../../sandbox/console/protocol.ts';

/** A picture of the page itself: it needs no server of pictures. */
const media = { id: '1', url: '/favicon.svg', proxy_url: '/favicon.svg' };

const components = [
  {
    type: 17,
    id: 1,
    accent_color: 0x2ecc71,
    components: [
      { type: 10, id: 2, content: '## Release 1.4\nWhat is in it, and what is **not**.' },
      { type: 14, id: 3, divider: true, spacing: 2 },
      {
        type: 9,
        id: 4,
        components: [{ type: 10, id: 5, content: 'Grippers in two sizes' }],
        accessory: { type: 2, id: 6, style: 2, label: 'Details', custom_id: 'details' },
      },
      {
        type: 9,
        id: 7,
        components: [{ type: 10, id: 8, content: 'The arm, from the left' }],
        accessory: { type: 11, id: 9, media, description: 'The arm' },
      },
      {
        type: 12,
        id: 10,
        items: [
          { media, description: 'One' },
          { media, description: 'Two' },
        ],
      },
      { type: 13, id: 11, file: media, name: 'notes.pdf', size: 12_345 },
      { type: 1, id: 12, components: [{ type: 2, id: 13, style: 3, label: 'Approve', custom_id: 'approve' }] },
    ],
  },
  { type: 17, id: 14, spoiler: true, components: [{ type: 10, id: 15, content: 'The release is on Friday.' }] },
  { type: 99, id: 16 },
];

const message = {
  payload: {
    id: '1300000000000000000',
    channel_id: '2',
    author: { id: '3', username: 'Onomancer', global_name: null, bot: true, discriminator: '0', avatar: null },
    content: '',
    embeds: [],
    attachments: [],
    components,
    flags: 1 << 15,
    timestamp: '2026-01-02T09:41:00.000Z',
    edited_timestamp: null,
  },
  isEphemeral: false,
  isLoading: false,
  reactions: [],
} as unknown as MessageView;

const place: PlaceView = {
  guild: 'Acme Robotics',
  botId: '3',
  people: [{ id: '4', name: 'leadership', displayName: 'Lea Leadership', roles: [] }],
  roles: [],
  channels: [{ id: '2', kind: 'text', name: 'sprint', topic: '', parentId: null, lastMessageId: null, mayWrite: true }],
  names: { '3': 'Onomancer' },
  menus: [],
  memberMenus: [],
};

const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** What the server would tell of a message with every layout component that Discord has, and one that it does not have. */
export const LAYOUT_STREAM = `retry: 600000\n${event('place', place)}${event('messages', [message])}`;

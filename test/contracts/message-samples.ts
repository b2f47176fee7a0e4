/** A picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** One row with each kind of button. */
export const buttons = {
  type: 1 as const,
  components: [
    { type: 2 as const, style: 1 as const, label: 'Next', custom_id: 'next', emoji: { name: '👉' } },
    { type: 2 as const, style: 4 as const, label: 'Never', custom_id: 'never', disabled: true },
    { type: 2 as const, style: 5 as const, label: 'Open', url: 'https://x.org' },
  ],
};
const selects = [
  {
    type: 3 as const,
    custom_id: 'text',
    placeholder: 'Choose',
    min_values: 0,
    max_values: 2,
    options: [
      { label: 'One', value: '1', description: 'first', emoji: { name: '1️⃣' }, default: true },
      { label: 'Two', value: '2' },
    ],
  },
  { type: 5 as const, custom_id: 'user' },
  { type: 6 as const, custom_id: 'role' },
  { type: 7 as const, custom_id: 'any' },
  { type: 8 as const, custom_id: 'channel', channel_types: [0 as const] },
];
/** Each kind of select in a row of its own. */
export const [textSelect, userSelect, roleSelect, anySelect, channelSelect] = selects.map((select) => ({
  type: 1 as const,
  components: [select],
}));

/** An embed with everything that one can have. */
export const embed = {
  title: 'Title',
  url: 'https://linear.app',
  description: 'Text',
  color: 0xff8800,
  timestamp: '2026-03-04T10:00:00.000Z',
  footer: { text: 'Footer', icon_url: 'https://x.org/i.png' },
  author: { name: 'Author', url: 'https://x.org', icon_url: 'https://x.org/i.png' },
  image: { url: 'https://x.org/i.png' },
  thumbnail: { url: 'https://x.org/t.png' },
  fields: [
    { name: 'n', value: 'v', inline: true },
    { name: 'm', value: 'w' },
  ],
};

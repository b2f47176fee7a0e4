import { row } from './refusal-stage.ts';
import { BAD_LENGTH, form, IN, many, post, type Refusal, TOO_LONG, x } from './refusals.ts';

const components = (...rows: readonly unknown[]) => post({ content: 'x', components: rows });
const button = (more: object = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...more });
const select = (more: object = {}) => ({ type: 3, custom_id: 's', options: [{ label: 'a', value: 'a' }], ...more });

/** What a message may have below its text. */
export const COMPONENT_REFUSALS: readonly Refusal[] = [
  form(
    '6 action rows',
    components(...many(6, (n) => row(button({ custom_id: `b${n}` })))),
    `components ${TOO_LONG}`,
    IN.legacy,
  ),
  form(
    '6 buttons in a row',
    components(row(...many(6, (n) => button({ custom_id: `b${n}` })))),
    `components.0.components ${BAD_LENGTH}`,
    IN.row,
  ),
  form(
    'an empty action row',
    components(row()),
    `components.0.components ${BAD_LENGTH}`,
    'openapi:ActionRowComponentForMessageRequest',
  ),
  form('a button outside of a row', components(button()), null, 'openapi:MessageCreateRequest'),
  form(
    'a component of an unknown type',
    components(row({ type: 99 })),
    null,
    'openapi:ActionRowComponentForMessageRequest',
  ),
  form(
    'a custom id of 101 characters',
    components(row(button({ custom_id: x(101) }))),
    `components.0.components.0.custom_id ${BAD_LENGTH}`,
    IN.customId,
  ),
  form(
    'an empty custom id',
    components(row(button({ custom_id: '' }))),
    `components.0.components.0.custom_id ${BAD_LENGTH}`,
    IN.customId,
  ),
  form(
    'the same custom id twice',
    components(row(button()), row(button())),
    'components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
    IN.customId,
  ),
  form(
    'a button without a custom id',
    components(row({ type: 2, style: 1, label: 'Go' })),
    'components.0.components.0 BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
    IN.button,
  ),
  form('a link button with a custom id', components(row(button({ style: 5, url: 'https://x.org' }))), null, IN.button),
  form(
    'a link button without a link',
    components(row({ type: 2, style: 5, label: 'Go' })),
    'components.0.components.0 BUTTON_COMPONENT_URL_REQUIRED',
    IN.button,
  ),
  form(
    'a button with a link that is no link button',
    components(row({ type: 2, style: 1, label: 'Go', url: 'https://x.org' })),
    null,
    IN.button,
  ),
  form(
    'a button label of 81 characters',
    components(row(button({ label: x(81) }))),
    `components.0.components.0.label ${BAD_LENGTH}`,
    IN.button,
  ),
  form(
    'a button link of 513 characters',
    components(row({ type: 2, style: 5, label: 'Go', url: `https://x.org/${x(499)}` })),
    `components.0.components.0.url ${TOO_LONG}`,
    IN.button,
  ),
  form(
    'a button of an unknown style',
    components(row(button({ style: 9 }))),
    'components.0.components.0.style BASE_TYPE_CHOICES',
    IN.button,
  ),
  form(
    '26 options in a select',
    components(row(select({ options: many(26, (n) => ({ label: 'l', value: `${n}` })) }))),
    `components.0.components.0.options ${BAD_LENGTH}`,
    IN.select,
  ),
  form(
    'a select without options',
    components(row(select({ options: [] }))),
    `components.0.components.0.options ${BAD_LENGTH}`,
    'openapi:StringSelectComponentForMessageRequest',
  ),
  form(
    'a select option label of 101 characters',
    components(row(select({ options: [{ label: x(101), value: 'v' }] }))),
    `components.0.components.0.options.0.label ${BAD_LENGTH}`,
    IN.option,
  ),
  form(
    'a select placeholder of 151 characters',
    components(row(select({ placeholder: x(151) }))),
    `components.0.components.0.placeholder ${TOO_LONG}`,
    IN.select,
  ),
  form(
    'a select for 26 values',
    components(row(select({ max_values: 26 }))),
    'components.0.components.0.max_values NUMBER_TYPE_MAX',
    IN.select,
  ),
  form('a select beside a button', components(row(select(), button())), null, IN.row),
];

/**
 * What Discord takes in one message. Characters are code points, measured after trimming. Sources:
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits,
 * https://discord.com/developers/docs/resources/message#create-message-jsonform-params,
 * https://discord.com/developers/docs/components/reference (Button, String Select, Label, Text Input),
 * https://discord.com/developers/docs/interactions/receiving-and-responding (Modal) and, for the length of a button's URL,
 * Discord's OpenAPI description (ButtonComponentForMessageRequest).
 */
export const LIMITS = {
  contentChars: 2_000,
  embeds: 10,
  /** Titles, descriptions, names and values of fields, and footers of all embeds of a message together. */
  embedCharsTotal: 6_000,
  titleChars: 256,
  descriptionChars: 4_096,
  fields: 25,
  fieldNameChars: 256,
  fieldValueChars: 1_024,
  footerChars: 2_048,
  rows: 5,
  buttonsPerRow: 5,
  labelChars: 80,
  customIdChars: 100,
  options: 25,
  /** Label, value and description of an option each. */
  optionChars: 100,
  placeholderChars: 150,
  formTitleChars: 45,
  formFields: 5,
  formLabelChars: 45,
  fieldDescriptionChars: 100,
  inputChars: 4_000,
  inputPlaceholderChars: 100,
  attachments: 10,
  /** Of an attachment's description. Source: resources/message, "Attachment Object". */
  altChars: 1_024,
} as const;

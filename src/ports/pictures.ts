/** A picture that goes with a reply. It travels as text, so that it can be kept on disk, and is drawn when it is sent. */
export interface Picture {
  /** What the file is called in the chat: `burn-up.png`. */
  readonly name: string;
  /** Says in words what the picture shows, for those who cannot see it. Plain text, at most 1,024 characters. */
  readonly alt: string;
  /** SVG, as `shared/charts` makes it: text in it is escaped, and it refers to nothing outside. */
  readonly svg: string;
}

/** Draws pictures, away from the event loop and one after another. */
export interface Pictures {
  /** PNG. Throws `PICTURE_FAILED` when it cannot be drawn, and when too many wait already. */
  draw(picture: Picture): Promise<Uint8Array>;
}

/** Where nothing can be drawn: messages go out without their pictures, and say so. */
export const noPictures: Pictures = { draw: () => Promise.reject(new Error('Nothing can be drawn here.')) };

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" }

/**
 * The text that a person wrote: X hands texts out with three signs as HTML entities. One pass: what was written as
 * `&amp;lt;` stays `&lt;`.
 */
export function plainText(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
}

/**
 * The accounts that are answered are written before the text, and the link of an attached photo behind it; X puts both
 * there.
 */
const leadingMentions = /^(?:\s*@\w{1,15}(?!\w))+\s*/
const trailingLinks = /(?:\s*https:\/\/t\.co\/\w+)+\s*$/

/**
 * What two spellings of one reply have in common: entities, who is answered, links of photos and spaces do not count.
 */
export function comparableText(text: string): string {
  return plainText(text).replace(leadingMentions, "").replace(trailingLinks, "").normalize("NFC").replaceAll(/\s+/g, " ").trim()
}

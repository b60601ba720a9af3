const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" }

/** One pass over entities and line breaks, so that an escaped entity (`&amp;lt;`) is not unescaped twice. */
const escaped = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));|<br\s*\/?>/gi

/**
 * The text that a person wrote: VK hands texts out with HTML entities, numeric ones included, and `<br>` for line
 * breaks. The markup of mentions, `[id1|Name]`, stays: the matcher knows it.
 *
 * @param text - as VK gives it
 */
export function plainText(text: string): string {
  return text.replaceAll(escaped, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole
    const digits = decimal ?? hex
    if (digits === undefined) return "\n"
    const code = Number.parseInt(digits, decimal === undefined ? 16 : 10)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole
  })
}

/** A mention at the beginning of an answer, which the site puts there and the API does not. */
const leadingMention = /^\s*\[(?:id|club|public|event)\d+(?::[^|\]]*)?\|[^\]]*\]\s*,\s*/

/**
 * What two spellings of one reply have in common: entities, line ends, outer spaces and the mention of who is answered
 * do not count.
 *
 * @param text - as it was sent, or as VK shows it
 */
export function comparableText(text: string): string {
  return plainText(text).replaceAll(/\r\n?/g, "\n").replace(leadingMention, "").normalize("NFC").trim()
}

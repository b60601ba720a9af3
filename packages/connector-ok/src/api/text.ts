/** `{user:1}Name{user}` and `{group:1}Name{group}`. */
const mention = /\{(user|group)(?::\d{1,20})?\}(.*?)\{\1\}/gs

/** The text as people see it: of OK's markup of mentions the name is left. */
export function plainText(text: string): string {
  return text.replaceAll(mention, "$2")
}

/** What two spellings of one reply have in common: markup, line ends and outer spaces do not count. */
export function comparableText(text: string): string {
  return plainText(text).replaceAll(/\r\n?/g, "\n").normalize("NFC").trim()
}

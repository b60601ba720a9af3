/**
 * Weighted characters of a text, as X counts them (twitter-text, version 3): up to U+10FF and some signs one, others
 * and emoji two, links 23.
 */
export function weightOf(text: string): number {
  let weight = 0
  const rest = text
    .normalize("NFC")
    .replaceAll(/https?:\/\/[^\s]+/g, () => {
      weight += 23
      return ""
    })
    .replaceAll(/\p{RGI_Emoji}/gv, () => {
      weight += 2
      return ""
    })
  for (const sign of rest) {
    const code = sign.codePointAt(0) ?? 0
    const isLight =
      code <= 0x10ff || (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037)
    weight += isLight ? 1 : 2
  }
  return weight
}

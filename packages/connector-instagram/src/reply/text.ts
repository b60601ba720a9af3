/** The longest reply that Instagram's old documentation allows, in UTF-16 units. */
export const longestReply = 300

const url = /https?:\/\/\S+|\bwww\.\S+/gi

/**
 * What Instagram may not like about a reply. The rules are those of the documentation of the old Instagram API; whether
 * they are still enforced is not confirmed, so they are said and not enforced.
 *
 * @param text - the reply
 * @returns sentences for people; none when nothing is conspicuous
 */
export function lintInstagramReply(text: string): readonly string[] {
  const warnings: string[] = []
  const hashtags = text.match(/(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]+/gu) ?? []
  const letters = text.match(/\p{L}/gu) ?? []
  if (text.length > longestReply) warnings.push(`the text has ${text.length} characters; Instagram may take ${longestReply} at most`)
  if (hashtags.length > 4) warnings.push(`the text has ${hashtags.length} hashtags; Instagram may take 4 at most`)
  if ((text.match(url) ?? []).length > 1) warnings.push("the text has several links; Instagram may take one at most")
  if (letters.length > 1 && text === text.toUpperCase() && text !== text.toLowerCase())
    warnings.push("the text is all capitals; Instagram may refuse it")
  return warnings
}

/**
 * The text with the name of whoever is answered before it, where it is not there yet and the whole stays short enough.
 */
export function addressed(text: string, username: string | undefined): string {
  if (username === undefined || text.toLowerCase().startsWith(`@${username.toLowerCase()}`)) return text
  const named = `@${username} ${text}`
  return named.length > longestReply ? text : named
}

/**
 * What two spellings of one reply have in common: line ends, outer spaces and the sign of mentions, which Instagram
 * leaves out, do not count.
 */
function comparableText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll("@", "").normalize("NFC").trim()
}

/**
 * Whether a published text is this reply: as it was sent, or with a name before it, since whoever is answered may
 * have changed it.
 *
 * @param shown - as Instagram shows it
 * @param sent - with the name, where one was put before it
 * @param text - without
 */
export function isSameReply(shown: string, sent: string, text: string): boolean {
  const [one, wanted] = [comparableText(shown), comparableText(sent)]
  if (one === wanted) return true
  return sent !== text && /^@[\w.]{1,30}\s/.test(shown) && one.replace(/^[\w.]+\s+/, "") === comparableText(text)
}

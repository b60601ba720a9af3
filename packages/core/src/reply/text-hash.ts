import { sha256 } from "../base/index.ts"
import type { Network } from "../message/index.ts"

/**
 * What an approval names: it says yes to exactly these texts, those for single networks included. Of a draft without variants it is the SHA-256 of its text.
 *
 * @param draft - the text, and the texts for networks in any order
 */
export function replyTextHash(draft: {
  readonly text: string
  readonly variants?: readonly { readonly network: Network; readonly text: string }[]
}): string {
  const { text, variants = [] } = draft
  if (variants.length === 0) return sha256(text)
  const sorted = variants.map((variant) => [variant.network, variant.text] as const).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify([text, ...sorted]))
}

import { sha256 } from "../base/index.ts"
import type { ReplyPhoto } from "../connector/index.ts"
import type { Network } from "../message/index.ts"

/**
 * What an approval names: it says yes to exactly these texts, those for single networks included, and to these
 * pictures. Of a draft without variants and photos it is the SHA-256 of its text.
 *
 * @param draft - the text, the texts for networks in any order, and the photos in theirs
 */
export function replyTextHash(draft: {
  readonly text: string
  readonly variants?: readonly { readonly network: Network; readonly text: string }[]
  readonly photos?: readonly ReplyPhoto[]
}): string {
  const { text, variants = [], photos = [] } = draft
  if (variants.length === 0 && photos.length === 0) return sha256(text)
  const sorted = variants.map((variant) => [variant.network, variant.text] as const).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return sha256(JSON.stringify({ text, variants: sorted, photos: photos.map(({ contentHash }) => contentHash) }))
}

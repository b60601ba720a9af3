import { DeskError } from "../base/index.ts"
import { recordPages, type SealedAuthorWrite } from "../storage/index.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { readRequest } from "./request.ts"
import { openAuthor, sealUnder } from "./key-ring.ts"

/** What a resealing came to. */
export interface ResealResult {
  /** Sealed authors that were looked at. */
  readonly looked: number
  /** Those that stand under the current key since. */
  readonly resealed: number
  /** Those whose key is not in the ring: nobody can open them. */
  readonly unopened: number
}

/**
 * Puts every sealed author under the current key, batch by batch. Interrupted, it is simply asked again: what is done is passed over. Afterwards the older keys
 * may leave the ring.
 */
export async function reseal(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<ResealResult> {
  readRequest("reseal", options)
  const { keyRing, storage } = context
  if (keyRing === undefined)
    throw new DeskError("config", "desk.reseal needs a key ring", { issues: [{ path: "keyRing", message: "a key ring was expected" }] })
  const result = { looked: 0, resealed: 0, unopened: 0 }
  for await (const page of recordPages(storage, "sealed-author")) {
    if (options.signal?.aborted === true) break
    const sealedAuthors: SealedAuthorWrite[] = []
    for (const author of page) {
      if (author.sealed === null) continue
      result.looked += 1
      if (author.keyId === keyRing.current) continue
      if (author.keyId === null || keyRing.keys[author.keyId] === undefined) result.unopened += 1
      else sealedAuthors.push({ ...sealUnder(keyRing, author.messageKey, openAuthor(keyRing, author)), replaces: author.sealed })
    }
    if (sealedAuthors.length > 0) await commit(context, { sealedAuthors })
    result.resealed += sealedAuthors.length
  }
  return result
}

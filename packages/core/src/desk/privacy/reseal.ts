import { DeskError, isDeskError } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { recordPages, type SealedAuthor, type SealedAuthorWrite } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { commit } from "../transact/transact.ts"
import { openAuthor, sealUnder } from "./sealed-authors.ts"
import type { KeyRing } from "../options/key-ring.ts"

/** How many messages a result names at most; the rest are counted. */
const mostNamed = 100

/** What a resealing came to. */
export interface ResealResult {
  /** Sealed authors that were processed. */
  readonly looked: number
  /** Those that are sealed under the current key since. */
  readonly resealed: number
  /** Those whose key is not in the ring: nobody can open them. */
  readonly unopened: number
  /** Those that their own key does not open: changed, or sealed for another message or tenant. They are passed over. */
  readonly broken: number
  /** The messages of the first hundred of these. */
  readonly brokenMessageKeys: readonly MessageKey[]
}

/**
 * Puts every sealed author under the current key, batch by batch; one that does not open is passed over and reported.
 * Interrupted, it is simply asked again: what is done is passed over. Afterwards the older keys may leave the ring.
 */
export async function reseal(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<ResealResult> {
  readRequest("reseal", options)
  const { keyRing, storage } = context
  if (keyRing === undefined)
    throw new DeskError("config", "desk.reseal needs a key ring", { issues: [{ path: "keyRing", message: "a key ring was expected" }] })
  const result = { looked: 0, resealed: 0, unopened: 0, broken: 0 }
  const brokenMessageKeys: MessageKey[] = []
  for await (const page of recordPages(storage, "sealed-author")) {
    if (options.signal?.aborted === true) break
    const sealedAuthors: SealedAuthorWrite[] = []
    for (const author of page) {
      if (author.sealed === null) continue
      result.looked += 1
      if (author.keyId === keyRing.current) continue
      if (author.keyId === null || keyRing.keys[author.keyId] === undefined) {
        result.unopened += 1
        continue
      }
      const authorId = openedOrNull(keyRing, storage.tenant, author)
      if (authorId !== null)
        sealedAuthors.push({ ...sealUnder(keyRing, storage.tenant, author.messageKey, authorId), replaces: author.sealed })
      else {
        result.broken += 1
        if (brokenMessageKeys.length < mostNamed) brokenMessageKeys.push(author.messageKey)
      }
    }
    if (sealedAuthors.length > 0) await commit(context, { sealedAuthors })
    result.resealed += sealedAuthors.length
  }
  return { ...result, brokenMessageKeys }
}

function openedOrNull(keyRing: KeyRing, tenant: string, author: SealedAuthor): string | null {
  try {
    return openAuthor(keyRing, tenant, author)
  } catch (error) {
    if (isDeskError(error, "protocol")) return null
    throw error
  }
}

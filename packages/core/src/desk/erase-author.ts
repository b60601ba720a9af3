import { z } from "zod"
import { keyedId, readOptions } from "../base/index.ts"
import type { Actor } from "../incident/index.ts"
import { networkSchema, type MessageKey } from "../message/index.ts"
import { erasedMessage, recordPages, type ErasureEntry } from "../storage/index.ts"
import { actorSchema } from "./authorisation.ts"
import { findMessageClaims } from "./message-claims.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { certificateOf, proofOf } from "./erasure.ts"
import { execute } from "./execute.ts"

const eraseAuthorSchema = z.object({
  network: networkSchema,
  /** The author's id in the network, as the person gave it. It is stored nowhere. */
  authorId: z.string().min(1).max(512),
})

/** Whose messages are to go. */
export type EraseAuthor = z.output<typeof eraseAuthorSchema>

/**
 * Erases every message of an author: the command `erase` for each, with its authorisation and its certificate, and one certificate of the whole, which lists no
 * message. It reads every message there is, since there is no index by author; interrupted, it is simply asked again.
 */
export async function eraseAuthor(
  context: DeskContext,
  input: EraseAuthor,
  given: { readonly actor: Actor; readonly signal?: AbortSignal },
): Promise<ErasureEntry> {
  const { network, authorId } = readOptions(eraseAuthorSchema, input, "eraseAuthor")
  const by = readOptions(actorSchema, given.actor, "eraseAuthor actor")
  const pseudonym = keyedId(context.authorKey, network, authorId)
  const erased = { messages: 0, sealedAuthors: 0, drafts: 0, replies: 0, evidence: 0 }
  const keys: MessageKey[] = []
  for await (const page of recordPages(context.storage, "message")) {
    given.signal?.throwIfAborted()
    const own = page.filter(({ message }) => message.text !== null && message.authorPseudonym === pseudonym)
    const claims = await findMessageClaims(
      context,
      own.map(({ message }) => message.key),
    )
    for (const { message } of own) {
      erased.sealedAuthors += (await context.storage.readSealedAuthors([message.key])).length
      const incidentId = claims.incidents.get(message.key)
      if (incidentId === undefined) await commit(context, { tombstones: [erasedMessage(message)] })
      else await execute(context, { type: "erase", incidentId, messageKey: message.key }, { actor: by })
      erased.messages += 1
      keys.push(message.key)
    }
  }
  const reason = { cause: "author", policyId: null, incidentId: null, at: context.clock.now(), by } as const
  const certificate = certificateOf(context, reason, erased, keys, [])
  await commit(context, { journal: [certificate] })
  return certificate
}

/** What a certificate is worth. */
export interface ErasureProof {
  /** It says what it said when it was written, for these messages. */
  readonly isGenuine: boolean
  /** None of the messages has a text any more, nor a sealed author. */
  readonly isErased: boolean
}

/** Checks a certificate against the key and the storage. */
export async function verifyErasure(
  context: DeskContext,
  entry: ErasureEntry,
  messageKeys: readonly MessageKey[] = entry.messageKeys,
): Promise<ErasureProof> {
  const messages = await context.storage.readMessages(messageKeys)
  const sealed = await context.storage.readSealedAuthors(messageKeys)
  const textsAreGone = entry.erased.messages === 0 || messages.every((message) => message.text === null)
  return { isGenuine: proofOf(context, entry, messageKeys) === entry.proof, isErased: textsAreGone && sealed.length === 0 }
}

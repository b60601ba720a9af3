import * as z from "zod"
import { DeskError, readOptions } from "../../base/index.ts"
import { messageKeySchema, networkOf, type Network } from "../../message/index.ts"
import type { AccessEntry } from "../../storage/index.ts"
import { loadAuthorised } from "../access/authorise.ts"
import type { ActorOptions, UnsealAuthor } from "../access/authorisation.ts"
import { actorSchema } from "../options/request.ts"
import { commit } from "../transact/transact.ts"
import type { DeskContext } from "../context.ts"
import { openAuthor } from "./sealed-authors.ts"
import { loadChange } from "../transact/change.ts"

const unsealAuthorSchema = z.strictObject({
  type: z.literal("unseal-author").default("unseal-author"),
  incidentId: z.string().min(1),
  messageKey: messageKeySchema,
  purpose: z
    .string()
    .max(500)
    .refine((value) => value.trim() !== "", "a purpose was expected"),
})

/** Who wrote a message, and the entry of the access log that says who asked. */
export interface UnsealedAuthor {
  /** The network that the author writes in. */
  readonly network: Network
  /** The author's id in the network. */
  readonly authorId: string
  /** What the access log says about this reading. */
  readonly entry: AccessEntry
}

/** Opens one sealed author: asks the authorisation, writes the access log, and only then answers. */
export async function unsealAuthor(context: DeskContext, input: UnsealAuthor, given: ActorOptions): Promise<UnsealedAuthor> {
  const request = readOptions(unsealAuthorSchema, input, "unsealAuthor")
  const actor = readOptions(actorSchema, given.actor, "unsealAuthor actor")
  const { incidentId, messageKey, purpose } = request
  const { incident } = await loadAuthorised(context, actor, request, () => loadChange(context, incidentId))
  const [sealed] = incident.messageKeys.includes(messageKey) ? await context.storage.privacy.readSealedAuthors([messageKey]) : []
  if (sealed === undefined) throw new DeskError("not-found", "no author is sealed for this message of this incident", { id: messageKey })
  const authorId = openAuthor(context.keyRing, context.storage.tenant, sealed)
  const at = context.clock.now()
  // By chance, unlike other ids: each call is an entry of its own, also where two ask the same in one millisecond.
  const entryId = `acc_${crypto.randomUUID()}`
  const entry: AccessEntry = { kind: "access", entryId, at, by: actor, incidentId, messageKey, purpose }
  await commit(context, { journal: [entry] })
  return { network: networkOf(messageKey), authorId, entry }
}

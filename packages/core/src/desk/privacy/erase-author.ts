import * as z from "zod"
import type { ActorOptions, SignalOptions } from "../access/authorisation.ts"
import { DeskError, keyedId, readOptions, schemaOf } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import { authorPseudonym, networkSchema, type Message, type Network, type MessageKey } from "../../message/index.ts"
import type { ErasureEntry, RecordPage, TenantRecords, UnitOfWork } from "../../storage/index.ts"
import { authoriseWhole } from "../access/authorise.ts"
import { actorSchema } from "../options/request.ts"
import type { DeskContext } from "../context.ts"
import { collectErasable } from "./erasure-set.ts"
import { freshRun, noteRun, readRun, withPart, type ErasureRun, type NotedRun } from "./erasure-run.ts"
import { digestOf, erasureUnit, isProven, wholeOf } from "./erasure.ts"
import { execute } from "../commands/execute.ts"
import { findMessageClaims, pseudonymsOf } from "../transact/message-claims.ts"
import { commit, transact } from "../transact/transact.ts"

/** Whose messages are to be erased. */
export interface EraseAuthor {
  /** The network that the author writes in. */
  readonly network: Network
  /** The author's id in the network, as the person gave it. It is stored nowhere. */
  readonly authorId: string
  /**
   * What the host calls the request, as the number of a letter, and never a name: it is part of the certificate. With
   * it an interrupted erasure continues where it stopped when it is requested again, and ends in one certificate of the
   * whole; without it it begins anew.
   */
  readonly requestId?: string
}

const eraseAuthorSchema = schemaOf<EraseAuthor>()(
  z.strictObject({
    network: networkSchema,
    authorId: z.string().min(1).max(512),
    requestId: z
      .string()
      .min(1)
      .max(100)
      .refine((id) => id.isWellFormed() && !id.includes("\u0000"), "well-formed Unicode without U+0000 was expected")
      .optional(),
  }),
)

/** Messages that are read at once. */
const pageSize = 1000
/** After so many pages without anything to erase it is noted how far the reading came. */
const pagesBetweenNotes = 20

/**
 * Erases every message of an author: the command `erase` for each, with its authorisation and its certificate, and one
 * certificate of the whole, which lists no message. The authorisation is asked for the whole tenant first
 * (`erase-author`). It reads every message there is, a page at a time, since there is no index by author.
 */
export async function eraseAuthor(context: DeskContext, input: EraseAuthor, given: ActorOptions & SignalOptions): Promise<ErasureEntry> {
  const { network, authorId, requestId } = readOptions(eraseAuthorSchema, input, "eraseAuthor")
  const by = readOptions(actorSchema, given.actor, "eraseAuthor actor")
  // Before anything is searched for: that a person wrote nothing is nobody's to learn either.
  await authoriseWhole(context, by, "erase-author")
  await context.authorKeys.check()
  const pseudonyms = pseudonymsOf(context, { network, authorId })
  const who = context.authorKeys.all().map((key) => keyedId(key, "otklik request", authorPseudonym(key, network, authorId)))
  const progress = await createProgress(context, requestId, who)
  let quietPages = 0
  for (let after = progress.run().after ?? null; ;) {
    given.signal?.throwIfAborted()
    const page: RecordPage<TenantRecords["message"]> = await context.storage.privacy.readRecords("message", after, pageSize)
    const own = page.records.flatMap(({ message }) =>
      message.text !== null && message.authorPseudonym !== null && pseudonyms.includes(message.authorPseudonym) ? [message] : [],
    )
    const { incidents } = await findMessageClaims(
      context,
      own.map(({ key }) => key),
    )
    for (const message of own) await eraseOne(context, message, incidents.get(message.key), by, progress)
    after = page.next
    if (after === null) break
    quietPages = own.length > 0 ? 0 : quietPages + 1
    if (own.length > 0 || quietPages % pagesBetweenNotes === 0) await progress.note(after)
  }
  const reason = { cause: "author", policyId: null, incidentId: null, requestId: requestId ?? null, at: context.clock.now(), by } as const
  const certificate = wholeOf(context, reason, progress.run())
  await commit(context, { journal: [certificate], cursors: progress.end() })
  return certificate
}

async function eraseOne(
  context: DeskContext,
  { key }: Message,
  incidentId: string | undefined,
  by: Actor,
  progress: Progress,
): Promise<void> {
  if (incidentId !== undefined) {
    await execute(context, { type: "erase", incidentId, messageKey: key }, { actor: by }, (unit) => ({ cursors: progress.next(unit) }))
  } else {
    await transact(context, async () => {
      const stamp = { incidentId: null, at: context.clock.now(), by }
      const unit = await erasureUnit(context, { cause: "message", policyId: null, ...stamp }, await collectErasable(context, [key], []))
      return { result: undefined, unit, stamp, note: (whole) => ({ cursors: progress.next(whole) }) }
    })
  }
  progress.done()
}

/** How far an erasure came: noted in the commits that erase, when the request has an id. */
interface Progress {
  run(): ErasureRun
  /** The note of a run with one more commit, which counts once that commit is done. */
  next(unit: UnitOfWork): UnitOfWork["cursors"] & {}
  done(): void
  note(after: string): Promise<void>
  end(): UnitOfWork["cursors"] & {}
}

async function createProgress(context: DeskContext, requestId: string | undefined, names: readonly string[]): Promise<Progress> {
  let noted: NotedRun = requestId === undefined ? { run: null, stored: null, others: [] } : await readRun(context, "request", requestId)
  const [who = ""] = names
  if (noted.run !== null && !names.includes(noted.run.who ?? "")) {
    const message = "another person's request of this id is not done yet"
    throw new DeskError("config", `eraseAuthor: requestId: ${message}`, { issues: [{ path: "requestId", message }] })
  }
  let run = noted.run ?? { ...freshRun, who, after: null }
  let pending: { readonly run: ErasureRun; readonly stored: string | null } | null = null
  const moves = (to: ErasureRun | null): UnitOfWork["cursors"] & {} => {
    if (requestId === undefined) {
      pending = to === null ? null : { run: to, stored: null }
      return []
    }
    const move = noteRun("request", requestId, noted, to, context.clock.now())
    pending = to === null ? null : { run: to, stored: move.next }
    return [move]
  }
  const done = (): void => {
    if (pending === null) return
    run = pending.run
    noted = { ...noted, run, stored: pending.stored }
    pending = null
  }
  return {
    run: () => run,
    next: (unit) => moves(withPart(run, unit.journal)),
    done,
    async note(after) {
      const cursors = moves({ ...run, after })
      if (cursors.length > 0) await commit(context, { cursors })
      done()
    },
    end: () => (noted.stored === null ? [] : moves(null)),
  }
}

/** What a certificate is worth. */
export interface ErasureProof {
  /** It says what it said when it was written, and of these messages. */
  readonly isGenuine: boolean
  /** None of the messages has a text any more, nor a sealed author. */
  readonly isErased: boolean
}

/**
 * Checks a certificate against the key and the storage.
 *
 * @param messageKeys - the messages of a certificate of the whole, all of them; absent: those that it lists
 */
export async function verifyErasure(context: DeskContext, entry: ErasureEntry, messageKeys?: readonly MessageKey[]): Promise<ErasureProof> {
  await context.authorKeys.check()
  const keys = messageKeys ?? entry.messageKeys
  const isOfThese = (messageKeys === undefined && entry.parts !== null) || digestOf(context, [...new Set(keys)]) === entry.digest
  const messages = await context.storage.read("message", keys)
  const sealed = await context.storage.privacy.readSealedAuthors(keys)
  const textsAreGone = entry.erased.messages === 0 || messages.every((message) => message.text === null)
  return { isGenuine: isOfThese && isProven(context, entry), isErased: textsAreGone && sealed.length === 0 }
}

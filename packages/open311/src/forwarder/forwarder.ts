import {
  addMinutes,
  DeskError,
  isDeskError,
  readOptions,
  type Actor,
  type Case,
  type Clock,
  type Desk,
  type IncidentEvent,
} from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import * as z from "zod"
import type { GeoReportRequest, Open311Client, Open311Submission } from "../client/index.ts"
import { noteText, recordOf, type ForwardRecord } from "./record.ts"

/** What a forwarder is made of. */
export interface Open311ForwarderOptions {
  /** Names it in its notes and in `desk.consume`: letters, digits and hyphens. */
  readonly id: string
  /** Whose incidents are sent. */
  readonly desk: Desk
  /** The other body's server. */
  readonly client: Open311Client
  /** The desk's own clock; it has to wait (`sleep`). */
  readonly clock: Clock
  /** In whose name it reads cases and writes notes: its own, with the rights to find, read texts, add notes and tag. */
  readonly actor: Actor
  /** The tag of what was sent, one of `createDesk({ tags })`: lists and reading back find incidents by it. */
  readonly tag: string
  /**
   * What is sent of an incident; null: it is not for that body. What it says leaves the desk: a citizen's text is sent
   * only if it is put in here.
   */
  readonly requestOf: (found: Case) => Open311Submission | null
  /**
   * So long after a lost answer the other server may still be busy with it: only then it is sent again, unless the
   * server shows it. Minutes. Default 15.
   */
  readonly settleMinutes?: number
  /** How often the other server is asked what became of requests, in minutes. Default 10. */
  readonly everyMinutes?: number
  /** Who is called in a note that a person has to read. Default: nobody. */
  readonly mentions?: readonly string[]
  /** Called when reading back failed, and for each incident that is given up: `refused`, with the reason. */
  readonly onError: (error: unknown) => void
}

/** What a reading of the other server came to. */
export interface ReadBack {
  /** How many requests were asked for. */
  readonly asked: number
  /** How many had news, which are notes now. */
  readonly noted: number
}

/** Sends incidents to another body's Open311 server, and reads back what became of them. */
export interface Open311Forwarder {
  /**
   * Follows the feed and sends, and reads back from time to time, until aborted. Several processes may do so: one works
   * at a time. A failure is reported as `work-failed` of the desk, and tried again.
   */
  run(options: {
    /** Ends it. */
    readonly signal: AbortSignal
  }): Promise<void>
  /** Sends one incident, if it is for that body and was not sent. For incidents from before the forwarder. */
  forward(incidentId: string): Promise<void>
  /** Asks the other server once what became of everything that was sent and is not over here. */
  readBack(): Promise<ReadBack>
}

/** After these an incident may be another body's. */
const triggers: readonly IncidentEvent["type"][] = [
  "incident-registered",
  "incident-assigned",
  "owner-decided",
  "incident-transferred",
  "incident-reclassified",
  "incident-converted",
]

/** The statuses in which somebody still wants to know. */
const followed = [
  "registered",
  "assigned",
  "returned",
  "in-work",
  "needs-info",
  "reply-review",
  "publishing",
  "replied-interim",
  "replied-final",
  "reopened",
  "converted",
] as const

/** So often one incident is sent at most while no answer comes. Our choice. */
const mostTries = 5
/** So many requests are asked for at once. Our choice: an address of 2 000 characters holds them. */
const askedAtOnce = 50
const textLimit = 4000

const aFunction = z.custom<(...given: never[]) => unknown>((value) => typeof value === "function", "a function was expected")
const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/, "letters, digits and hyphens were expected"),
  desk: z.looseObject({ consume: aFunction, case: aFunction, execute: aFunction }),
  client: z.looseObject({ submit: aFunction, requests: aFunction }),
  clock: z.looseObject({ now: aFunction }),
  actor: z.strictObject({ id: z.string().min(1), kind: z.enum(["person", "system"]) }),
  tag: z.string().min(1),
  requestOf: aFunction,
  settleMinutes: z.number().min(0).default(15),
  everyMinutes: z.number().positive().default(10),
  mentions: z.array(z.string().min(1)).default([]),
  onError: aFunction,
})

type Options = Open311ForwarderOptions & Required<Pick<Open311ForwarderOptions, "settleMinutes" | "everyMinutes" | "mentions">>

/**
 * Makes a forwarder. It remembers in notes of the incident what it began and what came of it, each under a key of its
 * own; killed anywhere it goes on from them. GeoReport knows no key of a request: each is marked (`[otklik ID 4711]`),
 * and after a lost answer it is looked for by its mark before it is sent a second time.
 *
 * @param options - see {@link Open311ForwarderOptions}
 * @throws DeskError `config` with every issue and its field path
 *
 * @example
 * const forwarder = createOpen311Forwarder({ id: "roads-city", desk, client, clock, actor, tag: "sent", requestOf })
 * await forwarder.run({ signal })
 */
export function createOpen311Forwarder(options: Open311ForwarderOptions): Open311Forwarder {
  const { settleMinutes, everyMinutes, mentions } = readOptions(optionsSchema, options, "createOpen311Forwarder options")
  const checked: Options = { ...options, settleMinutes, everyMinutes, mentions }
  const { id, desk, clock } = checked
  return {
    async run({ signal }) {
      const sleep = clock.sleep?.bind(clock)
      if (sleep === undefined) {
        const message = "a clock with sleep(millis, signal) is required"
        throw new DeskError("config", `createOpen311Forwarder options: clock.sleep: ${message}`, {
          issues: [{ path: "clock.sleep", message }],
        })
      }
      const sending = desk.consume(
        {
          id: `open311-${id}`,
          from: "now",
          types: triggers,
          batch: 1,
          pauseMillis: 5000,
          async handle(items) {
            for (const { incidentId } of items) await forward(checked, incidentId)
          },
        },
        { signal },
      )
      const reading = async () => {
        while (!signal.aborted) {
          await sleep(everyMinutes * 60_000, signal).catch(() => undefined)
          if (!signal.aborted) await readBack(checked).catch(checked.onError)
        }
      }
      await Promise.all([sending, reading()])
    },
    forward: (incidentId) => forward(checked, incidentId),
    readBack: () => readBack(checked),
  }
}

async function forward(options: Options, incidentId: string): Promise<void> {
  const { id, desk, actor, client, clock, requestOf, settleMinutes } = options
  const found = await desk.case(incidentId, { actor })
  if (found === undefined) return
  const record = recordOf(found, id, actor.id)
  if (record.isGivenUp) return
  if (record.requestId !== null || record.token !== null) return tagged(options, incidentId)
  const request = requestOf(found)
  if (request === null) return
  const mark = `[otklik ${id} ${found.incident.number}]`
  const [first] = record.begun
  if (first !== undefined) {
    const { number, isHidden } = await lookUp(options, request, mark, first)
    if (number !== null) return sent(options, incidentId, { id: number, token: null })
    if (isHidden)
      return stop(
        options,
        incidentId,
        "it is not known whether it arrived, and the server shows no descriptions; look there, and send it by hand if it is missing",
      )
    if (record.begun.length >= mostTries)
      return stop(options, incidentId, `no answer came to ${mostTries} tries; look there, and send it by hand if it is missing`)
    const settled = addMinutes(record.begun.at(-1) ?? first, settleMinutes)
    if (clock.now() < settled)
      throw new DeskError("ambiguous", `open311 ${id}: it is not known yet whether request ${found.incident.number} arrived`, {})
  }
  const tries = record.begun.length + 1
  await note(options, incidentId, { key: `sending:${tries}`, text: noteText(id, "sending", tries === 1 ? "" : `try ${tries}`) })
  try {
    return await sent(options, incidentId, await client.submit({ ...request, description: marked(request.description, mark) }))
  } catch (error) {
    if (!isDeskError(error, "refused") && !isDeskError(error, "config")) throw error
    const reason = isDeskError(error, "refused") ? error.details.reason : error.message
    return stop(options, incidentId, `refused, ${reason}`)
  }
}

/** The description with its mark, cut to what GeoReport takes. */
function marked(description: string | undefined, mark: string): string {
  const free = textLimit - mark.length - 2
  const text = description ?? ""
  const kept = text.length > free ? `${text.slice(0, free - 1)}…` : text
  return kept === "" ? mark : `${kept}\n\n${mark}`
}

/**
 * Looks for a request by its mark among those that were made since.
 *
 * @returns its number, null where it is not there; and whether requests are shown without their descriptions
 */
async function lookUp(
  { client }: Options,
  { serviceCode }: Open311Submission,
  mark: string,
  since: string,
): Promise<{ readonly number: string | null; readonly isHidden: boolean }> {
  // Clocks of two machines differ.
  const shown = await client.requests({ serviceCodes: [serviceCode], start: addMinutes(since, -60) })
  const own = shown.find((request) => request.description?.includes(mark) === true && request.id !== null)
  const number = own?.id ?? null
  return { number, isHidden: number === null && shown.length > 0 && shown.every(({ description }) => description === null) }
}

async function sent(
  options: Options,
  incidentId: string,
  { id: number, token }: { readonly id: string | null; readonly token: string | null },
): Promise<void> {
  const { id } = options
  if (number !== null) await note(options, incidentId, { key: "request", text: noteText(id, "request", number) })
  else if (token !== null) await note(options, incidentId, { key: "token", text: noteText(id, "token", token) })
  else return stop(options, incidentId, "taken; the server gives no number, and nothing can be read back")
  await tagged(options, incidentId)
}

async function stop(options: Options, incidentId: string, why: string): Promise<void> {
  await note(options, incidentId, { key: "stopped", text: noteText(options.id, "stopped", why), isForPeople: true })
  options.onError(new DeskError("refused", `open311 ${options.id}: incident "${incidentId}" is given up: ${why}`, { reason: why }))
}

async function tagged({ id, desk, actor, tag }: Options, incidentId: string): Promise<void> {
  await desk.execute({ type: "tag", incidentId, add: [tag] }, { actor, idempotencyKey: `open311:${id}:${incidentId}:tag` })
}

async function note(
  { id, desk, actor, mentions }: Options,
  incidentId: string,
  { key, text, isForPeople = false }: { readonly key: string; readonly text: string; readonly isForPeople?: boolean },
): Promise<void> {
  const called = isForPeople && mentions.length > 0 ? { mentions } : {}
  const idempotencyKey = `open311:${id}:${incidentId}:${key}`
  await desk.execute({ type: "add-note", incidentId, text, ...called }, { actor, idempotencyKey })
}

interface Sent {
  readonly incidentId: string
  readonly record: ForwardRecord
  readonly requestId: string
}

async function readBack(options: Options): Promise<ReadBack> {
  const { client } = options
  const tracked: Sent[] = []
  for await (const incidentId of taggedIncidents(options)) {
    const one = await trackedOne(options, incidentId)
    if (one !== undefined) tracked.push(one)
  }
  let noted = 0
  for (let first = 0; first < tracked.length; first += askedAtOnce) {
    const batch = tracked.slice(first, first + askedAtOnce)
    const shown = await client.requests({ ids: batch.map(({ requestId }) => requestId) })
    const byId = new Map(shown.map((request) => [request.id, request]))
    for (const { incidentId, record, requestId } of batch) {
      const news = newsOf(requestId, byId.get(requestId))
      if (news === record.status) continue
      const text = noteText(options.id, "status", news)
      // The count makes that a status which comes a second time is written a second time.
      await note(options, incidentId, { key: `status:${record.count}:${sha256(text).slice(0, 16)}`, text, isForPeople: true })
      noted += 1
    }
  }
  return { asked: tracked.length, noted }
}

async function* taggedIncidents({ desk, actor, tag }: Options): AsyncGenerator<string, void, undefined> {
  let after: string | undefined
  do {
    const page = await desk.find(
      { tags: { all: [tag] }, statuses: followed },
      { actor, limit: 1000, ...(after === undefined ? {} : { after }) },
    )
    for (const { incident } of page.incidents) yield incident.incidentId
    after = page.next ?? undefined
  } while (after !== undefined)
}

/** What this forwarder sent, with its number; of a token the number is asked for first. */
async function trackedOne(options: Options, incidentId: string): Promise<Sent | undefined> {
  const { id, desk, actor, client } = options
  const found = await desk.case(incidentId, { actor })
  if (found === undefined) return undefined
  const record = recordOf(found, id, actor.id)
  if (record.requestId !== null) return { incidentId, record, requestId: record.requestId }
  const number = record.token === null ? undefined : await client.token(record.token)
  if (number === undefined) return undefined
  await note(options, incidentId, { key: "request", text: noteText(id, "request", number) })
  return { incidentId, record: { ...record, count: record.count + 1 }, requestId: number }
}

function newsOf(requestId: string, shown: GeoReportRequest | undefined): string {
  if (shown === undefined) return `request ${requestId} is not shown by the server any more`
  const { status, statusNotes, agency, expectedAt } = shown
  const parts = [statusNotes, agency, expectedAt === null ? null : `expected ${expectedAt.slice(0, 10)}`].filter((part) => part !== null)
  return `request ${requestId} is ${status ?? "without a status"}${parts.length === 0 ? "" : `; ${parts.join("; ")}`}`.slice(0, 2000)
}

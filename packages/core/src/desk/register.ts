import { z } from "zod"
import { DeskError, instantSchema, isDeskError, readOptions, sha256, type Instant } from "../base/index.ts"
import { decide, evolve, initialIncident, type Actor, type Incident, type IncidentCommand } from "../incident/index.ts"
import {
  byHandWays,
  communityKeyOf,
  findOrigin,
  incomingMessageSchema,
  placeSchema,
  textLimit,
  toStoredMessage,
  type ByHandWay,
  type IncomingMessage,
  type Message,
  type MessageKey,
} from "../message/index.ts"
import type { ReplyFinding } from "../reply/index.ts"
import type { SealedAuthorWrite } from "../storage/index.ts"
import { authorise, loadAuthorised } from "./authorisation.ts"
import { incidentIdOf, recorded } from "./candidate.ts"
import { appendOf, applyTo, openedChange, type IncidentChange } from "./change.ts"
import { importanceSchema, kindSchema } from "./command.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { assignCommand, registerCommand, type Stamp } from "./facts.ts"
import { sealedAuthorsOf, sealUnder } from "./key-ring.ts"
import { loadIncident, requireExisting } from "./load.ts"
import { claimOf, findMessageClaims } from "./message-claims.ts"
import { checkAuthority, checkTerritory, checkTopic } from "./prepare-handling.ts"
import { actorSchema } from "./request.ts"

const id = z.string().min(1)
const choices = {
  kind: kindSchema.optional(),
  importance: importanceSchema.optional(),
  topic: id.optional(),
  territoryId: id.optional(),
  /** Where it is, as the person says; else what the text tells. */
  place: placeSchema.optional(),
  /** The earlier incident of the same trouble. */
  repeatOf: id.optional(),
  /** The owner; absent: the routing rules say. */
  authorityId: id.optional(),
}

/** What a person enters: a message of a network, its link, or what somebody said or wrote to the office itself. */
const registrationSchema = z.union([
  z.strictObject({ from: z.literal("network"), message: incomingMessageSchema, ...choices }),
  z.strictObject({ from: z.literal("network"), url: z.url(), ...choices }),
  z.strictObject({
    from: z.enum(byHandWays),
    text: z
      .string()
      .max(textLimit)
      .refine((value) => value.trim() !== "", "a text that is not blank was expected"),
    /** When it came. Default: now. */
    receivedAt: instantSchema.optional(),
    /** How to reach the person. It is sealed under the key ring, and `desk.unsealAuthor` alone opens it. */
    contact: z.string().min(1).max(512).optional(),
    ...choices,
  }),
])

/** What a person enters by hand. */
export type Registration = z.input<typeof registrationSchema>

type Checked = z.output<typeof registrationSchema>

/** Who enters it. The same key enters it once, however often it is asked. */
export interface RegisterOptions {
  readonly actor: Actor
  /** 1 to 500 characters, as the number of the form on the screen. */
  readonly idempotencyKey: string
}

const registerOptionsSchema = z.strictObject({ actor: actorSchema, idempotencyKey: z.string().min(1).max(500) })

/** What a registration by hand came to. */
export interface Registered {
  readonly incidentId: string
  readonly number: number
  /** Its message, or this idempotency key, had an incident already: this one. Nothing was changed. */
  readonly known: boolean
  /** Personal data that the host's lint (`replies.lint`) finds in a text that was written down by hand: better left out. Empty of messages of a network. */
  readonly findings: readonly ReplyFinding[]
}

/** What is to be registered: the message as rules and locator read it, and as it is stored. */
interface Entered {
  readonly incoming: IncomingMessage
  readonly message: Message
  readonly sealedAuthors: readonly SealedAuthorWrite[]
  readonly findings: readonly ReplyFinding[]
}

const tries = 5

/** Registers what a person enters: detected, registered and routed in one commit, or the incident that has it already. */
export async function register(context: DeskContext, input: Registration, given: RegisterOptions): Promise<Registered> {
  const request = readOptions(registrationSchema, input, "register")
  const { actor, idempotencyKey } = readOptions(registerOptionsSchema, given, "register options")
  checkTopic(context, request.topic)
  checkTerritory(context, request.territoryId)
  if (request.authorityId !== undefined) checkAuthority(context, request.authorityId, "authorityId")
  await context.authorKeys.check()
  const commandKey = `command:${idempotencyKey}`
  const sum = sha256(JSON.stringify(request)).slice(0, 32)
  let key = keyOf(context, request, idempotencyKey)
  let read: Entered | undefined
  for (let attempt = 1; ; attempt += 1) {
    const stamp = { at: context.clock.now(), by: actor }
    const [done, claims] = [await context.storage.findClaims([commandKey]), await findMessageClaims(context, [key])]
    const [registered, work] = done.get(commandKey)?.split(" ") ?? []
    if (registered !== undefined && work !== sum) {
      throw new DeskError("duplicate", "idempotencyKey: the key did other work; everything that is entered takes a key of its own", {
        keys: [commandKey],
      })
    }
    const known = registered ?? claims.incidents.get(key)
    if (known !== undefined) return knownOf(context, actor, known)
    const entered: Entered = read ?? (await enter(context, request, key, stamp.at))
    if (entered.incoming.key !== key) {
      // The link named a later version of an edited message: the message has the key of its first one, and may be known by that.
      key = entered.incoming.key
      read = entered
      continue
    }
    const change = await open(context, request, entered, stamp)
    const { incident } = change
    const { incidentId } = incident
    await authorise(context, actor, { type: "register", incidentId }, incident)
    const own = claimOf(key, incidentId, claims)
    try {
      const { numbers } = await commit(context, {
        appends: [appendOf(change)],
        releases: own.releases,
        claims: [...own.claims, { key: commandKey, incidentId: `${incidentId} ${sum}` }],
        messages: [entered.message],
        sealedAuthors: entered.sealedAuthors,
      })
      context.newsroom.tellIncident(incident, change.events)
      return { incidentId, number: numbers.get(incidentId) ?? 0, known: false, findings: entered.findings }
    } catch (error) {
      // A connector, or the same key, was faster: then it is known now.
      if (attempt >= tries || !(isDeskError(error, "duplicate") || isDeskError(error, "conflict"))) throw error
    }
  }
}

/** The incident that has it. A rejected or dismissed one is restored by its own command. */
async function knownOf(context: DeskContext, actor: Actor, incidentId: string): Promise<Registered> {
  const { state } = await loadIncident(context, incidentId)
  await authorise(context, actor, { type: "register", incidentId }, state)
  const stored = await context.storage.get(incidentId)
  return { incidentId, number: stored?.number ?? 0, known: true, findings: [] }
}

function keyOf(context: DeskContext, request: Checked, idempotencyKey: string): MessageKey {
  if (request.from !== "network") return `${request.from}:${sha256(idempotencyKey).slice(0, 26)}`
  if ("message" in request) return request.message.key
  for (const { keyOf: understand } of context.connectors) {
    const key = understand?.(request.url)
    if (key !== undefined) return key
  }
  throw wrong("url", "a link that a connector of the desk understands was expected")
}

/** Reads what is not in the request: the message behind a link. */
async function enter(context: DeskContext, request: Checked, key: MessageKey, at: Instant): Promise<Entered> {
  if (request.from !== "network") return enterByHand(context, request, key, at)
  const incoming = "message" in request ? request.message : await readLinked(context, request.url, key, at)
  const origin = findOrigin(incoming, context.accounts)
  const message = toStoredMessage(incoming, { seenAt: at, origin, authorKey: context.authorKeys.current(), revision: 1 })
  return { incoming, message, sealedAuthors: sealedAuthorsOf(context, incoming), findings: [] }
}

async function readLinked(context: DeskContext, url: string, messageKey: MessageKey, now: Instant): Promise<IncomingMessage> {
  const reader = context.connectors.find((connector) => connector.keyOf?.(url) === messageKey && connector.doRead !== undefined)
  if (reader?.doRead === undefined) {
    throw new DeskError("missing-fact", "no connector reads the message behind this link: enter the message itself", { facts: ["message"] })
  }
  const found = await reader.doRead({ messageKey, now })
  if (found === undefined) throw new DeskError("not-found", "nothing stands behind this link", { id: messageKey })
  return readOptions(incomingMessageSchema, found, "register message")
}

function enterByHand(context: DeskContext, request: Extract<Checked, { from: ByHandWay }>, key: MessageKey, at: Instant): Entered {
  const { from: network, text, contact, place } = request
  const publishedAt = request.receivedAt ?? at
  if (publishedAt > at) throw wrong("receivedAt", "a moment that is not ahead was expected")
  if (contact !== undefined && context.keyRing === undefined)
    throw wrong("contact", "a key ring was expected: a contact is kept sealed or not at all")
  // The link is for rules and locator alone: what is stored has none.
  const incoming: IncomingMessage = {
    key,
    network,
    kind: "post",
    url: "urn:otklik:by-hand",
    text,
    publishedAt,
    ...(place === undefined ? {} : { place }),
  }
  const origin = { origin: "citizen", reason: `entered by hand (${network})` } as const
  const stored = toStoredMessage(incoming, { seenAt: at, origin, authorKey: context.authorKeys.current(), revision: 1 })
  return {
    incoming,
    message: { ...stored, kind: "by-hand", url: null },
    sealedAuthors:
      contact === undefined || context.keyRing === undefined ? [] : [sealUnder(context.keyRing, context.storage.tenant, key, contact)],
    findings: personalData(context, text),
  }
}

/** What the host's lint finds of personal data; it may know none without one. */
function personalData({ replies: { lint, zone, contacts } }: DeskContext, text: string): readonly ReplyFinding[] {
  const found = lint?.lint(text, { replyKind: "guidance", zone, ...(contacts === undefined ? {} : { contacts }) }) ?? []
  return found.filter(({ code }) => code === "personal-data")
}

async function open(context: DeskContext, request: Checked, { incoming, message }: Entered, stamp: Stamp): Promise<IncidentChange> {
  const { key: messageKey, network, publishedAt, text } = incoming
  const incidentId = incidentIdOf(incoming)
  const matches = context.matcher.match(incoming).map(recorded)
  const detect: IncidentCommand = {
    type: "detect",
    ...stamp,
    incidentId,
    messageKey,
    network,
    publishedAt,
    matches,
    intake: "hand",
    proposal: null,
  }
  const events = decide(detect, initialIncident)
  const change = openedChange(requireExisting(events.reduce<Incident>(evolve, initialIncident)), events)
  const communityKey = message.kind === "by-hand" ? null : communityKeyOf(incoming)
  const place = request.place ?? incoming.place
  applyTo(change, registerCommand(context, change.incident, { text, place, communityKey }, request, stamp))
  applyTo(change, ownerCommand(context, request, change, communityKey, stamp))
  const { repeatOf } = request
  if (repeatOf !== undefined) {
    const ask = { type: "link-repeat", incidentId, repeatOf } as const
    await loadAuthorised(
      context,
      stamp.by,
      ask,
      () => loadIncident(context, repeatOf),
      ({ state }) => state,
    )
    applyTo(change, { type: "link-repeat", ...stamp, repeatOf })
  }
  return change
}

function ownerCommand(
  context: DeskContext,
  { authorityId }: Checked,
  { incident }: IncidentChange,
  communityKey: MessageKey | null,
  stamp: Stamp,
): IncidentCommand {
  if (authorityId === undefined) return assignCommand(context, incident, communityKey, stamp)
  if (!("registeredAt" in incident)) throw new TypeError("the incident is not registered")
  const clocks = context.planner.onHandOver(incident, authorityId, stamp.at)
  return { type: "assign", ...stamp, authorityId, ruleId: null, why: "set by a person", clocks }
}

function wrong(path: string, message: string): DeskError<"config"> {
  return new DeskError("config", `register: ${path}: ${message}`, { issues: [{ path, message }] })
}

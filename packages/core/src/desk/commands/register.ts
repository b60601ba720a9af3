import * as z from "zod"
import { DeskError, instantSchema, readOptions, schemaOf, sha256, type Instant } from "../../base/index.ts"
import type { Actor, IncidentCommand } from "../../incident/index.ts"
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
  type IncomingMessageInput,
  type Message,
  type MessageKey,
  type Place,
} from "../../message/index.ts"
import type { ReplyFinding } from "../../reply/index.ts"
import type { SealedAuthorWrite } from "../../storage/index.ts"
import { authorise, loadAuthorised } from "../access/authorise.ts"
import { incidentIdOf, recorded } from "../intake/candidate.ts"
import { applyTo, loadChange, openChange, type Changes, type IncidentChange } from "../transact/change.ts"
import { importanceSchema, kindSchema, type IncidentChoices } from "./command.ts"
import type { DeskContext } from "../context.ts"
import { assignCommand, registerCommand, type Stamp } from "./facts.ts"
import { sealedAuthorsOf, sealUnder } from "../privacy/sealed-authors.ts"
import { claimOf, findClaims } from "../transact/message-claims.ts"
import { checkAuthority, checkTerritory, checkTopic } from "./names.ts"
import { actorSchema } from "../options/request.ts"
import { transact, type Decision } from "../transact/transact.ts"

/** What a person says about a message that is registered by hand. */
export interface RegistrationChoices extends IncidentChoices {
  /** Where it is. Absent: what the text says. */
  readonly place?: Place
  /** The earlier incident of the same problem. */
  readonly repeatOf?: string
  /** The owner. Absent: as the routing rules say. */
  readonly authorityId?: string
}

/**
 * What a person enters by hand: a message of a network, its link, or what somebody said or wrote to the office itself.
 */
export type Registration = RegistrationChoices &
  (
    | {
        /** A message of a network. */
        readonly from: "network"
        /** The whole message. */
        readonly message: IncomingMessageInput
      }
    | {
        /** A message of a network. */
        readonly from: "network"
        /** Its public link: a connector reads it. */
        readonly url: string
      }
    | {
        /** How the person reached the office. */
        readonly from: ByHandWay
        /** What was said or written. */
        readonly text: string
        /** When it came. Default: now. */
        readonly receivedAt?: Instant
        /** How to reach the person. It is sealed under the key ring, and only `desk.unsealAuthor` opens it. */
        readonly contact?: string
      }
  )

const id = z.string().min(1)
const choices = {
  kind: kindSchema.optional(),
  importance: importanceSchema.optional(),
  topic: id.optional(),
  territoryId: id.optional(),
  place: placeSchema.optional(),
  repeatOf: id.optional(),
  authorityId: id.optional(),
}

/** What is checked of something that somebody said or wrote to the office itself. */
export const byHandShape = {
  from: z.enum(byHandWays),
  text: z
    .string()
    .max(textLimit)
    .refine((value) => value.trim() !== "", "a text that is not blank was expected"),
  receivedAt: instantSchema.optional(),
  contact: z.string().min(1).max(512).optional(),
}

/** Checks a {@link Registration}. */
export const registrationSchema = schemaOf<Registration>()(
  z.union([
    z.strictObject({ from: z.literal("network"), message: incomingMessageSchema, ...choices }),
    z.strictObject({ from: z.literal("network"), url: z.url(), ...choices }),
    z.strictObject({
      ...byHandShape,
      ...choices,
    }),
  ]),
)

type Checked = z.output<typeof registrationSchema>

/** Who enters it. The same key enters it once, however often it is asked. */
export interface RegisterOptions {
  /** Who enters it. */
  readonly actor: Actor
  /** 1 to 500 characters, as the number of the form on the screen. */
  readonly idempotencyKey: string
}

export const registerOptionsSchema = z.strictObject({ actor: actorSchema, idempotencyKey: z.string().min(1).max(500) })

/** What a registration by hand came to. */
export interface Registered {
  /** The incident. */
  readonly incidentId: string
  /** Its number, for people. */
  readonly number: number
  /** Its message, or this idempotency key, had an incident already: this one. Nothing was changed. */
  readonly known: boolean
  /**
   * Personal data that the host's lint (`replies.lint`) finds in a text that was written down by hand: better left out.
   * Empty of messages of a network.
   */
  readonly findings: readonly ReplyFinding[]
}

/** What is to be stored: the message as rules and locator read it, and as it is stored. */
export interface Entered {
  readonly incoming: IncomingMessage
  readonly message: Message
  readonly sealedAuthors: readonly SealedAuthorWrite[]
  readonly findings: readonly ReplyFinding[]
}

/**
 * Registers what a person enters: detected, registered and routed in one commit, or the incident that has it already.
 */
export async function register(context: DeskContext, input: Registration, given: RegisterOptions): Promise<Registered> {
  const request = readOptions(registrationSchema, input, "register")
  const { actor, idempotencyKey } = readOptions(registerOptionsSchema, given, "register options")
  checkTopic(context, request.topic)
  checkTerritory(context, request.territoryId)
  if (request.authorityId !== undefined) checkAuthority(context, request.authorityId, "authorityId")
  await context.authorKeys.check()
  const claim = { key: `command:${idempotencyKey}`, sum: sha256(JSON.stringify(request)).slice(0, 32) }
  const key = keyOf(context, request, idempotencyKey)
  const { result, numbers } = await transact(context, async (changes) => decideOn(context, request, changes, { actor, key, claim }))
  return { ...result, number: numbers.get(result.incidentId) ?? result.number }
}

/** A registration, and the message that it is about. */
interface Asked {
  readonly actor: Actor
  readonly key: MessageKey
  /** Makes that the same key enters it once, and does nothing else. */
  readonly claim: { readonly key: string; readonly sum: string }
  /** The message, where it was read already. */
  readonly entered?: Entered
}

async function decideOn(context: DeskContext, request: Checked, changes: Changes, asked: Asked): Promise<Decision<Registered>> {
  const { actor, key, claim } = asked
  const at = context.clock.now()
  const claims = await findClaims(context, { messages: [key], others: [claim.key] })
  const [registered, work] = claims.others.get(claim.key)?.split(" ") ?? []
  if (registered !== undefined && work !== claim.sum) {
    throw new DeskError("duplicate", "idempotencyKey: the key did other work; everything that is entered takes a key of its own", {
      keys: [claim.key],
    })
  }
  // Where a connector, or the same key, was faster, it is known at the second try.
  const known = registered ?? claims.incidents.get(key)
  if (known !== undefined) return { result: await knownOf(context, actor, known), stamp: { at, by: actor, incidentId: known } }
  const entered = asked.entered ?? (await enter(context, request, key, at))
  // The link named a later version of an edited message: the message has the key of its first one, and may be known by
  // that.
  if (entered.incoming.key !== key) return decideOn(context, request, changes, { ...asked, key: entered.incoming.key, entered })
  const change = await open(context, request, entered, { at, by: actor })
  const { incidentId } = change.incident
  await authorise(context, actor, { type: "register", incidentId }, change.incident)
  changes.set(incidentId, change)
  const own = claimOf(key, incidentId, claims)
  return {
    result: { incidentId, number: 0, known: false, findings: entered.findings },
    unit: {
      releases: own.releases,
      claims: [...own.claims, { key: claim.key, incidentId: `${incidentId} ${claim.sum}` }],
      messages: [entered.message],
      sealedAuthors: entered.sealedAuthors,
    },
    stamp: { at, by: actor, incidentId },
  }
}

/** The incident that has it. A rejected or dismissed one is restored by its own command. */
async function knownOf(context: DeskContext, actor: Actor, incidentId: string): Promise<Registered> {
  const { incident } = await loadChange(context, incidentId)
  await authorise(context, actor, { type: "register", incidentId }, incident)
  const stored = await context.storage.get(incidentId)
  return { incidentId, number: stored?.number ?? 0, known: true, findings: [] }
}

function keyOf(context: DeskContext, request: Checked, idempotencyKey: string): MessageKey {
  if (request.from !== "network") return keyByHand(request.from, idempotencyKey)
  if ("message" in request) return request.message.key
  for (const { keyOf: understand } of context.connectors) {
    const key = understand?.(request.url)
    if (key !== undefined) return key
  }
  throw wrong("url", "a link that a connector of the desk understands was expected")
}

/** The key of a message that is entered by hand: the same idempotency key gives the same one. */
export function keyByHand(from: ByHandWay, idempotencyKey: string): MessageKey {
  return `${from}:${sha256(idempotencyKey).slice(0, 26)}`
}

/** Reads what is not in the request: the message behind a link. */
async function enter(context: DeskContext, request: Checked, key: MessageKey, at: Instant): Promise<Entered> {
  if (request.from !== "network") return enterByHand(context, request, { key, at, what: "register" })
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
  if (found === undefined) throw new DeskError("not-found", "no message was found at this link", { id: messageKey })
  return readOptions(incomingMessageSchema, found, "register message")
}

/** What somebody said or wrote to the office itself. */
export interface ByHand {
  readonly from: ByHandWay
  readonly text: string
  readonly receivedAt?: Instant | undefined
  readonly contact?: string | undefined
  readonly place?: Place | undefined
}

/**
 * Makes a message of what somebody said or wrote to the office itself.
 *
 * @throws DeskError `config` for a moment that is ahead, and for a contact without a key ring
 */
export function enterByHand(
  context: DeskContext,
  { from: network, text, contact, place, receivedAt }: ByHand,
  { key, at, what }: { readonly key: MessageKey; readonly at: Instant; readonly what: string },
): Entered {
  const publishedAt = receivedAt ?? at
  if (publishedAt > at) throw wrong("receivedAt", "a moment that is not ahead was expected", what)
  if (contact !== undefined && context.keyRing === undefined)
    throw wrong("contact", "a key ring is required: a contact is stored sealed or not at all", what)
  const incoming: IncomingMessage = {
    key,
    network,
    kind: "post",
    url: null,
    text,
    publishedAt,
    ...(place === undefined ? {} : { place }),
  }
  const origin = { origin: "citizen", reason: `entered by hand (${network})` } as const
  const stored = toStoredMessage(incoming, { seenAt: at, origin, authorKey: context.authorKeys.current(), revision: 1 })
  return {
    incoming,
    message: { ...stored, kind: "by-hand" },
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
  const change = openChange({
    type: "detect",
    ...stamp,
    incidentId,
    messageKey,
    network,
    publishedAt,
    matches,
    intake: "hand",
    ...(incoming.communityKey === undefined ? {} : { communityKey: incoming.communityKey }),
    proposal: null,
  })
  const communityKey = message.kind === "by-hand" ? null : communityKeyOf(incoming)
  const place = request.place ?? incoming.place
  applyTo(change, registerCommand(context, change.incident, { text, place, communityKey }, request, stamp))
  applyTo(change, ownerCommand(context, request, change, communityKey, stamp))
  const { repeatOf } = request
  if (repeatOf !== undefined) {
    const ask = { type: "link-repeat", incidentId, repeatOf } as const
    await loadAuthorised(context, stamp.by, ask, () => loadChange(context, repeatOf))
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

function wrong(path: string, message: string, what = "register"): DeskError<"config"> {
  return new DeskError("config", `${what}: ${path}: ${message}`, { issues: [{ path, message }] })
}

import { z } from "zod"
import { readOptions, type Clock } from "../base/index.ts"
import type { Connector } from "../connector/index.ts"
import { topicSchema, type EvidenceWording, type Topic } from "../evidence/index.ts"
import { ruleSchema, type Matcher, type MatchLocale, type Rule } from "../match/index.ts"
import { knownAccountSchema, type KnownAccount } from "../message/index.ts"
import { guidanceSchema, type Guidance } from "../reply/index.ts"
import { routingSchema, type Routing, type RoutingInput } from "../route/index.ts"
import { policySchema, type Calendar, type Policy } from "../sla/index.ts"
import type { Storage } from "../storage/index.ts"
import type { Authorisation } from "./authorisation.ts"
import { evidenceRulesSchema, type EvidenceRules } from "./evidence-rules.ts"
import { handlingSchema, type HandlingRules } from "./handling.ts"
import { replyRulesSchema, type ReplyRules } from "./reply-check.ts"
import { keyRingSchema, type KeyRing } from "./key-ring.ts"
import { journalTerms, retentionSchema, type JournalTerm, type RetentionPolicy } from "./retention.ts"

/** Whether a match becomes an incident by itself, or waits as a candidate for a person. */
export type RegistrationMode = "automatic" | "review"

const registrationSchema = z.enum(["automatic", "review"])

const leaseMinutes = z
  .number()
  .min(1 / 60)
  .max(1440)

/** How long leases hold, in minutes, from a second to a day. Longer than any one page, reply or clock takes: a lease that runs out under its holder has others repeat the work. */
export const leasesSchema = z.strictObject({
  /** A source while a page of it is read: more than the connector's calls for a page, its waits for the quota included. Default 5. */
  sourceMinutes: leaseMinutes.default(5),
  /** Incidents whose clocks are due. Default 2. */
  clockMinutes: leaseMinutes.default(2),
  /** A reply while it is sent: more than the connector's timeout and retries. Default 2. */
  replyMinutes: leaseMinutes.default(2),
})

/** When the desk calls for attention to a source that it reads. */
export const alarmsSchema = z.strictObject({
  /** `source-behind`: after so many times `everyMinutes` (15 minutes at least) without a reading that came to its end. Default 6; null: never. */
  behindRounds: z.number().min(1).max(10_000).nullable().default(6),
  /**
   * `source-silent`: when so many messages, or more, came in the same hours of each of the last four weeks, and now none. Default 10; null: never.
   * Fewer make false alarms: where ten are usual, chance alone leaves none once in 20 000 times.
   */
  silentMessages: z.number().min(1).nullable().default(10),
})

/** When the desk calls for attention to a source that it reads. */
export type DeskAlarms = z.output<typeof alarmsSchema>

/** How long leases hold. */
export type DeskLeases = z.output<typeof leasesSchema>

/** Everything a host composes a desk of. */
export interface DeskOptions {
  readonly storage: Storage
  readonly connectors: readonly Connector[]
  /** In the order of their importance: the first that matches names the topic. Compiled for this desk alone. */
  readonly rules?: readonly Rule[]
  /**
   * In the place of `rules` and `locale`: rules that are compiled already, by `createMatcher(rules, { locale })`. Desks of one process that have the same rules share
   * one. What `set` and `delete` change holds for all of them, from the next message that is matched; what is registered stays as it is.
   */
  readonly matcher?: Matcher
  readonly routing: RoutingInput
  readonly policies: readonly z.input<typeof policySchema>[]
  /** Calendars by the id that policies name. */
  readonly calendars?: Readonly<Record<string, Calendar>>
  /** What is known of topics: importance, and whether "fixed" asks for proof. */
  readonly topics?: readonly z.input<typeof topicSchema>[]
  readonly guidance?: readonly z.input<typeof guidanceSchema>[]
  /** Own, official and media accounts: what they say is no complaint. */
  readonly accounts?: readonly z.input<typeof knownAccountSchema>[]
  /** The key for authors' pseudonyms: 16 bytes or more, secret, the same in every process of the tenant. */
  readonly authorKey: Uint8Array
  /** Keys under which authors' ids are sealed, so that a person with a purpose can find out whom to write to. Absent: no id is stored at all. */
  readonly keyRing?: z.input<typeof keyRingSchema>
  /** How long what leads to a person is kept, followed by `desk.tick` and `desk.retain`. Default: for ever; the journal three years. */
  readonly retention?: z.input<typeof retentionSchema>
  readonly clock: Clock
  /** Word forms for rules and places, as `russian()` of `@otklik/locale-ru`. Of a `matcher` it is the matcher's. */
  readonly locale?: MatchLocale
  /** Default `automatic`. */
  readonly registration?: RegistrationMode
  /** Whether whoever drafted a reply may approve it. Default false; a small municipality may need true. */
  readonly drafterMayApprove?: boolean
  /** How replies are checked where they are written: with a lint, an error needs a reason to go on. Default: they are not checked. */
  readonly replies?: z.input<typeof replyRulesSchema>
  /** The region's own rules of the life cycle: refusals, waits, windows, the escalation ladder. */
  readonly handling?: z.input<typeof handlingSchema>
  /**
   * Who may give which command. Default: everybody may give every command, since the package knows nobody; the separation of roles
   * (drafter and approver, claimant and confirmer) holds all the same. `createRoleAuthorisation` makes one of roles.
   */
  readonly authorisation?: Authorisation
  /** How photos of a fix are looked at: the zone of the region, and how strict. */
  readonly evidence?: z.input<typeof evidenceRulesSchema>
  /** The sentences of doubts. Default English. */
  readonly evidenceWording?: EvidenceWording
  /** Names this process in leases. Default `desk`. */
  readonly workerId?: string
  /** How long what a worker took is its own: as long does the work of a killed worker wait for another. */
  readonly leases?: z.input<typeof leasesSchema>
  /** When a source that is silent or behind is told of. */
  readonly alarms?: z.input<typeof alarmsSchema>
}

/** The plain data among the options, checked. */
export interface DeskData {
  /** Undefined where a matcher was given. */
  readonly rules: readonly Rule[] | undefined
  readonly routing: Routing
  readonly policies: readonly Policy[]
  readonly topics: readonly Topic[]
  readonly guidance: readonly Guidance[]
  readonly accounts: readonly KnownAccount[]
  readonly registration: RegistrationMode
  readonly drafterMayApprove: boolean
  readonly handling: HandlingRules
  readonly replies: ReplyRules
  readonly evidence: EvidenceRules
  readonly workerId: string
  readonly leases: DeskLeases
  readonly alarms: DeskAlarms
  readonly authorKey: Uint8Array
  readonly keyRing: KeyRing | undefined
  readonly retention: readonly RetentionPolicy[]
  readonly journalTerms: readonly JournalTerm[]
}

/** A door of version 1, recognised by what it says of itself. */
const doorSchema = z.looseObject({ specificationVersion: z.literal("v1") })

const optionsSchema = z
  .object({
    storage: doorSchema,
    connectors: z.array(
      doorSchema.extend({
        id: z
          .string()
          .min(1)
          .regex(/^[^/]+$/, "an id without a slash was expected"),
      }),
    ),
    clock: z.looseObject({ now: z.custom((value) => typeof value === "function", "a function was expected") }),
    authorKey: z.instanceof(Uint8Array).refine((key) => key.byteLength >= 16, "16 bytes or more were expected"),
    keyRing: keyRingSchema.optional(),
    retention: retentionSchema,
    rules: z.array(ruleSchema).optional(),
    matcher: z.looseObject({ match: z.custom((value) => typeof value === "function", "a matcher was expected") }).optional(),
    locale: z.looseObject({}).optional(),
    routing: routingSchema,
    policies: z.array(policySchema),
    topics: z.array(topicSchema).default([]),
    guidance: z.array(guidanceSchema).default([]),
    accounts: z.array(knownAccountSchema).default([]),
    calendars: z.record(z.string(), z.looseObject({})).default({}),
    registration: registrationSchema.default("automatic"),
    drafterMayApprove: z.boolean().default(false),
    handling: handlingSchema.prefault({}),
    replies: replyRulesSchema.prefault({}),
    evidence: evidenceRulesSchema.prefault({}),
    authorisation: z.custom((value) => value === undefined || typeof value === "function", "a function was expected").optional(),
    workerId: z.string().min(1).default("desk"),
    leases: leasesSchema.prefault({}),
    alarms: alarmsSchema.prefault({}),
  })
  .superRefine((options, context) => {
    const complain = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message })
    if ((options.rules === undefined) === (options.matcher === undefined)) complain("rules", "either rules or a matcher were expected")
    if (options.matcher !== undefined && options.locale !== undefined) complain("locale", "a matcher brings its own locale")
    const ids = new Set<string>()
    options.connectors.forEach(({ id }, index) => {
      if (ids.has(id)) context.addIssue({ code: "custom", path: ["connectors", index, "id"], message: `the id "${id}" stands twice` })
      ids.add(id)
    })
    options.policies.forEach((policy, index) => {
      if (!("calendarId" in policy.term) || policy.term.calendarId === undefined) return
      if (Object.hasOwn(options.calendars, policy.term.calendarId)) return
      context.addIssue({
        code: "custom",
        path: ["policies", index, "term", "calendarId"],
        message: `there is no calendar "${policy.term.calendarId}"`,
      })
    })
  })

/**
 * Checks what a host gave and reads the plain data out of it.
 *
 * @throws DeskError `config` with the field path of everything that is wrong
 */
export function readDeskOptions(options: DeskOptions): DeskData {
  const data = readOptions(optionsSchema, options, "createDesk options")
  const { rules, routing, policies, topics, guidance, accounts, registration, drafterMayApprove, handling, workerId } = data
  const { authorKey, replies, evidence, leases, alarms, keyRing } = data
  const retention = data.retention.filter((policy): policy is RetentionPolicy => "statuses" in policy)
  const plain = { rules, routing, policies, topics, guidance, accounts, registration, drafterMayApprove }
  return {
    ...plain,
    handling,
    replies,
    evidence,
    workerId,
    leases,
    alarms,
    authorKey,
    keyRing,
    retention,
    journalTerms: journalTerms(data.retention),
  }
}

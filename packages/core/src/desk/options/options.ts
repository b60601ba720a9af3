import * as z from "zod"
import { configError, didYouMean, isDeskError, readInstant, readOptions, schemaOf, type Clock, type Instant } from "../../base/index.ts"
import type { Connector } from "../../connector/index.ts"
import { deskGoals } from "../../incident/index.ts"
import { topicSchema, type EvidenceWording, type Topic } from "../../evidence/index.ts"
import { ruleSchema, type Matcher, type MatchLocale, type Rule } from "../../match/index.ts"
import { knownAccountSchema, type KnownAccount } from "../../message/index.ts"
import { guidanceSchema, type Guidance } from "../../reply/index.ts"
import { routingSchema, type Routing, type RoutingInput } from "../../route/index.ts"
import { policySchema, type Calendar, type Policy, type PolicyInput } from "../../sla/index.ts"
import type { Storage } from "../../storage/index.ts"
import type { BurstWatch } from "../bursts/burst-watch.ts"
import type { Authorisation } from "../access/authorisation.ts"
import type { Suggester } from "../learning/suggester.ts"
import { viewSchema, type CaseView } from "../queries/view.ts"
import { evidenceRulesSchema, type CheckedEvidenceRules, type EvidenceRules } from "./evidence-rules.ts"
import { handlingSchema, type CheckedHandlingRules, type HandlingRules } from "./handling.ts"
import { replyRulesSchema, type CheckedReplyRules, type ReplyRules } from "./reply-rules.ts"
import { surveySchema, type Survey, type SurveyOptions } from "./survey.ts"
import { keyRingSchema, type KeyRing } from "./key-ring.ts"
import { journalTerms, retentionSchema, type JournalTerm, type RetentionPolicy } from "./retention.ts"

/** Whether a match becomes an incident by itself, or waits as a candidate for a person. */
export type RegistrationMode = "automatic" | "review"

/** Something that the office marks incidents with. */
export interface Tag {
  /** What commands and conditions name. */
  readonly id: string
  /** Its name, for people. */
  readonly title: string
}

const tagSchema = schemaOf<Tag>()(z.strictObject({ id: z.string().min(1).max(100), title: z.string().min(1).max(200) }))

/** What the access log holds beside who has read an author, which is always written down. */
export interface AccessLogRules {
  /** Whether readings of citizens' texts are written down. Default true. */
  readonly texts?: boolean
}

const accessLogSchema = schemaOf<Required<AccessLogRules>, AccessLogRules>()(z.strictObject({ texts: z.boolean().default(true) }))

const registrationSchema = z.enum(["automatic", "review"])

const leaseMinutes = z
  .number()
  .min(1 / 60)
  .max(1440)

/**
 * How long leases last, in minutes, from a second to a day. Longer than any one page, reply or clock takes: a lease
 * that expires during the work has others repeat the work.
 */
export interface DeskLeases {
  /**
   * A source while a page of it is read: more than the connector's calls for a page, its waits for the quota included.
   * Default 5.
   */
  readonly sourceMinutes?: number
  /** Incidents whose clocks are due. Default 2. */
  readonly clockMinutes?: number
  /** A reply while it is sent: more than the connector's timeout and retries. Default 2. */
  readonly replyMinutes?: number
  /** A consumer of the feed, with its batch. Default 2. */
  readonly feedMinutes?: number
}

/** When the desk calls for attention to a source that it reads. */
export interface DeskAlarms {
  /**
   * `source-behind`: after so many times `everyMinutes` (15 minutes at least) without a reading that reached its end.
   * Default 6; null: never.
   */
  readonly behindRounds?: number | null
  /**
   * `source-silent`: when so many messages, or more, came in the same hours of each of the last four weeks, and now
   * none. Default 10; null: never. Fewer make false alarms: where ten are usual, chance alone leaves none once in 20
   * 000 times.
   */
  readonly silentMessages?: number | null
  /**
   * `readiness` says that a worker of `desk.run` is not ready: after so many minutes in which its reading, its clocks
   * or its publishing finished nothing, as where a connection to the database is silent. Longer than any page takes.
   * Default 15; null: never.
   */
  readonly stuckMinutes?: number | null
}

const leasesSchema = schemaOf<Required<DeskLeases>, DeskLeases>()(
  z.strictObject({
    sourceMinutes: leaseMinutes.default(5),
    clockMinutes: leaseMinutes.default(2),
    replyMinutes: leaseMinutes.default(2),
    feedMinutes: leaseMinutes.default(2),
  }),
)

const readBackSchema = z
  .array(leaseMinutes)
  .min(1)
  .max(5)
  .refine((minutes) => minutes.every((at, index) => index === 0 || at > (minutes[index - 1] ?? 0)), "ascending minutes were expected")
  .default([2, 15])

const alarmsSchema = schemaOf<Required<DeskAlarms>, DeskAlarms>()(
  z.strictObject({
    behindRounds: z.number().min(1).max(10_000).nullable().default(6),
    silentMessages: z.number().min(1).nullable().default(10),
    stuckMinutes: z.number().min(1).max(1440).nullable().default(15),
  }),
)

/** Everything a host composes a desk of. */
export interface DeskOptions {
  /** Where everything is stored, as `createPostgresStorage` or `createSqliteStorage` makes it. */
  readonly storage: Storage
  /** The networks that it reads and answers, each with an id of its own. */
  readonly connectors: readonly Connector[]
  /** In the order of their importance: the first that matches names the topic. Compiled for this desk alone. */
  readonly rules?: readonly Rule[]
  /**
   * In the place of `rules` and `locale`: rules that are compiled already, by `createMatcher(rules, { locale })`. Desks
   * of one process that have the same rules share one. What `set` and `delete` change holds for all of them, from the
   * next message that is matched; what is registered stays as it is.
   */
  readonly matcher?: Matcher
  /** Authorities, territories, and which incidents go where. */
  readonly routing: RoutingInput
  /** How long what may take. None: nothing has a due time. */
  readonly policies: readonly PolicyInput[]
  /** Calendars by the id that policies name. */
  readonly calendars?: Readonly<Record<string, Calendar>>
  /**
   * The calendar by which reports count the working minutes to the first answer, written down when the answer is
   * published. Absent: they are not counted.
   */
  readonly reportCalendarId?: string
  /** Lists that people open again and again, as `defaultViews(englishViewWording)`. Default: none. */
  readonly views?: readonly CaseView[]
  /** Goals of the host's own that policies may name beside `deskGoals`: their clocks end when the incident does. */
  readonly goals?: readonly string[]
  /**
   * What is known of topics: importance, and whether "fixed" asks for proof. Given, rules, routing and policies may
   * name no others; absent: any.
   */
  readonly topics?: readonly Topic[]
  /** What the office may mark incidents with: the command `tag` takes no others, so that no name becomes a tag. */
  readonly tags?: readonly Tag[]
  /** Authors are asked how it was, once a cycle. Default: nobody is. */
  readonly survey?: SurveyOptions
  /** Texts that say what to do, for everyone with the same problem. Default: none. */
  readonly guidance?: readonly Guidance[]
  /** Own, official and media accounts: what they say is no complaint. */
  readonly accounts?: readonly KnownAccount[]
  /**
   * The key for authors' pseudonyms: 16 bytes or more, secret, the same in every process of the tenant. The first desk
   * on a storage leaves a check value of it there; one with another key does no work.
   */
  readonly authorKey: Uint8Array
  /**
   * Other keys for authors, while `authorKey` is exchanged for another: the next one before any process works with it,
   * the one before until every process does. Which of them is worked with is noted in the storage.
   */
  readonly otherAuthorKeys?: readonly Uint8Array[]
  /**
   * Keys under which authors' ids are sealed, so that a person with a purpose can find out whom to write to. Absent: no
   * id is stored at all.
   */
  readonly keyRing?: KeyRing
  /**
   * How long what leads to a person is kept, followed by `desk.tick` and `desk.retain`. Default: for ever; the journal
   * three years.
   */
  readonly retention?: readonly (RetentionPolicy | JournalTerm)[]
  /** The present moment; with `sleep` the desk can wait in `run`. */
  readonly clock: Clock
  /** Word forms for rules and places, as `russian()` of `@otklik/locale-ru`. Of a `matcher` it is the matcher's. */
  readonly locale?: MatchLocale
  /** Default `automatic`. */
  readonly registration?: RegistrationMode
  /** Whether whoever drafted a reply may approve it. Default false; a small municipality may need true. */
  readonly drafterMayApprove?: boolean
  /**
   * What replies are written with, and how they are checked: with a lint, an error needs a reason to go on; it searches
   * for personal data in what is entered by hand too. Default: no templates, and nothing is checked.
   */
  readonly replies?: ReplyRules
  /** The region's own rules of the life cycle: refusals, waits, windows, the escalation ladder. */
  readonly handling?: HandlingRules
  /**
   * Who may give which command. Default: everybody may give every command, since the package knows nobody; the
   * separation of roles (drafter and approver, claimant and confirmer) holds all the same. `createRoleAuthorisation`
   * makes one of roles.
   */
  readonly authorisation?: Authorisation
  /** How photos of a fix are checked: the zone of the region, and how strict. */
  readonly evidence?: EvidenceRules
  /** The sentences of doubts. Default English. */
  readonly evidenceWording?: EvidenceWording
  /**
   * What the access log holds beside who has read an author, which is always written down. Default: who has read which
   * case, once an hour for each person, and each list with texts and each export.
   */
  readonly accessLog?: AccessLogRules
  /** Names this process in leases. Default `desk`. */
  readonly workerId?: string
  /** How long what a worker took is its own: as long does the work of a killed worker wait for another. */
  readonly leases?: DeskLeases
  /** How many minutes after its publication a reply is read back, so that a second copy is found. Default `[2, 15]`. */
  readonly readBackMinutes?: readonly number[]
  /** When a source that is silent or behind is reported. */
  readonly alarms?: DeskAlarms
  /** Finds mass events, as `createBurstWatch` of `@otklik/bursts` makes it. Default: nobody watches for them. */
  readonly bursts?: BurstWatch
  /**
   * Suggests topics and owners, learned from what people decided: `createSuggester` of `@otklik/suggest`. Default:
   * none, and `desk.suggest` says `config`.
   */
  readonly suggester?: Suggester
}

/** The plain data among the options, checked. */
export interface DeskData {
  /** Undefined where a matcher was given. */
  readonly rules: readonly Rule[] | undefined
  readonly routing: Routing
  readonly policies: readonly Policy[]
  readonly topics: readonly Topic[]
  readonly tags: readonly Tag[]
  /** Undefined where nobody is asked. */
  readonly survey: Survey | undefined
  readonly guidance: readonly Guidance[]
  readonly accounts: readonly KnownAccount[]
  readonly reportCalendarId: string | undefined
  readonly views: readonly CaseView[]
  readonly registration: RegistrationMode
  readonly drafterMayApprove: boolean
  readonly handling: CheckedHandlingRules
  readonly replies: CheckedReplyRules
  readonly evidence: CheckedEvidenceRules
  readonly accessLog: Required<AccessLogRules>
  readonly workerId: string
  readonly leases: Required<DeskLeases>
  readonly readBackMinutes: readonly number[]
  readonly alarms: Required<DeskAlarms>
  readonly authorKey: Uint8Array
  readonly otherAuthorKeys: readonly Uint8Array[]
  readonly keyRing: KeyRing | undefined
  readonly retention: readonly RetentionPolicy[]
  readonly journalTerms: readonly JournalTerm[]
}

/** What another package made: recognised by what it says of itself, and not read any further. */
function madeSchema(expected: string, isMade: (value: object) => boolean) {
  return z.custom<object>((value) => typeof value === "object" && value !== null && isMade(value), expected)
}

function isOfVersion1(value: object): boolean {
  return "specificationVersion" in value && value.specificationVersion === "v1"
}

function isAuthorisation(value: unknown): boolean {
  return typeof value === "object" && value !== null && ["decide", "reach"].every((name) => hasFunction(name)(value))
}

function hasFunction(name: string): (value: object) => boolean {
  return (value) => typeof Reflect.get(value, name) === "function"
}

const authorKeySchema = z.custom<Uint8Array>(isAuthorKey, { error: ({ input }) => wrongAuthorKey(input) })

const optionsSchema = z
  .strictObject({
    storage: madeSchema("a storage was expected, as createSqliteStorage({ database }) makes one of a database", isOfVersion1),
    connectors: z.array(
      madeSchema("a connector was expected, as createVkConnector(options) makes one", isOfVersion1).pipe(
        z.looseObject({
          id: z
            .string()
            .min(1)
            .regex(/^[^/]+$/, "an id without a slash was expected"),
        }),
      ),
    ),
    clock: madeSchema("a clock was expected: { now: () => new Date().toISOString() }", hasFunction("now")),
    authorKey: authorKeySchema,
    otherAuthorKeys: z.array(authorKeySchema).default([]),
    keyRing: keyRingSchema.optional(),
    retention: retentionSchema,
    rules: z.array(ruleSchema).optional(),
    matcher: madeSchema("a matcher made by createMatcher was expected", hasFunction("match")).optional(),
    locale: madeSchema("a locale with formsOf was expected, as russian() of @otklik/locale-ru", hasFunction("formsOf")).optional(),
    routing: routingSchema,
    policies: z.array(policySchema),
    goals: z.array(z.string().min(1).max(100)).default([]),
    topics: z.array(topicSchema).optional(),
    survey: surveySchema.optional(),
    tags: z
      .array(tagSchema)
      .max(1000)
      .default([])
      .refine((tags) => new Set(tags.map(({ id }) => id)).size === tags.length, "duplicate id of a tag"),
    guidance: z.array(guidanceSchema).default([]),
    accounts: z.array(knownAccountSchema).default([]),
    calendars: z.record(z.string(), madeSchema("a calendar made by createCalendar was expected", hasFunction("blockAt"))).default({}),
    reportCalendarId: z.string().min(1).optional(),
    views: z.array(viewSchema).default([]),
    registration: registrationSchema.default("automatic"),
    drafterMayApprove: z.boolean().default(false),
    handling: handlingSchema.prefault({}),
    replies: replyRulesSchema.prefault({}),
    evidence: evidenceRulesSchema.prefault({}),
    evidenceWording: z.looseObject({}).optional(),
    authorisation: z
      .custom(
        (value) => value === undefined || isAuthorisation(value),
        "decide and reach were expected, as createRoleAuthorisation makes them",
      )
      .optional(),
    accessLog: accessLogSchema.prefault({}),
    workerId: z.string().min(1).default("desk"),
    leases: leasesSchema.prefault({}),
    readBackMinutes: readBackSchema,
    alarms: alarmsSchema.prefault({}),
    bursts: madeSchema("a detector was expected, as createBurstWatch of @otklik/bursts makes one", hasFunction("open")).optional(),
    suggester: madeSchema(
      "a suggester was expected, as createSuggester(options) of @otklik/suggest makes one",
      (value) => isOfVersion1(value) && hasFunction("open")(value),
    ).optional(),
  })
  .superRefine((options, context) => {
    const complain = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message })
    if ((options.rules === undefined) === (options.matcher === undefined)) complain("rules", "either rules or a matcher were expected")
    if (options.matcher !== undefined && options.locale !== undefined) complain("locale", "a matcher brings its own locale")
    const ids = new Set<string>()
    options.connectors.forEach(({ id }, index) => {
      if (ids.has(id)) context.addIssue({ code: "custom", path: ["connectors", index, "id"], message: `duplicate id "${id}"` })
      ids.add(id)
    })
    for (const { path, message } of undefinedNames(options)) context.addIssue({ code: "custom", path: [...path], message })
    const viewIds = options.views.map(({ id }) => id)
    viewIds.forEach((id, index) => {
      if (viewIds.indexOf(id) !== index) context.addIssue({ code: "custom", path: ["views", index, "id"], message: `duplicate id "${id}"` })
    })
    const { reportCalendarId } = options
    if (reportCalendarId !== undefined && !Object.hasOwn(options.calendars, reportCalendarId))
      complain(
        "reportCalendarId",
        `there is no calendar "${reportCalendarId}"${didYouMean(reportCalendarId, Object.keys(options.calendars))}`,
      )
    options.policies.forEach((policy, index) => {
      if (!("calendarId" in policy.term) || policy.term.calendarId === undefined) return
      if (Object.hasOwn(options.calendars, policy.term.calendarId)) return
      const { calendarId } = policy.term
      const message = `there is no calendar "${calendarId}"${didYouMean(calendarId, Object.keys(options.calendars))}`
      context.addIssue({ code: "custom", path: ["policies", index, "term", "calendarId"], message })
    })
  })

function isAuthorKey(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.byteLength >= 16
}

/** Says what was given in the place of a key, and never the key. */
function wrongAuthorKey(given: unknown): string {
  const expected = "16 secret bytes or more were expected (a Uint8Array), the same in every process"
  if (given === undefined || given === null) return expected
  if (typeof given === "string") return `${expected}; a text was given: a key in base64 is read by Buffer.from(text, "base64")`
  return given instanceof Uint8Array ? `${expected}; ${given.byteLength} bytes were given` : expected
}

interface WrongName {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * Goals, topics and authorities that are named somewhere and defined nowhere: each would hold for no incident, and
 * nobody would notice.
 */
function undefinedNames(options: {
  readonly rules?: readonly Rule[] | undefined
  readonly topics?: readonly Topic[] | undefined
  readonly goals: readonly string[]
  readonly routing: Routing
  readonly policies: readonly Policy[]
  readonly handling: CheckedHandlingRules
  readonly replies: CheckedReplyRules
}): readonly WrongName[] {
  const { rules = [], routing, policies, handling, replies } = options
  const goals = [...deskGoals, ...options.goals]
  const topics = options.topics?.map(({ id }) => id)
  const authorities = routing.authorities.map(({ id }) => id)
  const check = (kind: string, known: readonly string[] | undefined, name: string | null | undefined, ...path: PropertyKey[]) =>
    known === undefined || name === undefined || name === null || known.includes(name)
      ? []
      : [{ path, message: `there is no ${kind} "${name}"${didYouMean(name, known)}` }]
  return [
    ...rules.flatMap(({ topic }, at) => check("topic", topics, topic, "rules", at, "topic")),
    ...routing.rules.flatMap(({ when }, at) =>
      (when.topics ?? []).flatMap((topic, index) => check("topic", topics, topic, "routing", "rules", at, "when", "topics", index)),
    ),
    ...(routing.cases ?? []).flatMap(({ facts }, at) => check("topic", topics, facts.topic, "routing", "cases", at, "facts", "topic")),
    ...policies.flatMap(({ goal, appliesTo }, at) => [
      ...check("goal", goals, goal, "policies", at, "goal"),
      ...(appliesTo.topics ?? []).flatMap((topic, index) => check("topic", topics, topic, "policies", at, "appliesTo", "topics", index)),
      ...(appliesTo.authorityIds ?? []).flatMap((id, index) =>
        check("authority", authorities, id, "policies", at, "appliesTo", "authorityIds", index),
      ),
    ]),
    ...replies.templates.flatMap(({ appliesTo }, at) => [
      ...(appliesTo.topics ?? []).flatMap((topic, index) =>
        check("topic", topics, topic, "replies", "templates", at, "appliesTo", "topics", index),
      ),
      ...(appliesTo.authorityIds ?? []).flatMap((id, index) =>
        check("authority", authorities, id, "replies", "templates", at, "appliesTo", "authorityIds", index),
      ),
    ]),
    ...handling.ladder.flatMap(({ goal }, at) => check("goal", goals, goal, "handling", "ladder", at, "goal")),
    ...handling.pausedByQuestion.flatMap((goal, at) => check("goal", goals, goal, "handling", "pausedByQuestion", at)),
  ]
}

/**
 * The host's clock, with what it gives checked: a moment without an offset would be read by the machine's own zone.
 *
 * @throws DeskError `config` at once, and whenever the clock gives what is no moment
 */
export function checkedClock(clock: Clock): Clock {
  const sleep = clock.sleep?.bind(clock)
  const now = (): Instant => {
    try {
      return readInstant(clock.now(), "clock.now()")
    } catch (error) {
      if (!isDeskError(error, "config")) throw error
      throw configError("createDesk options", error.details.issues)
    }
  }
  now()
  return { now, ...(sleep === undefined ? {} : { sleep }) }
}

/**
 * Checks what a host gave and reads the plain data out of it.
 *
 * @throws DeskError `config` with the field path of everything that is wrong
 */
export function readDeskOptions(options: DeskOptions): DeskData {
  const data = readOptions(optionsSchema, options, "createDesk options")
  const {
    rules,
    routing,
    policies,
    topics = [],
    tags,
    survey,
    guidance,
    accounts,
    registration,
    drafterMayApprove,
    handling,
    workerId,
  } = data
  const { reportCalendarId, authorKey, otherAuthorKeys, replies, evidence, leases, readBackMinutes, alarms, keyRing, accessLog } = data
  const terms: readonly (RetentionPolicy | JournalTerm)[] = data.retention
  const retention = terms.filter((policy): policy is RetentionPolicy => "statuses" in policy)
  const plain = { rules, routing, policies, topics, tags, survey, guidance, accounts, registration, drafterMayApprove }
  return {
    ...plain,
    reportCalendarId,
    // What the schema took; the desk checks the conditions.
    views: data.views as readonly CaseView[],
    handling,
    replies,
    evidence,
    accessLog,
    workerId,
    leases,
    readBackMinutes,
    alarms,
    authorKey,
    otherAuthorKeys,
    keyRing,
    retention,
    journalTerms: journalTerms(terms),
  }
}

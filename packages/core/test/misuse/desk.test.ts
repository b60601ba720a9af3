import { movingOf } from "@otklik/core/storage"
import { createHash } from "node:crypto"
import { Readable } from "node:stream"
import { createDesk, createRoleAuthorisation, isDeskError, type Connector, type Desk, type DeskOptions } from "@otklik/core"
import type { IncomingMessageInput } from "@otklik/core/connector"
import { createMatcher } from "@otklik/core/rules"
import { createCalendar } from "@otklik/core/sla"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, expectTypeOf, it } from "vitest"
import { misuses } from "./row.ts"

const person = { actor: { id: "clerk", kind: "person" } } as const
const now = "2026-11-24T03:00:00.000Z"

/** A network in memory: what is in the list is read once. */
function network(messages: readonly Partial<IncomingMessageInput>[] = [{}], change: Partial<Connector> = {}): Connector {
  const built = messages.map((message, index) =>
    buildMessage({ key: `vk:-1_${index + 1}`, text: "Ледяные батареи в подъезде", publishedAt: "2026-11-24T02:00:00.000Z", ...message }),
  )
  return {
    specificationVersion: "v1",
    id: "vk",
    network: "vk",
    capabilities: { pull: true, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: false },
    sources: [{ id: "wall", title: "Стена", everyMinutes: 5 }],
    doPull: async () => ({ messages: built, skipped: [], gaps: [], cursor: "end", more: false }),
    doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
    ...change,
  }
}

function usual(): DeskOptions {
  return {
    storage: createMemoryStorage(),
    connectors: [network()],
    rules: [{ id: "cold", query: "батаре*", topic: "heating" }],
    topics: [{ id: "heating", title: "Отопление" }],
    routing: {
      authorities: [{ id: "heat", title: "Теплосеть", kind: "utility" }],
      territories: [],
      rules: [{ id: "all", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
    },
    policies: [{ id: "day", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } }],
    authorKey: new Uint8Array(32).fill(7),
    clock: { now: () => now },
  }
}

/** A desk of options that JavaScript would let through. */
const desk = (change: object = {}): Desk => createDesk({ ...usual(), ...change })
const policy = (change: object) => ({ policies: [{ ...usual().policies[0], ...change }] })
const routed = (change: object) => ({ routing: { ...usual().routing, ...change } })

async function registered(change: object = {}): Promise<{ readonly desk: Desk; readonly incidentId: string }> {
  const made = desk(change)
  await made.pull()
  const [found] = (await made.find({}, { limit: 1 })).incidents
  if (found === undefined) throw new Error("an incident was expected")
  return { desk: made, incidentId: found.incident.incidentId }
}

describe("what a desk is made of", () => {
  it("is accepted when everything is defined", async () => {
    expect((await registered()).incidentId).toMatch(/^inc_/)
  })

  misuses([
    {
      tries: "authorization in American spelling",
      call: () => desk({ authorization: () => ({ allowed: false }) }),
      code: "config",
      path: "authorization",
      says: /did you mean "authorisation"\?/,
    },
    { tries: "polices", call: () => desk({ polices: [] }), code: "config", path: "polices", says: /did you mean "policies"\?/ },
    { tries: "an option that there is not", call: () => desk({ colour: 1 }), code: "config", path: "colour", says: /no such field$/ },
    {
      tries: "handling.maxRefusal",
      call: () => desk({ handling: { maxRefusal: 3 } }),
      code: "config",
      path: "handling.maxRefusal",
      says: /did you mean "maxRefusals"\?/,
    },
    {
      tries: "a topic's evidenceRequird",
      call: () => desk({ topics: [{ id: "heating", title: "Отопление", evidenceRequird: true }] }),
      code: "config",
      path: "topics[0].evidenceRequird",
      says: /did you mean "evidenceRequired"\?/,
    },
    {
      tries: "a rule's exampels",
      call: () => desk({ rules: [{ id: "cold", query: "батаре*", topic: "heating", exampels: {} }] }),
      code: "config",
      path: "rules[0].exampels",
      says: /did you mean "examples"\?/,
    },
    {
      tries: "an authority's titel",
      call: () => desk(routed({ authorities: [{ id: "heat", titel: "Теплосеть", title: "Теплосеть", kind: "utility" }] })),
      code: "config",
      path: "routing.authorities[0].titel",
      says: /did you mean "title"\?/,
    },
    {
      tries: "an authority of a kind that there is not",
      call: () => desk(routed({ authorities: [{ id: "heat", title: "Теплосеть", kind: "utilty" }] })),
      code: "config",
      path: "routing.authorities[0].kind",
      says: /did you mean "utility"\?/,
    },
    {
      tries: "retention that erases txet",
      call: () => desk({ retention: [{ id: "r", erases: "txet", statuses: ["closed"], afterDays: 1 }] }),
      code: "config",
      path: "retention[0].erases",
      says: /text/,
    },
    {
      tries: "a guidance text's topik",
      call: () => desk({ guidance: [{ id: "g", topic: "heating", ownerId: "heat", text: "Позвоните диспетчеру.", topik: "x" }] }),
      code: "config",
      path: "guidance[0].topik",
      says: /did you mean "topic"\?/,
    },
    {
      tries: "an account's authorID",
      call: () => desk({ accounts: [{ network: "vk", authorId: "1", origin: "media", authorID: "1" }] }),
      code: "config",
      path: "accounts[0].authorID",
      says: /did you mean "authorId"\?/,
    },
    {
      tries: "a rule of a topic that is not listed",
      call: () => desk({ rules: [{ id: "cold", query: "батаре*", topic: "haeting" }] }),
      code: "config",
      path: "rules[0].topic",
      says: /there is no topic "haeting"; did you mean "heating"\?/,
    },
    {
      tries: "routing by a topic that is not listed",
      call: () => desk(routed({ rules: [{ id: "all", when: { topics: ["haeting"] }, assign: { authorityId: "heat" } }] })),
      code: "config",
      path: "routing.rules[0].when.topics[0]",
      says: /there is no topic "haeting"; did you mean "heating"\?/,
    },
    {
      tries: "routing to an authority that there is not",
      call: () => desk(routed({ rules: [{ id: "all", when: { topics: ["heating"] }, assign: { authorityId: "haet" } }] })),
      code: "config",
      path: "routing.rules[0].assign.authorityId",
      says: /there is no "haet"; did you mean "heat"\?/,
    },
    {
      tries: "routing to neither an authority nor a role",
      call: () => desk(routed({ rules: [{ id: "all", when: {}, assign: { autorityId: "heat" } }] })),
      code: "config",
      path: "routing.rules[0].assign",
      says: /either an authorityId or a role was expected/,
    },
    {
      tries: "a policy for the goal frist-reply",
      call: () => desk(policy({ goal: "frist-reply" })),
      code: "config",
      path: "policies[0].goal",
      says: /there is no goal "frist-reply"; did you mean "first-reply"\?/,
    },
    {
      tries: "a policy of no minutes",
      call: () => desk(policy({ term: { minutes: 0, time: "wall" } })),
      code: "config",
      path: "policies[0].term.minutes",
      says: /a number more than 0 was expected/,
    },
    {
      tries: "a policy for a topic that is not listed",
      call: () => desk(policy({ appliesTo: { topics: ["haeting"] } })),
      code: "config",
      path: "policies[0].appliesTo.topics[0]",
      says: /did you mean "heating"\?/,
    },
    {
      tries: "a policy for an authority that there is not",
      call: () => desk(policy({ appliesTo: { authorityIds: ["haet"] } })),
      code: "config",
      path: "policies[0].appliesTo.authorityIds[0]",
      says: /there is no authority "haet"; did you mean "heat"\?/,
    },
    {
      tries: "a policy for the importance rased",
      call: () => desk(policy({ appliesTo: { importance: "rased" } })),
      code: "config",
      path: "policies[0].appliesTo.importance",
      says: /did you mean "raised"\?/,
    },
    {
      tries: "a ladder for a goal that there is not",
      call: () => desk({ handling: { ladder: [{ level: "supervisor", goal: "first-repyl", share: 0.5 }] } }),
      code: "config",
      path: "handling.ladder[0].goal",
      says: /there is no goal "first-repyl"; did you mean "first-reply"\?/,
    },
    {
      tries: "a question that pauses a goal that there is not",
      call: () => desk({ handling: { pausedByQuestion: ["finalreply"] } }),
      code: "config",
      path: "handling.pausedByQuestion[0]",
      says: /did you mean "final-reply"\?/,
    },
    {
      tries: "a policy by a calendar that there is not",
      call: () =>
        desk({
          ...policy({ term: { minutes: 60, time: "working", calendarId: "ofice" } }),
          calendars: { office: createCalendar({ zone: "Asia/Chita", week: { mon: [["09:00", "18:00"]] } }) },
        }),
      code: "config",
      path: "policies[0].term.calendarId",
      says: /there is no calendar "ofice"; did you mean "office"\?/,
    },
    {
      tries: "working minutes by a calendar that there is not",
      call: () => desk({ reportCalendarId: "ofice" }),
      code: "config",
      path: "reportCalendarId",
      says: /there is no calendar "ofice"/,
    },
    {
      tries: "a calendar's options instead of a calendar",
      call: () => desk({ calendars: { office: { zone: "Asia/Chita", week: {} } } }),
      code: "config",
      path: "calendars.office",
      says: /a calendar made by createCalendar was expected/,
    },
    {
      tries: "no authorKey",
      call: () => desk({ authorKey: undefined }),
      code: "config",
      path: "authorKey",
      says: /16 secret bytes or more/,
    },
    {
      tries: "a text as authorKey",
      call: () => desk({ authorKey: "a secret that is long enough" }),
      code: "config",
      path: "authorKey",
      says: /a text was given.*Buffer\.from\(text, "base64"\)/,
    },
    {
      tries: "an authorKey of 8 bytes",
      call: () => desk({ authorKey: new Uint8Array(8) }),
      code: "config",
      path: "authorKey",
      says: /8 bytes were given/,
    },
    {
      tries: "a raw database as storage",
      call: () => desk({ storage: { prepare: () => null, exec: () => null } }),
      code: "config",
      path: "storage",
      says: /a storage was expected, as createSqliteStorage\(\{ database \}\) makes one of a database/,
    },
    {
      tries: "an object as connector",
      call: () => desk({ connectors: [{ id: "vk" }] }),
      code: "config",
      path: "connectors[0]",
      says: /a connector was expected/,
    },
    {
      tries: "two connectors of one id",
      call: () => desk({ connectors: [network(), network()] }),
      code: "config",
      path: "connectors[1].id",
      says: /"vk"/,
    },
    { tries: "no clock", call: () => desk({ clock: undefined }), code: "config", path: "clock", says: /now: \(\) =>/ },
    {
      tries: "a clock that gives a Date",
      call: () => desk({ clock: { now: () => new Date(0) } }),
      code: "config",
      path: "clock.now()",
      says: /an ISO 8601 moment with an offset was expected/,
    },
    {
      tries: "a clock that gives local time",
      call: () => desk({ clock: { now: () => "2026-11-24 12:00" } }),
      code: "config",
      path: "clock.now()",
      says: /an ISO 8601 moment with an offset was expected/,
    },
    {
      tries: "a locale without forms",
      call: () => desk({ locale: {} }),
      code: "config",
      path: "locale",
      says: /a locale with formsOf was expected/,
    },
  ])

  it("without a list of topics every topic will do", () => {
    expect(() => desk({ topics: undefined, rules: [{ id: "cold", query: "батаре*", topic: "cold" }] })).not.toThrow()
  })

  it("takes a goal of the host's own that it lists", () => {
    const visit = policy({ goal: "site-visit" })
    expect(() => desk({ ...visit, goals: ["site-visit"] })).not.toThrow()
    expect(() => desk(visit)).toThrow(/there is no goal "site-visit"/)
  })

  it("reads a clock with an offset of its own", async () => {
    const { desk: made } = await registered({ clock: { now: () => "2026-11-24T12:00:00+09:00" } })
    expect((await made.find({}, { limit: 1 })).incidents[0]?.facts.registeredAt).toBe("2026-11-24T03:00:00.000Z")
  })
})

describe("what a desk is asked", () => {
  const asked =
    (ask: (made: Desk) => unknown, change: object = {}) =>
    async () =>
      ask((await registered(change)).desk)
  // What JavaScript would let through.
  const loose = (value: object): never => value as never

  misuses([
    {
      tries: "find by a field that there is not",
      call: asked((made) => made.find(loose({ topic: "roads" }))),
      code: "config",
      path: "topic",
      says: /did you mean "topics"\?/,
    },
    {
      tries: "find by a status that there is not",
      call: asked((made) => made.find(loose({ limit: 1, statuses: ["open"] }))),
      code: "config",
      path: "statuses[0]",
      says: /one of candidate, .* was expected/,
    },
    {
      tries: "find by no topic at all",
      call: asked((made) => made.find({ topics: [] }, { limit: 1 })),
      code: "config",
      path: "topics",
      says: /an absent list finds everything; an empty one would find nothing/,
    },
    {
      tries: "find by a text instead of a list",
      call: asked((made) => made.find(loose({ limit: 1, topics: "roads" }))),
      code: "config",
      path: "topics",
      says: /a list/,
    },
    {
      tries: "find of no incident",
      call: asked((made) => made.find({}, { limit: 0 })),
      code: "config",
      path: "limit",
      says: /from 1 to 1000/,
    },
    {
      tries: "a report compared with prevoius",
      call: asked((made) =>
        made.report(loose({ period: { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }, compareWith: "prevoius" })),
      ),
      code: "config",
      path: "compareWith",
      says: /did you mean "previous"\?/,
    },
    {
      tries: "a report of a field that there is not",
      call: asked((made) => made.report(loose({ period: { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }, compare: "x" }))),
      code: "config",
      path: "compare",
      says: /no such field/,
    },
    {
      tries: "a report at a local moment",
      call: asked((made) => made.report({ period: { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }, at: "2026-11-24 10:00" })),
      code: "config",
      path: "at",
      says: /with an offset/,
    },
    {
      tries: "a report of a field that there is not",
      call: asked((made) => made.report(loose({ period: { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }, by: "topic" }))),
      code: "config",
      path: "by",
      says: /no such field/,
    },
    {
      tries: "coverage of a zone that there is not",
      call: asked((made) => made.coverage({ zone: "Asia/Chitta", from: "2026-11-01", to: "2026-12-01" })),
      code: "config",
      path: "zone",
      says: /like Asia\/Chita/,
    },
    {
      tries: "the journal of a kind that there is not",
      call: asked((made) => made.journal(loose({ kind: "acces", limit: 1 }))),
      code: "config",
      path: "kind",
      says: /did you mean "access"\?/,
    },
    {
      tries: "the journal by a field that there is not",
      call: asked((made) => made.journal(loose({ kind: "access", limit: 1, incident: "inc_1" }))),
      code: "config",
      path: "incident",
      says: /did you mean "incidentId"\?/,
    },
    {
      tries: "a pull with pagesize",
      call: asked((made) => made.pull(loose({ pagesize: 5 }))),
      code: "config",
      path: "pagesize",
      says: /did you mean "pageSize"\?/,
    },
    {
      tries: "a pull of a connector that there is not",
      call: asked((made) => made.pull({ connectorIds: ["kv"] })),
      code: "config",
      path: "connectorIds[0]",
      says: /there is no connector "kv"; did you mean "vk"\?/,
    },
    { tries: "run without a signal", call: asked((made) => made.run(loose({}))), code: "config", path: "signal", says: /an AbortSignal/ },
    {
      tries: "run with a pause of nothing",
      call: asked((made) => made.run({ signal: AbortSignal.abort(), pauseMillis: Number.NaN })),
      code: "config",
      path: "pauseMillis",
      says: /number/,
    },
    {
      tries: "run by a clock that cannot wait",
      call: asked((made) => made.run({ signal: AbortSignal.abort() })),
      code: "config",
      path: "clock.sleep",
      says: /a clock with sleep/,
    },
    {
      tries: "a push for a connector that there is not",
      call: asked((made) => made.receive("nope", new Request("https://example.org/", { method: "POST", body: "{}" }))),
      code: "config",
      says: /nope/,
    },
    {
      tries: "a push for a connector that takes none",
      call: asked((made) => made.receive("vk", new Request("https://example.org/", { method: "POST", body: "{}" }))),
      code: "capability",
      says: /"vk" takes no pushes/,
    },
    {
      tries: "listening to an event that there is not",
      call: asked((made) => made.events.on("incident-registerd" as never, () => null)),
      code: "config",
      path: "name",
      says: /there is no event "incident-registerd"; did you mean "incident-registered"\?/,
    },
    {
      tries: "find without a reader on an empty desk that has an authorisation",
      call: () => desk({ authorisation: createRoleAuthorisation({ grantsOf: () => [] }) }).find({}, { limit: 1 }),
      code: "config",
      path: "actor",
      says: /this desk has an `authorisation`/,
    },
    {
      tries: "a reader of a role that there is not, while there is nothing to read",
      call: async () =>
        desk({ authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "excutor" as "executor" }] }) }).find(
          {},
          { limit: 1, actor: { id: "a", kind: "person" } },
        ),
      code: "config",
      path: "[0].role",
      says: /did you mean "executor"\?/,
    },
    {
      tries: "a reader of a role that there is not",
      call: async () => {
        const storage = createMemoryStorage()
        await desk({ storage }).pull()
        return desk({ storage, authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "excutor" as "executor" }] }) }).find(
          {},
          { limit: 1, ...person },
        )
      },
      code: "config",
      says: /did you mean "executor"\?/,
    },
  ])

  it("a listener may give back anything", async () => {
    const { desk: made } = await registered({ connectors: [network([])] }).catch(() => ({ desk: desk() }))
    const pages: unknown[] = []
    const listen = () => made.events.on("page-read", (page) => pages.push(page))
    expectTypeOf(listen).returns.toBeFunction()
    listen()
    await made.pull()
    expect(pages).toHaveLength(1)
  })
})

describe("what a person commands", () => {
  const commanded =
    (command: object, options: object = person) =>
    async () => {
      const { desk: made, incidentId } = await registered()
      return made.execute({ incidentId, ...command } as never, options as never)
    }

  misuses([
    {
      tries: "aprove-draft",
      call: commanded({ type: "aprove-draft" }),
      code: "config",
      path: "type",
      says: /did you mean "approve-draft"\?/,
    },
    {
      tries: "a field that the command does not have",
      call: commanded({ type: "take", executor: "clerk" }),
      code: "config",
      path: "executor",
      says: /did you mean "executorId"\?/,
    },
    { tries: "no options", call: commanded({ type: "take" }, []), code: "config", says: /object/ },
    { tries: "no actor", call: commanded({ type: "take" }, {}), code: "config", path: "actor", says: /actor/ },
    { tries: "a name as actor", call: commanded({ type: "take" }, { actor: "clerk" }), code: "config", path: "actor", says: /object/ },
    {
      tries: "idempotencykey",
      call: commanded({ type: "take" }, { ...person, idempotencykey: "1" }),
      code: "config",
      path: "idempotencykey",
      says: /did you mean "idempotencyKey"\?/,
    },
    {
      tries: "a promise at a local moment",
      call: commanded({
        type: "submit-draft",
        text: "Починим",
        replyKind: "interim",
        outcome: { value: "planned", until: "2026-11-26 10:00" },
      }),
      code: "config",
      path: "outcome.until",
      says: /with an offset/,
    },
    {
      tries: "an incident that there is not",
      call: async () => desk().execute({ type: "take", incidentId: "inc_nope" }, person),
      code: "not-found",
      says: /inc_nope/,
    },
    {
      tries: "another version than the stored one",
      call: commanded({ type: "take" }, { ...person, expectedVersion: 1 }),
      code: "conflict",
      says: /version 1 was expected/,
    },
    {
      tries: "a transfer to an authority that there is not",
      call: commanded({ type: "transfer", authorityId: "nobody", why: "не наше" }),
      code: "config",
      path: "authorityId",
      says: /there is no authority "nobody"/,
    },
    {
      tries: "an interim reply that says nothing of what became of it",
      call: async () => {
        const { desk: made, incidentId } = await registered()
        await made.execute({ type: "take", incidentId }, person)
        return made.execute({ type: "submit-draft", incidentId, text: "Починим", replyKind: "interim" }, person)
      },
      code: "missing-fact",
      says: /"interim" needs an outcome/,
    },
    {
      tries: "the author of a message of which none is sealed",
      call: async () => {
        const { desk: made, incidentId } = await registered()
        return made.unsealAuthor({ incidentId, messageKey: "vk:-1_1", purpose: "ответить письмом" }, person)
      },
      code: "not-found",
      says: /no author is sealed/,
    },
    {
      tries: "a hash that is none",
      call: commanded({ type: "attach-evidence", evidenceId: "e", shows: "fix", contentHash: "abc" }),
      code: "config",
      path: "contentHash",
      says: /.+/,
    },
  ])

  it("names only commands that a person can give where one does not fit", async () => {
    const { desk: made, incidentId } = await registered()
    const refused = await made.execute({ type: "claim-fix", incidentId }, person).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: "illegal-transition" })
    const legal = (refused as { details: { legal: readonly string[] } }).details.legal
    expect(legal).toContain("take")
    for (const command of ["miss-deadline", "join-messages", "raise-escalation", "attach-follow-up"]) expect(legal).not.toContain(command)
  })

  it("gives the same state again for one key and one command", async () => {
    const { desk: made, incidentId } = await registered()
    const first = await made.execute({ type: "take", incidentId }, { ...person, idempotencyKey: "k" })
    const again = await made.execute({ type: "take", incidentId }, { ...person, idempotencyKey: "k" })
    expect(first.events).not.toEqual([])
    expect(again).toMatchObject({ events: [], version: first.version })
  })

  it("refuses one key for another command, and for the same command with other words", async () => {
    const { desk: made, incidentId } = await registered()
    await made.execute({ type: "take", incidentId }, { ...person, idempotencyKey: "k" })
    const other = made.execute({ type: "refuse", incidentId, reason: "Не наша сеть" }, { ...person, idempotencyKey: "k" })
    await expect(other).rejects.toMatchObject({
      code: "duplicate",
      message: expect.stringContaining("another command"),
      details: { keys: ["command:k"] },
    })
    await made.execute({ type: "refuse", incidentId, reason: "Не наша сеть" }, { ...person, idempotencyKey: "r" })
    const words = made.execute({ type: "refuse", incidentId, reason: "Другой участок" }, { ...person, idempotencyKey: "r" })
    await expect(words).rejects.toMatchObject({ code: "duplicate" })
    expect((await made.case(incidentId, person))?.incident.state.status).toBe("returned")
  })

  it("refuses one key for another incident", async () => {
    const { desk: made } = await registered({ connectors: [network([{}, { key: "vk:-1_2" }])] })
    const [one, two] = (await made.find({}, { limit: 2 })).incidents.map(({ incident }) => incident.incidentId)
    await made.execute({ type: "take", incidentId: one ?? "" }, { ...person, idempotencyKey: "k" })
    const other = made.execute({ type: "take", incidentId: two ?? "" }, { ...person, idempotencyKey: "k" })
    await expect(other).rejects.toMatchObject({ code: "duplicate", message: expect.stringContaining("another incident") })
  })
})

describe("the key for authors", () => {
  const other = { authorKey: new Uint8Array(32).fill(9) }

  it("is the one that the storage was worked on with, whatever a desk with another one does first", async () => {
    const storage = createMemoryStorage()
    const { incidentId } = await registered({ storage })
    const stranger = desk({ storage, ...other })
    const works: readonly (() => Promise<unknown>)[] = [
      () => stranger.pull(),
      () => stranger.tick(),
      () => stranger.publish(),
      () => stranger.execute({ type: "take", incidentId }, person),
      () => stranger.receive("vk", new Request("https://example.org/", { method: "POST", body: "{}" })),
    ]
    for (const work of works) {
      await expect(work()).rejects.toMatchObject({
        code: "config",
        message: expect.stringContaining("used with another key"),
        details: { issues: [{ path: "authorKey" }] },
      })
    }
    expect((await stranger.case(incidentId, person))?.incident.state.status).toBe("assigned")
  })

  it("is told by a value that does not give it away, and works again after a restart", async () => {
    const storage = createMemoryStorage()
    await desk({ storage }).pull()
    const [note] = await storage.readCursors("otklik/author-key")
    expect(note?.cursor).not.toContain(Buffer.from(new Uint8Array(32).fill(7)).toString("hex"))
    await expect(desk({ storage }).tick()).resolves.toBeDefined()
  })

  it("is taken from whoever of two new workers comes first", async () => {
    const storage = createMemoryStorage()
    const ends = await Promise.allSettled([desk({ storage }).tick(), desk({ storage }).tick()])
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"])
    const mixed = createMemoryStorage()
    const two = await Promise.allSettled([desk({ storage: mixed }).tick(), desk({ storage: mixed, ...other }).tick()])
    expect(two.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  })
})

describe("a reply that is too long for its network", () => {
  const short: Partial<Connector> = {
    capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: 40, relay: false },
    doReply: async () => ({ replyKey: "vk:-1_9", url: "https://example.org/9", publishedAt: now }),
    doFindReplies: async () => [],
  }
  const draft = (incidentId: string, change: object = {}) =>
    ({ type: "submit-draft", incidentId, replyKind: "final", outcome: { value: "explained" }, text: "а".repeat(41), ...change }) as const

  it("is refused where it is written, with the network, its limit and the length", async () => {
    const { desk: made, incidentId } = await registered({ connectors: [network([{}], short)] })
    await made.execute({ type: "take", incidentId }, person)
    await expect(made.execute(draft(incidentId), person)).rejects.toMatchObject({
      code: "config",
      message: expect.stringMatching(/text: "vk" takes at most 40 characters, and the text has 41/),
    })
    const variants = [{ network: "vk", text: "б".repeat(42) }]
    await expect(made.execute(draft(incidentId, { variants }), person)).rejects.toMatchObject({
      details: { issues: [{ path: "variants[0].text" }] },
    })
    expect((await made.case(incidentId, person))?.incident.state.status).toBe("in-work")
    const fitting = [{ network: "vk", text: "Насос заменили." }]
    expect((await made.execute(draft(incidentId, { variants: fitting }), person)).incident.status).toBe("reply-review")
  })

  it("is refused at the approval too, where the network takes less by then", async () => {
    const storage = createMemoryStorage()
    const { desk: made, incidentId } = await registered({
      storage,
      connectors: [network([{}], { ...short, id: "vk" })],
      drafterMayApprove: true,
    })
    await made.execute({ type: "take", incidentId }, person)
    const { incident } = await made.execute(draft(incidentId, { text: "а".repeat(40) }), person)
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    const capabilities = { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: 10, relay: false }
    const strict = desk({ storage, connectors: [network([], { ...short, capabilities })], drafterMayApprove: true })
    const { draftId, textHash } = incident.draft
    await expect(strict.execute({ type: "approve-draft", incidentId, draftId, textHash }, person)).rejects.toMatchObject({
      code: "config",
      message: expect.stringMatching(/"vk" takes at most 10 characters/),
    })
  })
})

describe("a message dated after it was read", () => {
  it.each(["2036-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])(
    "of %s counts as published now, holds up no page, and is told",
    async (publishedAt) => {
      const made = desk({
        ...policy({ startsAt: "published" }),
        connectors: [network([{ publishedAt }, { key: "vk:-1_2" }])],
      })
      const corrected: unknown[] = []
      made.events.on("date-corrected", (news) => corrected.push(news))
      expect(await made.pull()).toMatchObject({ registered: 2, failures: [] })
      expect(corrected).toEqual([
        { connectorId: "vk", sourceId: "wall", messageKey: "vk:-1_1", field: "publishedAt", given: publishedAt, taken: now },
      ])
      const [ahead] = (await made.find({}, { limit: 2 })).incidents
      expect(ahead?.facts).toMatchObject({ publishedAt: now, dueAt: "2026-11-24T11:00:00.000Z" })
    },
  )
})

describe("a clock that goes back", () => {
  it("dates no event of an incident before the last one", async () => {
    let present = now
    const { desk: made, incidentId } = await registered({ clock: { now: () => present } })
    present = "2026-11-23T03:00:00.000Z"
    const { events } = await made.execute({ type: "take", incidentId }, person)
    expect(events.map(({ at }) => at >= now)).not.toContain(false)
    expect(events).not.toEqual([])
  })
})

describe("a matcher", () => {
  misuses([
    {
      tries: "local instead of locale",
      call: () => createMatcher([], { local: {} } as never),
      code: "config",
      path: "local",
      says: /did you mean "locale"\?/,
    },
    {
      tries: "a match of nothing",
      call: () => createMatcher([{ id: "a", query: "свет" }]).match(undefined as never),
      code: "config",
      path: "message",
      says: /a text was expected, or a message with one/,
    },
    {
      tries: "a match of a message without a text",
      call: () => createMatcher([{ id: "a", query: "свет" }]).match({ text: null } as never),
      code: "config",
      path: "message",
      says: /a text was expected/,
    },
    {
      tries: "a rule twice",
      call: () =>
        createMatcher([
          { id: "a", query: "а*" },
          { id: "a", query: "свет" },
        ]),
      code: "invalid-rule",
      says: /"a"/,
    },
    { tries: "a bracket that is not closed", call: () => createMatcher([{ id: "a", query: "(свет" }]), code: "invalid-rule", says: /"a"/ },
    { tries: "a query of negations alone", call: () => createMatcher([{ id: "a", query: "-свет" }]), code: "invalid-rule", says: /"a"/ },
    {
      tries: "more clauses than a query holds",
      call: () => createMatcher([{ id: "a", query: Array.from({ length: 10_001 }, () => "свет").join(" | ") }]),
      code: "invalid-rule",
      says: /10000/,
    },
  ])
})

describe("a rule with source:", () => {
  it("knows the community that a message's key names, as routing does", async () => {
    const rules = [{ id: "cold", query: "батаре* & source:-1", topic: "heating" }]
    const made = desk({ rules, connectors: [network([{}, { key: "vk:-2_1" }])] })
    expect(await made.pull()).toMatchObject({ registered: 1 })
  })
})

describe("a connector that throws a text", () => {
  it("holds up no other, and its text stands among the failures", async () => {
    const doPull = async (): Promise<never> => {
      // What JavaScript lets a connector throw.
      const thrown: unknown = "nope"
      throw thrown
    }
    const made = desk({ connectors: [network([], { id: "bad", doPull }), network()] })
    expect(await made.pull()).toMatchObject({ registered: 1, failures: [{ connectorId: "bad", sourceId: "wall", error: "nope" }] })
  })
})

describe("a storage that fails in the middle of a page", () => {
  it("loses nothing and registers nothing twice", async () => {
    const storage = createMemoryStorage()
    let isBroken = false
    const commit: typeof storage.commit = async (unit) => {
      if (isBroken) throw new Error("the database is closed")
      return storage.commit(unit)
    }
    const made = desk({ storage: { ...storage, commit } })
    await made.tick()
    isBroken = true
    expect((await made.pull()).failures).toHaveLength(1)
    isBroken = false
    expect(await made.pull()).toMatchObject({ registered: 1 })
    expect((await made.find({}, { limit: 10 })).incidents).toHaveLength(1)
  })
})

describe("a changed export", () => {
  it("is refused as such, whatever field is nothing, another kind or absent, and nothing comes in", async () => {
    const { desk: made, incidentId } = await registered({ drafterMayApprove: true })
    await made.execute({ type: "take", incidentId }, person)
    const written = { replyKind: "final", outcome: { value: "explained" }, text: "Насос заменили." } as const
    const { incident } = await made.execute({ type: "submit-draft", incidentId, ...written }, person)
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    const { draftId, textHash } = incident.draft
    await made.execute({ type: "approve-draft", incidentId, draftId, textHash }, person)
    const lines: string[] = []
    for await (const line of made.export(person)) lines.push(line)
    let refused = 0
    for (const [index, line] of lines.slice(1, -1).entries()) {
      for (const changed of changesOf(JSON.parse(line) as Json)) {
        const body = lines.slice(0, -1).with(index + 1, JSON.stringify(changed))
        const hash = body.reduce((before, one) => createHash("sha256").update(`${before}\n${one}`).digest("hex"), "")
        const target = createMemoryStorage()
        const given = [...body, JSON.stringify({ end: true, hash })]
        const lost = await desk({ storage: target })
          .import({ lines: Readable.from(given) }, person)
          .then(() => undefined)
          .catch((error: unknown) => error)
        if (lost === undefined) continue
        refused += 1
        expect(isDeskError(lost, "protocol"), `${JSON.stringify(changed)}: ${lost instanceof Error ? lost.message : "no error"}`).toBe(true)
        expect(Object.values(await movingOf(target).countRecords()).every((count) => count === 0)).toBe(true)
      }
    }
    expect(refused).toBeGreaterThan(50)
  })
})

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A value with one field made nothing, a number, a list or absent, at every place in it. */
function changesOf(value: Json): readonly Json[] {
  if (typeof value !== "object" || value === null) return []
  if (isList(value)) {
    return value.flatMap((item, index) => [null, 5, ...changesOf(item)].map((changed) => value.with(index, changed)))
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const { [key]: _, ...others } = value
    return [others, ...[null, 5, [], ...changesOf(inner)].map((changed) => ({ ...value, [key]: changed }))]
  })
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

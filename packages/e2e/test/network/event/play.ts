import assert from "node:assert/strict"
import { addMinutes, createDesk, type Connector, type Desk, type MessageKey, type Storage } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import { createFlowingClock } from "../../../../testkit/test/network/flowing-clock.ts"
import { Killed } from "../../road/scripted-connector.ts"
import { connectors } from "../conversation/connectors.ts"
import { networkNames } from "../outage/places.ts"

/** An outage of two hours, and how often the workers die in it. */
export interface EventOptions {
  readonly open: () => Storage
  /** How many people write, over all five networks. */
  readonly people: number
  /** So many minutes go by between two rounds of the desk. */
  readonly stepMinutes: number
  /** The worker dies at every so-manieth call of the storage or a network; 0: never. */
  readonly killEvery: number
}

/** What came of it. */
export interface EventResult {
  /** The complaints that were written. */
  readonly written: readonly MessageKey[]
  /** How often the official accounts answered under each, by text. */
  readonly answered: ReadonlyMap<string, ReadonlyMap<MessageKey, number>>
  /** The incident that all are joined in, and the states of the others. */
  readonly event: ExistingIncident
  readonly others: readonly string[]
  readonly kills: number
  /** Incidents and their voices, as the report of the day has them. */
  readonly received: number
  readonly merged: number
  readonly openAfter: number
}

const start = "2026-11-24T03:00:00.000Z"
const lasts = 120
const storageCalls = ["commit", "lease", "renew", "settle", "load", "read", "find"] as const satisfies readonly (keyof Storage)[]
const connectorCalls = ["doPull", "doReply", "doFindReplies"] as const satisfies readonly (keyof Connector)[]
const soon = "Авария на подстанции, бригада на месте."
const fixed = "Свет есть, подстанция снова работает."

const moderator = { id: "moderator", kind: "person" } as const
const executor = { id: "executor", kind: "person" } as const
const approver = { id: "approver", kind: "person" } as const

/**
 * Plays an outage: people write for two hours below the posts of five official accounts, the first are joined, an
 * answer goes to all and to whoever writes later, and at last everybody hears that it is fixed.
 */
async function playEvent({ open, people, stepMinutes, killEvery }: EventOptions): Promise<EventResult> {
  const clock = createFlowingClock(start, 5)
  const storage = open()
  await storage.migrate()
  const places = networkNames.map((name) => {
    const network = createNetworkSimulator(name, { clock })
    const accountId = network.addAccount({ kind: "official", name: "Администрация" })
    const { connect, text } = connectors[name](network, accountId, clock)
    const account = { network: name, authorId: name === "ok" ? `group:${accountId}` : accountId, origin: "own-account" } as const
    const post = network.publish({ accountId, authorId: accountId, text: "Пишите нам под этой записью", at: clock.now() })
    return { network, post, connect, text, account }
  })
  let [calls, kills, dead] = [0, 0, false]
  const guard = <Door extends object>(door: Door, names: readonly (keyof Door)[]): Door => {
    const guarded = { ...door }
    for (const name of names) {
      const member: unknown = door[name]
      if (typeof member !== "function") continue
      const call = async (...given: unknown[]): Promise<unknown> => {
        if (dead) throw new Killed()
        calls += 1
        const isFatal = killEvery > 0 && calls % killEvery === 0
        if (isFatal) [kills, dead] = [kills + 1, true]
        // In turn before what was asked for is done, and after it, when nobody hears of it.
        if (isFatal && kills % 2 === 0) throw new Killed()
        const result: unknown = await Reflect.apply(member, door, given)
        if (isFatal) throw new Killed()
        return result
      }
      Object.assign(guarded, { [name]: call })
    }
    return guarded
  }
  const begin = (on: Storage, connected: readonly Connector[]): Desk =>
    createDesk({
      storage: on,
      connectors: connected,
      rules: [{ id: "dark", query: "свет*", topic: "power" }],
      topics: [{ id: "power", title: "Электричество" }],
      routing: {
        authorities: [{ id: "grid", title: "Горсети", kind: "utility" }],
        territories: [{ id: "town", title: "Заречный", kind: "settlement", mention: "заречн*" }],
        rules: [{ id: "power", when: { topics: ["power"] }, assign: { authorityId: "grid" } }],
      },
      policies: [],
      accounts: places.map(({ account }) => account),
      authorKey: new Uint8Array(32).fill(7),
      clock,
    })
  /** A round of a worker, and of the people at their desks. A dead one is followed by a new process. */
  const round = async (act: (desk: Desk) => Promise<void>): Promise<void> => {
    dead = false
    const desk = begin(
      guard(storage, storageCalls),
      places.map(({ connect }) => guard(connect(), connectorCalls)),
    )
    try {
      await desk.pull()
      await act(desk)
      await desk.tick()
      await desk.publish()
    } catch (error) {
      if (!dead) throw error
    }
  }

  const written: MessageKey[] = []
  for (let minute = 0; minute < lasts; minute += stepMinutes) {
    clock.advance(stepMinutes)
    for (const due = Math.ceil(((minute + stepMinutes) / lasts) * people); written.length < Math.min(due, people);) {
      const { network, text, post } = places[written.length % places.length] ?? assert.fail()
      const authorId = network.addAccount({ kind: "person", name: `Житель ${written.length}` })
      written.push(network.comment({ under: post, authorId, text: text("В Заречном снова нет света"), at: clock.now() }))
    }
    await round((desk) => answerAll(desk, { text: soon, isFinal: false }, clock.now()))
  }
  // A worker who dies again and again needs more rounds.
  const rests = killEvery > 0 ? Math.max(60, people) : 12
  for (let rest = 0; rest < rests; rest += 1) {
    clock.advance(15)
    await round(async (desk) => (rest < rests / 2 ? undefined : answerAll(desk, { text: fixed, isFinal: true }, clock.now())))
  }

  const replies = places.flatMap(({ network }) => network.replies())
  const answered = new Map(
    [soon, fixed].map((text) => {
      const under = new Map<MessageKey, number>()
      for (const reply of replies) if (reply.text.includes(text)) under.set(reply.under, (under.get(reply.under) ?? 0) + 1)
      return [text, under]
    }),
  )
  const found = (await storage.find({ limit: 1000 })).incidents
  const [event, ...others] = found.toSorted((one, other) => other.incident.messageKeys.length - one.incident.messageKeys.length)
  const calm = begin(storage, [])
  const { totals } = await calm.report({ period: { zone: "UTC", from: "2026-11-24", to: "2026-11-26" } })
  const { received, merged, openAfter } = totals.numbers
  return {
    written,
    answered,
    event: event?.incident ?? assert.fail("nothing was found"),
    others: others.map(({ facts }) => facts.status),
    kills,
    received: received ?? 0,
    merged: merged ?? 0,
    openAfter: openAfter ?? 0,
  }
}

/** What the office does unless it is done: answers the first one, joins the others, and lets newcomers have it. */
async function answerAll(desk: Desk, { text, isFinal }: { readonly text: string; readonly isFinal: boolean }, now: string): Promise<void> {
  const [first] = (await desk.find({ topics: ["power"] }, { limit: 1 })).incidents
  if (first === undefined) return
  const { incidentId } = first.incident
  let state = first.incident
  const where = { topics: ["power"], territoryIds: ["town"], published: { from: start } }
  if (state.status === "assigned") state = (await desk.execute({ type: "take", incidentId }, { actor: executor })).incident
  const isDone = "standing" in state && state.standing?.replyKind === (isFinal ? "final" : "interim")
  if (!isDone && (state.status === "in-work" || state.status === "replied-interim")) {
    await desk.joinAll({ into: incidentId, where }, { actor: moderator })
    const said = isFinal
      ? ({ replyKind: "final", outcome: { value: "fix-claimed" } } as const)
      : ({ replyKind: "interim", outcome: { value: "unknown", noDateReason: "The damage is being looked at." } } as const)
    // X takes a text of an account once: whoever is answered finds the number of their own complaint in it.
    const words = `№ {number}. ${text}`
    state = (await desk.execute({ type: "submit-draft", incidentId, text: words, ...said }, { actor: executor })).incident
  }
  if (state.status === "reply-review" && !state.draft.approved) {
    const { draftId, textHash } = state.draft
    state = (await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })).incident
  }
  const hasStanding = "standingReply" in state && state.standingReply !== null
  const draft = state.status === "publishing" ? state.draft : "standing" in state ? state.standing : null
  if (isFinal || hasStanding || draft === null) return
  const { draftId, textHash } = draft
  const scope = { topics: ["power"], territoryIds: ["town"], until: addMinutes(now, 12 * 60), perHour: 1000 }
  await desk.execute({ type: "approve-standing-reply", incidentId, draftId, textHash, ...scope }, { actor: approver })
}

/**
 * Plays an outage, and checks that it is one event in which everybody is answered once, and told once that it is fixed.
 *
 * @throws of `node:assert`
 */
export async function checkEvent(options: EventOptions): Promise<EventResult> {
  const result = await playEvent(options)
  const { written, answered, event, others, received, merged, openAfter } = result
  assert.equal(written.length, options.people)
  const once = new Map(written.map((key) => [key, 1]))
  for (const [text, under] of answered) {
    assert.deepEqual(new Map(under), once, `everybody is answered once: ${text}`)
  }
  assert.equal(event.status, "replied-final")
  assert.deepEqual(event.messageKeys.toSorted(), written.toSorted())
  assert.deepEqual(others, Array(options.people - 1).fill("merged"))
  assert.deepEqual({ received, merged, openAfter }, { received: options.people, merged: options.people - 1, openAfter: 1 })
  if (options.killEvery > 0) assert(result.kills > 20, "too few workers died to prove anything")
  return result
}

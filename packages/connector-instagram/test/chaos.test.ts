import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { httpCallChannel } from "@otklik/connector-kit"
import { addMinutes, createDesk, diagnosticsChannels, sha256, type DeskOptions } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import type { SimulatedFaultKind, SimulatedRequest } from "@otklik/testkit"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { InstagramLogin } from "../src/index.ts"
import { citizenName, createWorld, verifyToken } from "./world.ts"

const mediaCount = 60
const commentsEach = 10
const rounds = 12
const repliesCount = 30

/** Each hits every n-th call; together about one call in ten, lists that are doubled or turned aside. */
const faults: readonly (readonly [SimulatedFaultKind, number])[] = [
  ["cut-before", 61],
  ["cut-after", 67],
  ["server-error", 71],
  ["malformed", 73],
  ["changed-shape", 79],
  ["slow", 83],
  ["rate-limit", 59],
  ["duplicate", 3],
  ["reorder", 5],
]

const executor = { kind: "person", id: "e", role: "executor", authorityId: "roads" } as const
const approver = { kind: "person", id: "a", role: "approver" } as const

/** Ways to hear of a complaint; each must be enough. */
const ways: readonly (readonly [string, InstagramLogin, "reads" | "reads and is pushed"])[] = [
  ["by reading alone, by Facebook Login", "facebook", "reads"],
  ["by reading and by pushes that are doubled, turned and lost, by Instagram Login", "instagram", "reads and is pushed"],
]

function createChaos(login: InstagramLogin, isPushed: boolean) {
  const world = createWorld(login)
  const { instagram, accountId, citizenId: authorId } = world
  const connector = world.connect({ webhook: { verifyToken } })
  const options: DeskOptions = {
    storage: createMemoryStorage(),
    connectors: [connector],
    rules: [{ id: "pits", query: "яма", topic: "roads" }],
    routing: {
      authorities: [{ id: "roads", title: "Дороги", kind: "utility" }],
      territories: [],
      rules: [{ id: "all", when: { topics: ["roads"] }, assign: { authorityId: "roads" } }],
    },
    policies: [],
    accounts: [{ network: "instagram", authorId: accountId, origin: "own-account" }],
    authorKey: new Uint8Array(32),
    clock: world.clock,
  }
  const desk = createDesk(options)
  const keys: string[] = []
  if (isPushed) instagram.subscribe({ accountId, url: "https://desk.example.org/instagram", secret: verifyToken })
  /** A part of the complaints, as they come in during ten minutes, under posts of the account. */
  const complain = (round: number): void => {
    for (let index = 0; index < mediaCount / rounds; index += 1) {
      const at = addMinutes(world.clock.now(), -(index % 7))
      const post = instagram.publish({ accountId, authorId: accountId, text: `Новости ${round}/${index}`, at })
      for (let number = 0; number < commentsEach; number += 1) {
        const under = number % 4 === 3 ? (keys.at(-1) ?? post) : post
        keys.push(instagram.comment({ under, authorId, text: `и у нас яма ${round}/${index}/${number}, ${citizenName}`, at }))
      }
    }
  }
  const deliver = () => instagram.deliver((request) => desk.receive(connector.id, request))
  return { ...world, connector, desk, keys, complain, deliver }
}

describe.each(ways)("six hundred messages %s, every tenth call failing", (_, login, way) => {
  const chaos = createChaos(login, way !== "reads")
  const { instagram, desk, clock, keys, token, app, connector, complain, deliver } = chaos
  const told: unknown[] = []
  const listen = (payload: unknown, name: string | symbol): void => void told.push([name, payload])
  const channels = [...Object.values(diagnosticsChannels), httpCallChannel]

  beforeAll(async () => {
    for (const name of channels) subscribe(name, listen)
    for (const name of ["page-read", "item-skipped", "gap-found", "source-failed", "incident-registered", "reply-published"] as const) {
      desk.events.on(name, (news) => void told.push([name, news]))
    }
    await desk.pull({ connectorIds: [connector.id] })
    for (const [kind, every] of faults) instagram.inject({ kind, every, times: Infinity, millis: 31_000 })
    for (let round = 0; round < rounds + 15; round += 1) {
      if (round < rounds) complain(round)
      if (round % 5 === 4) instagram.inject({ kind: "events-lost", operation: "push" })
      await deliver()
      clock.advance(10)
      const { failures } = await desk.pull({ pageSize: 200 })
      told.push(failures)
    }
  }, 120_000)

  afterAll(() => {
    for (const name of channels) unsubscribe(name, listen)
  })

  async function allIncidents() {
    const found = []
    let after: string | undefined
    do {
      const page = await desk.find({ limit: 500, ...(after === undefined ? {} : { after }) })
      found.push(...page.incidents)
      after = page.next ?? undefined
    } while (after !== undefined)
    return found
  }

  it("finds every message once", async () => {
    expect(instagram.requests.length).toBeGreaterThan(200)
    // Answers that were cut short or came in another shape are not among them.
    expect(instagram.requests.filter(isFailed).length / instagram.requests.length).toBeGreaterThan(0.06)
    const found = (await allIncidents()).flatMap(({ incident }) => incident.messageKeys)
    expect(found).toHaveLength(keys.length)
    expect(found.toSorted()).toEqual(keys.toSorted())
  })

  it("publishes every approved reply once", async () => {
    const incidents = (await allIncidents()).slice(0, repliesCount)
    for (const [index, { incident }] of incidents.entries()) {
      const { incidentId } = incident
      const text = `Яму ${index} засыпали.`
      await desk.execute({ type: "take", incidentId }, { actor: executor })
      const draft = await desk.execute(
        { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } },
        { actor: executor },
      )
      const submitted = draft.events.find((event) => event.type === "draft-submitted")
      if (submitted?.type !== "draft-submitted") throw new Error("a draft was expected")
      await desk.execute({ type: "approve-draft", incidentId, draftId: submitted.draftId, textHash: sha256(text) }, { actor: approver })
    }
    let published = 0
    for (let round = 0; round < 200 && published < repliesCount; round += 1) {
      const result = await desk.publish()
      expect(result.refused).toBe(0)
      published += result.published
      clock.advance(2)
    }
    expect(published).toBe(repliesCount)
    const wanted = incidents.map(({ incident }, index) => `${String(incident.messageKeys[0])} Яму ${index} засыпали.`)
    expect(
      instagram
        .replies()
        .map(({ under, text }) => `${under} ${text.replace(`@${citizenName} `, "")}`)
        .toSorted(),
    ).toEqual(wanted.toSorted())
  }, 120_000)

  it("tells nobody a token, a name or a text", () => {
    const text = inspect(told, { depth: 30, maxArrayLength: null, maxStringLength: null })
    expect(text).toContain("source-failed")
    expect(text).toContain("otklik:connector-call")
    for (const hidden of [token, app.appSecret, verifyToken, citizenName, "и у нас"]) expect(text.includes(hidden), hidden).toBe(false)
  })
})

function isFailed({ answer }: SimulatedRequest): boolean {
  return answer === null || (typeof answer === "object" && "error" in answer)
}

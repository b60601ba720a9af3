import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { httpCallChannel } from "@otklik/connector-kit"
import { addMinutes, createDesk, diagnosticsChannels, sha256, type DeskOptions } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import type { SimulatedFaultKind, SimulatedRequest } from "@otklik/testkit"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { VkConnectorOptions } from "../src/index.ts"
import { citizenName, createWorld, secret } from "./world.ts"

const postCount = 200
const commentsEach = 4
const rounds = 20
const repliesCount = 40

/** Each hits every n-th call; together about one call in ten. */
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
const ways: readonly (readonly [string, Partial<VkConnectorOptions>])[] = [
  ["by reading the wall alone", {}],
  ["by all ways at once", { callback: { secret, confirmation: "code1" }, searches: [{ id: "pits", query: "яма" }], longPoll: true }],
]

function createChaos(more: Partial<VkConnectorOptions>) {
  const world = createWorld()
  const { vk, communityId: accountId, citizenId: authorId } = world
  const connector = world.connect(more)
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
    accounts: [{ network: "vk", authorId: accountId, origin: "own-account" }],
    authorKey: new Uint8Array(32),
    clock: world.clock,
  }
  const desk = createDesk(options)
  if (more.callback !== undefined) vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
  const keys: string[] = []
  /** A part of the complaints, as they come in during ten minutes. */
  const complain = (round: number): void => {
    for (let index = 0; index < postCount / rounds; index += 1) {
      const at = addMinutes(world.clock.now(), -(index % 7))
      const text = `яма ${round}/${index}, ${citizenName}`
      const post = vk.publish({ accountId, authorId, text, at })
      keys.push(post)
      for (let number = 0; number < commentsEach; number += 1) {
        const under = number === 3 ? (keys.at(-1) ?? post) : post
        keys.push(vk.comment({ under, authorId, text: `и у нас ${text}/${number}`, at }))
      }
    }
  }
  return { ...world, connector, desk, keys, complain }
}

describe.each(ways)("a thousand messages %s, every tenth call failing", (_, more) => {
  const chaos = createChaos(more)
  const { vk, desk, clock, keys, tokens, connector, complain } = chaos
  const told: unknown[] = []
  const listen = (payload: unknown, name: string | symbol): void => void told.push([name, payload])
  const channels = [...Object.values(diagnosticsChannels), httpCallChannel]

  beforeAll(async () => {
    for (const name of channels) subscribe(name, listen)
    for (const name of ["page-read", "item-skipped", "gap-found", "source-failed", "incident-registered", "reply-published"] as const) {
      desk.events.on(name, (news) => void told.push([name, news]))
    }
    await desk.pull({ connectorIds: [connector.id] })
    for (const [kind, every] of faults) vk.inject({ kind, every, times: Infinity, millis: 31_000 })
    for (let round = 0; round < rounds + 15; round += 1) {
      if (round < rounds) complain(round)
      clock.advance(10)
      const { failures } = await desk.pull({ pageSize: 200 })
      told.push(failures)
      if (round % 3 === 0) await vk.deliver((request) => desk.receive(connector.id, request))
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
    expect(vk.requests.length).toBeGreaterThan(500)
    // Answers that were cut short or came in another shape are not among them.
    expect(vk.requests.filter(isFailed).length / vk.requests.length).toBeGreaterThan(0.06)
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
      vk
        .replies()
        .map(({ under, text }) => `${under} ${text}`)
        .toSorted(),
    ).toEqual(wanted.toSorted())
  }, 120_000)

  it("tells nobody a token, a name or a text", () => {
    const text = inspect(told, { depth: 30, maxArrayLength: null, maxStringLength: null })
    expect(text).toContain("source-failed")
    expect(text).toContain("otklik:connector-call")
    for (const hidden of [...Object.values(tokens), secret, citizenName, "Пётр", "и у нас"])
      expect(text.includes(hidden), hidden).toBe(false)
  })
})

function isFailed({ answer }: SimulatedRequest): boolean {
  return answer === null || (typeof answer === "object" && "error" in answer)
}

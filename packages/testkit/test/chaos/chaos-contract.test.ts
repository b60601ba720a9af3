import { DeskError, type Connector, type Storage } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { createMemoryStorage } from "@otklik/storage-memory"
import { certificate, runContract } from "@otklik/testkit"
import { chaosContract, runChaos, type ChaosOffer, type ChaosSubject } from "@otklik/testkit/chaos"
import { describe, expect, it } from "vitest"
import { createFlowingClock } from "../network/flowing-clock.ts"
import { boardToken, createBoardNetwork } from "./board.ts"

const offers: readonly ChaosOffer[] = [
  "posts",
  "follow-ups",
  "edited-posts",
  "edited-comments",
  "deleted-posts",
  "deleted-comments",
  "closed-comments",
  "replies",
  "lasting-errors",
]

interface Mutant {
  readonly connector?: (connector: Connector) => Connector
  readonly storage?: (storage: Storage) => Storage
}

const same = <Thing>(thing: Thing): Thing => thing

function subjectOf({ connector = same, storage = same }: Mutant = {}, more: Partial<ChaosSubject> = {}): ChaosSubject {
  return {
    seed: 1,
    messages: 240,
    rounds: 8,
    offers,
    killEvery: 400,
    setUp() {
      const clock = createFlowingClock("2026-11-24T03:00:00.000Z")
      return { clock, storage: storage(createMemoryStorage()), networks: [createBoardNetwork(clock, connector)] }
    },
    ...more,
  }
}

/** A connector whose pages are other ones, and whose pushes tell nothing. */
const withPages =
  (change: (page: MessagePage) => MessagePage) =>
  (connector: Connector): Connector => ({
    ...connector,
    doPull: async (pull) => change(await connector.doPull(pull)),
    doReceive: async () => ({ messages: [], skipped: [], response: new Response("ok") }),
  })

/** For each promise, a subject that breaks it alone. */
const mutants: Readonly<Record<string, Mutant>> = {
  "chaos: every message that is to be found is found": {
    connector: withPages((page) => ({ ...page, messages: page.messages.filter(({ key, kind }) => kind === "post" || !key.endsWith("7")) })),
  },
  "chaos: what a lasting error keeps from being read is reported: a gap, and a problem of doCheck": {
    connector: (connector) => ({ ...connector, doPull: async (pull) => ({ ...(await connector.doPull(pull)), gaps: [] }) }),
  },
  "chaos: no message is found twice": {
    storage: (storage) => ({
      ...storage,
      async find(filter) {
        const page = await storage.find(filter)
        return filter.statuses === undefined ? { ...page, incidents: [...page.incidents, ...page.incidents] } : page
      },
    }),
  },
  "chaos: nothing unrelated to the desk is stored": {
    connector: withPages((page) => ({
      ...page,
      messages: page.messages.map((message) => ({ ...message, text: message.text.replace("Добрый день", "яма") })),
    })),
  },
  "chaos: edits arrive as revisions, and nothing else does": {
    connector: withPages((page) => ({
      ...page,
      messages: page.messages.map((message) => ({ ...message, editedAt: message.publishedAt })),
    })),
  },
  "chaos: deletions and closed comments arrive as notices, and nothing else does": {
    connector: withPages((page) => ({ ...page, notices: [] })),
  },
  "chaos: every approved reply is published once under its message, and no other reply is": {
    connector: (connector) => ({
      ...connector,
      async doReply(reply) {
        await connector.doReply?.({ ...reply, idempotencyKey: `${reply.idempotencyKey} once more` })
        const receipt = await connector.doReply?.(reply)
        if (receipt === undefined) throw new TypeError("a receipt was expected")
        return receipt
      },
    }),
  },
  "chaos: no token, name or text is emitted, and no token or name is stored": {
    connector: (connector) => ({
      ...connector,
      doPull: (pull) =>
        connector.doPull(pull).catch((error: unknown) => {
          throw new DeskError("network", `board: ${boardToken} was of no use`, {}, { cause: error })
        }),
    }),
  },
}

const brokenBy = async (subject: ChaosSubject): Promise<readonly string[]> =>
  (await runContract(chaosContract, subject)).filter(({ outcome }) => outcome === "broken").map(({ name }) => name)

describe("the chaos contract", () => {
  it("is kept by a connector that keeps every promise; a certificate says so", async () => {
    const { holds, rows } = certificate(await runContract(chaosContract, subjectOf()))
    expect({ holds, rows }).toEqual({ holds: true, rows: [{ group: "chaos", kept: chaosContract.length, broken: [], notMade: [] }] })
  })

  it("has a broken mutant for every case", () => {
    expect(Object.keys(mutants).toSorted()).toEqual(chaosContract.map(({ name }) => name).toSorted())
  })

  it.each(Object.entries(mutants))("sees the broken promise, and no other: %s", async (name, mutant) => {
    expect(await brokenBy(subjectOf(mutant))).toEqual([name])
  })

  it("is kept by nobody who had nothing to look at", async () => {
    const quiet = await brokenBy(subjectOf({}, { messages: 1, rounds: 1 }))
    expect(quiet).toEqual(chaosContract.map(({ name }) => name))
    const deaf = await brokenBy(subjectOf({}, { channels: ["otklik:nobody-tells-here"] }))
    expect(deaf).toEqual(["chaos: no token, name or text is emitted, and no token or name is stored"])
  })

  it("sees that doCheck is silent about what cannot be read", async () => {
    const connector: Mutant["connector"] = (one) => ({ ...one, doCheck: async () => ({ ok: true, problems: [], expiresAt: null }) })
    expect(await brokenBy(subjectOf({ connector }))).toEqual([
      "chaos: what a lasting error keeps from being read is reported: a gap, and a problem of doCheck",
    ])
  })

  it("makes no promise about what a network does not show", async () => {
    const results = await runContract(chaosContract, subjectOf({}, { offers: ["posts"] }))
    expect(results.flatMap((result) => (result.outcome === "not-made" ? [result.why] : []))).toHaveLength(4)
  })
})

describe("a chaotic day", () => {
  it("is the same again with the same seed, and another with another", async () => {
    const [one, same_, other] = [await runChaos(subjectOf()), await runChaos(subjectOf()), await runChaos(subjectOf({}, { seed: 2 }))]
    expect(same_).toEqual(one)
    expect(other.counts).not.toEqual(one.counts)
  })
})

import type { IncomingMessage } from "@otklik/core"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { breakLine } from "../../demo/networks/broken-line.ts"
import { answerLimitMinutes, createNetworkClock } from "../../demo/networks/network-clock.ts"
import { openNetworks, type Networks } from "../../demo/networks/open-networks.ts"
import { countStanding } from "../../demo/networks/standing.ts"

const start = "2026-11-24T00:00:00.000Z"
const executor = { id: "executor", kind: "person" } as const
const editor = { id: "editor", kind: "person" } as const

/** The same complaint in two communities of one network: each answers in its own only. */
const complaints = ["ok:750000001031", "ok:750000001021"].map((communityKey, index): IncomingMessage => ({
  key: `${communityKey}_${index}`,
  network: "ok",
  kind: "post",
  url: "https://example.org/ok",
  text: "В квартире холодно, батареи ледяные",
  publishedAt: "2026-11-24T00:30:00.000Z",
  authorId: `author ${index}`,
  communityKey,
}))

let folder = ""
let networks: Networks | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "otklik-demo-test-"))
})

afterEach(async () => {
  await networks?.close()
  networks = undefined
  await rm(folder, { recursive: true, force: true })
})

/** Both complaints written, found, and their answers approved. */
async function approved(): Promise<Networks> {
  networks = await openNetworks({ folder, messages: complaints, at: start })
  const { desk, clock, town } = networks
  await networks.deliver()
  await desk.pull()
  clock.reach("2026-11-24T02:00:00.000Z")
  for (const complaint of complaints) town.publish(complaint)
  await desk.pull()
  for (const { incident } of (await desk.find({}, { limit: 10 })).incidents) {
    const { incidentId } = incident
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    const draft = { text: "Давление восстановлено.", replyKind: "final", outcome: { value: "explained" } } as const
    const { incident: reviewed } = await desk.execute({ type: "submit-draft", incidentId, ...draft }, { actor: executor })
    if (reviewed.status !== "reply-review") throw new Error("a draft that waits was expected")
    const { draftId, textHash } = reviewed.draft
    await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: editor })
  }
  return networks
}

describe("the demo's networks", () => {
  it("hold each reply once, in the community where the message stands, also when the line was cut", async () => {
    const open = await approved()
    const { desk, clock, town } = open
    const line = breakLine(open)
    line.cut()
    expect(line.told()).toBeNull()
    await desk.publish()
    clock.reach("2026-11-24T03:00:00.000Z")
    await desk.publish()
    expect(line.told()).toMatchObject({ network: "ok", calls: 1 })
    expect(await countStanding(open, town)).toEqual({ once: 2, twice: 0, missing: 0, open: 0, strangers: 0 })
  })

  it("are looked at: a reply that is published twice, is gone, or was approved by nobody is counted as such", async () => {
    const open = await approved()
    const ok = open.town.simulators.get("ok")
    expect(await countStanding(open, open.town)).toMatchObject({ once: 0, open: 2 })
    await open.desk.publish()
    const [first, second] = ok?.replies() ?? []
    if (ok === undefined || first === undefined || second === undefined) throw new Error("two replies were expected")
    ok.comment({ under: first.under, authorId: first.accountId, text: first.text })
    ok.comment({ under: first.under, authorId: first.accountId, text: "Сам написал" })
    ok.remove(second.key)
    expect(await countStanding(open, open.town)).toEqual({ once: 0, twice: 1, missing: 1, open: 0, strangers: 1 })
  })
})

describe("the demo's clock", () => {
  it("lets pauses pass at once, and waits for no limit of an answer", async () => {
    const clock = createNetworkClock(start)
    await clock.sleep(90_000)
    expect(clock.now()).toBe("2026-11-24T00:01:30.000Z")
    const stop = new AbortController()
    const limit = clock.sleep(answerLimitMinutes * 60_000, stop.signal)
    stop.abort()
    await limit
    expect(clock.now()).toBe("2026-11-24T00:01:30.000Z")
  })
})

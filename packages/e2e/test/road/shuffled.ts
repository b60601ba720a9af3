import { loadOne, claimHolders } from "@otklik/core/storage"
import assert from "node:assert/strict"
import fc from "fast-check"
import { isDeskError, type DeskCommand, type DeskOptions, type Incident, type IncomingMessage } from "@otklik/core"
import { evolve, initialIncident } from "@otklik/core/incident"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage } from "@otklik/testkit"
import { approver, buildRoad, executor, moderator, type Road } from "./road.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" as const })
const policies: DeskOptions["policies"] = [
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: wall(240) },
  { id: "accept", version: "1", goal: "acceptance", startsAt: "assigned", term: wall(30) },
  { id: "final", version: "1", goal: "final-reply", startsAt: "interim-published", term: wall(600) },
  { id: "window", version: "1", goal: "objection", startsAt: "final-published", term: wall(300) },
]
const posts = ["vk:-1_1", "vk:-1_2", "vk:-1_3"] as const
const postedAt = "2026-11-24T00:50:00.000Z"
const editTexts = ["Батареи холодные, и лифт стоит", "Батареи холодные, лифт починили"] as const

/**
 * Everything that the network has to tell of three posts: each, two edits of it, an author's and a stranger's comment.
 */
const told: readonly IncomingMessage[] = posts.flatMap((key, index) => {
  const authorId = `citizen-${index}`
  const base = { key, authorId, publishedAt: postedAt } as const
  const comment = (suffix: string, text: string, by: string) =>
    buildMessage({ key: `${key}_${suffix}`, text, authorId: by, threadKey: key, kind: "comment", publishedAt: "2026-11-24T03:00:00.000Z" })
  return [
    buildMessage({ ...base, text: "Батареи холодные вторые сутки" }),
    ...editTexts.map((text, edit) => buildMessage({ ...base, text, editedAt: `2026-11-24T0${edit + 1}:00:00.000Z` })),
    comment("1", "Подъезд второй", authorId),
    comment("2", "У нас тоже холодные батареи", "stranger"),
  ]
})

type Turn = readonly [kind: "deliver" | "command" | "wait" | "work", a: number, b: number]
const turn: fc.Arbitrary<Turn> = fc.tuple(
  fc.constantFrom(
    "deliver" as const,
    "deliver" as const,
    "command" as const,
    "command" as const,
    "command" as const,
    "wait" as const,
    "work" as const,
  ),
  fc.nat(9999),
  fc.nat(9999),
)

/**
 * Plays what a network tells, each 1 to 3 times, in any order and in batches of any size, between commands, waits and
 * work; and checks that no message was lost or registered twice, that the newest text stands, and that every view is
 * what its log gives.
 *
 * @throws of fast-check with the seed and the smallest sequence that breaks a promise
 */
export async function checkShuffled(options: { readonly runs: number; readonly seed: number }): Promise<void> {
  const deliveries = fc.tuple(
    fc.shuffledSubarray([...told, ...told, ...told], { minLength: told.length }),
    fc.array(turn, { minLength: 20, maxLength: 50 }),
  )
  await fc.assert(
    fc.asyncProperty(deliveries, async ([repeated, turns]) => {
      const road = await buildRoad(() => createMemoryStorage(), { policies })
      // Each at least once, however the repetitions fell.
      const waiting = [...repeated, ...told.filter((message) => !repeated.includes(message))]
      for (const [kind, a, b] of turns) {
        if (kind === "deliver") await deliver(road, waiting.splice(0, 1 + (a % 5)))
        else if (kind === "wait") road.clock.advance(a % 400)
        else if (kind === "work") await work(road)
        else await command(road, a, b)
      }
      await deliver(road, waiting)
      await work(road)
      await check(road)
    }),
    { numRuns: options.runs, seed: options.seed },
  )
}

async function deliver(road: Road, messages: readonly IncomingMessage[]): Promise<void> {
  if (messages.length === 0) return
  await road.desk.receive("vk:wall", new Request("https://example.org/hook", { method: "POST", body: JSON.stringify(messages) }))
}

async function work(road: Road): Promise<void> {
  await road.desk.tick()
  await road.desk.publish()
}

async function command(road: Road, a: number, b: number): Promise<void> {
  const { incidents } = await road.desk.find({}, { limit: 100 })
  const incident = incidents[a % Math.max(1, incidents.length)]?.incident
  const other = incidents[(a + 1 + b) % Math.max(1, incidents.length)]?.incident
  if (incident === undefined || other === undefined) return
  const { incidentId } = incident
  const draft = "draft" in incident ? incident.draft : { draftId: "none", textHash: "none" }
  const submit = { type: "submit-draft", incidentId, text: `Answer ${b}.` } as const
  const choices: readonly DeskCommand[] = [
    { type: "take", incidentId },
    { ...submit, replyKind: "final", outcome: { value: "explained" } },
    { ...submit, replyKind: "interim", outcome: { value: "planned", until: "2026-12-24T00:00:00Z", changeReason: "late" } },
    { ...submit, replyKind: "clarify", waitMinutes: 60 },
    { type: "approve-draft", incidentId, draftId: draft.draftId, textHash: draft.textHash },
    { type: "approve-draft", incidentId, draftId: draft.draftId, textHash: draft.textHash },
    { type: "merge", incidentId, into: other.incidentId },
    { type: "unmerge", incidentId },
    { type: "split", incidentId, messageKey: incident.messageKeys[b % incident.messageKeys.length] ?? "" },
    { type: "refuse", incidentId, reason: "not ours" },
    { type: "reopen", incidentId, cause: "repeat" },
    {
      type: "waive-reply",
      incidentId,
      messageKey: incident.messageKeys[b % incident.messageKeys.length] ?? "",
      reason: "no-answer-needed",
    },
  ]
  const chosen = choices[b % choices.length]
  if (chosen === undefined) return
  const actor = chosen.type === "approve-draft" ? approver : ["take", "submit-draft", "refuse"].includes(chosen.type) ? executor : moderator
  if (b % 9 === 0) road.network.faults.push("cut-after")
  await road.desk.execute(chosen, { actor }).catch((error: unknown) => {
    if (!isDeskError(error)) throw error
  })
}

async function check(road: Road): Promise<void> {
  const { incidents } = await road.desk.find({}, { limit: 1000 })
  for (const { incident, version } of incidents) {
    const { events } = await loadOne(road.storage, incident.incidentId)
    assert.equal(events.length, version)
    assert.deepEqual(events.reduce<Incident>(evolve, initialIncident), incident, "the view is not what the log gives")
  }
  const keys = [...posts, ...posts.flatMap((key) => [`${key}_1`, `${key}_2`])]
  const claims = await claimHolders(
    road.storage,
    keys.map((key) => `message:${key}`),
  )
  for (const key of posts) {
    for (const registered of [key, `${key}_2`]) {
      assert(claims.has(`message:${registered}`), `${registered} was lost`)
      const opened = incidents.filter(({ incident }) => incident.splitFrom === null && incident.messages[0]?.messageKey === registered)
      assert.equal(opened.length, 1, `${registered} was registered ${opened.length} times`)
    }
    const followed = incidents.filter(({ incident }) => incident.messageKeys.includes(`${key}_1`))
    assert.equal(followed.length > 0, claims.has(`message:${key}_1`), "a follow-up is claimed and nowhere attached")
    const [stored] = await road.storage.read("message", [key])
    assert.equal(stored?.text, editTexts[1], "an older text stands")
  }
  const standing = road.network.standing.map((receipt) => receipt.replyKey.replace(/_r\d+$/, ""))
  const recorded = incidents.flatMap(({ incident }) =>
    incident.replies.filter((reply) => reply.replyKey.includes("_r")).map((reply) => reply.replyKey),
  )
  assert(new Set(recorded).size <= standing.length, "more replies are on record than stand")
}

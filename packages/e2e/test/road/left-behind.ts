import { subscribe, unsubscribe } from "node:diagnostics_channel"
import {
  diagnosticsChannels,
  type Actor,
  type Desk,
  type DeskCommand,
  type DeskEventName,
  type DeskOptions,
  type Storage,
} from "@otklik/core"
import { fingerprintOf, authorPseudonym, sha256, squareSide } from "@otklik/core/internal"
import { expect } from "vitest"
import { approver, buildRoad, complaint, executor, moderator, type Road } from "./road.ts"

/** A storage and everything in it as its database holds it, beside what the contract gives. */
export interface Bare {
  readonly storage: Storage
  /** Every value of every row, as text. */
  raw(): Promise<string>
}

const eventNames: readonly DeskEventName[] = [
  "incident-detected",
  "incident-registered",
  "page-read",
  "evidence-attached",
  "draft-submitted",
  "draft-returned",
  "reply-published",
  "source-edited",
  "incident-rejected",
  "incident-closed",
  "note-added",
  "place-set",
  "erasure-noted",
]
const officer: Actor = { id: "officer-1", kind: "person" }
const authorKey = new Uint8Array(32).fill(7)
const authorId = "citizen-zq4711"
const month = { period: { from: "2026-11-01", to: "2026-12-31", zone: "UTC" } } as const
const untouched = "Холодные батареи у соседей, и больше ничего"
const look = (seed: number) => fingerprintOf(Uint8Array.from({ length: squareSide ** 2 }, (_, at) => ((at * seed) ^ (at >> 5)) & 255))
const before = { contentHash: sha256("before"), fingerprint: look(7) }
const after = { contentHash: sha256("after"), fingerprint: look(11) }

/** What only this person's messages, their photo and the replies to them hold. */
const traces = {
  text: "zq-words-of-the-citizen",
  "edited text": "zq-words-after-the-edit",
  name: "Златоградова",
  handle: "@zq_handle",
  link: "zq-link-of-the-message",
  attachment: "zq-photo-of-the-citizen",
  "place by name": "zq-the-yard-behind-the-shop",
  latitude: "52.1234567",
  longitude: "113.7654321",
  reply: "zq-words-of-the-reply",
  "reply for a network": "zq-words-for-vk",
  "photo of the reply": "zq-photo-of-the-reply",
  remark: "zq-remark-of-the-approver",
  note: "zq-words-of-the-note",
  "file beside the note": "zq-file-beside-the-note",
  street: "zq-street-that-a-person-set",
  "author's id": authorId,
  pseudonym: authorPseudonym(authorKey, "vk", authorId),
  "place of the photo": "51.98",
  "hour of the photo": "2026-11-20T03:00:00.000Z",
  "a doubt's distance": '"kilometres"',
  "look of the photo": before.fingerprint ?? "",
}

/**
 * Those that are there for a while only: a revision takes the place of the one before, and nothing stores an id as it
 * is.
 */
const neverKept = ["text", "author's id"]

const options: Partial<DeskOptions> = {
  authorKey,
  keyRing: { current: "one", keys: { one: new Uint8Array(32).fill(1) } },
  evidence: { zone: "Asia/Chita" },
  replies: {
    photos: { hosts: ["example.org"], fetch: async () => new Response("a picture", { headers: { "content-type": "image/jpeg" } }) },
  },
  routing: {
    authorities: [{ id: "heat", title: "Heat", kind: "utility" }],
    territories: [
      {
        id: "town",
        title: "Town",
        kind: "settlement",
        communities: ["vk:-1"],
        center: { latitude: 52.0339, longitude: 113.7, radiusKm: 30 },
      },
    ],
    rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
  },
}

const citizensPhoto = {
  contentHash: before.contentHash,
  photo: {
    fingerprint: before.fingerprint,
    captured: { wallClock: "2026-11-20T12:34:56", offset: null, satelliteAt: null },
    place: { latitude: 51.976543, longitude: 113.2 },
  },
}

/** Two complaints of one person and one of another; the first gets as far as a reply that waits to be sent. */
async function walk(road: Road, desk: Desk) {
  const { network } = road
  const by = (text: string, key: string, more: object = {}) => ({ ...complaint(text, key), authorId, ...more })
  const first = by(`Батареи холодные, ${traces.text}, ${traces.name}`, "vk:-1_1", {
    url: `https://example.org/${traces.link}`,
    attachments: [{ kind: "photo", url: `https://example.org/${traces.attachment}` }],
    place: { name: traces["place by name"], latitude: 52.1234567, longitude: 113.7654321 },
  })
  network.messages.push(first)
  await desk.pull()
  const text = `Батареи холодные, ${traces["edited text"]}, ${traces.name} ${traces.handle}`
  network.messages.push({ ...first, text, editedAt: "2026-11-24T00:55:00.000Z" })
  network.messages.push(by(`Во дворе яма, ${traces.name}`, "vk:-1_2"), { ...complaint(untouched, "vk:-1_9"), authorId: "somebody-else" })
  await desk.pull()
  const [incident, pit, other] = (await desk.find({}, { limit: 9 })).incidents.map(({ facts }) => facts.incidentId)
  if (incident === undefined || pit === undefined || other === undefined) throw new Error("three incidents were expected")
  const does = async (command: DeskCommand, actor: Actor) => desk.execute(command, { actor })
  const files = [{ fileId: "f-1", title: traces["file beside the note"], mediaType: "image/png", bytes: 1, sha256: "d".repeat(64) }]
  await does({ type: "add-note", incidentId: incident, text: traces.note, mentions: [executor.id], files }, moderator)
  const place = { name: traces["place by name"], latitude: 52.1234567, longitude: 113.7654321, street: traces.street }
  await does({ type: "set-place", incidentId: incident, place }, moderator)
  await does({ type: "take", incidentId: incident }, executor)
  await does({ type: "attach-evidence", incidentId: incident, evidenceId: "before", shows: "problem", ...citizensPhoto }, executor)
  const fix = { ...citizensPhoto.photo, fingerprint: after.fingerprint }
  await does(
    { type: "attach-evidence", incidentId: incident, evidenceId: "after", shows: "fix", contentHash: after.contentHash, photo: fix },
    executor,
  )
  const words = `${traces.name}, you wrote "${traces["edited text"]}": ${traces.reply}`
  for (const isLast of [false, true]) {
    const photoUrls = [`https://example.org/${traces["photo of the reply"]}`]
    const variants = [{ network: "vk", text: `${words} ${traces["reply for a network"]}` }]
    const drafted = await desk.execute(
      {
        type: "submit-draft",
        incidentId: incident,
        text: words,
        variants,
        photoUrls,
        replyKind: "final",
        outcome: { value: "fix-claimed" },
      },
      { actor: executor },
    )
    if (drafted.incident.status !== "reply-review") throw new Error("the draft was not taken")
    const { draftId, textHash } = drafted.incident.draft
    if (isLast) await does({ type: "approve-draft", incidentId: incident, draftId, textHash }, approver)
    else await does({ type: "return-draft", incidentId: incident, draftId, remark: traces.remark }, approver)
  }
  await desk.unsealAuthor({ incidentId: incident, messageKey: "vk:-1_1", purpose: "letter 17" }, { actor: officer })
  await does({ type: "reject", incidentId: pit, reason: "private-dispute" }, moderator)
  return {
    incident,
    pit,
    publish: async () => desk.publish(),
    close: async () => does({ type: "close", incidentId: incident, reason: "author-satisfied" }, moderator),
    erase: async (messageKey: string, incidentId: string) => does({ type: "erase", incidentId, messageKey }, officer),
  }
}

type Walked = Awaited<ReturnType<typeof walk>>
type Step = (desk: Desk, walked: Walked, road: Road) => Promise<unknown>

/** A way in which a person's traces go: what happens before, what takes them away, and what happens afterwards. */
export interface Way {
  readonly before: Step
  readonly erase: Step
  readonly after?: Step
}

const end: Step = async (_, { publish, close }) => {
  await publish()
  await close()
}

const both: Step = async (_, { erase, incident, pit }) => {
  await erase("vk:-1_1", incident)
  await erase("vk:-1_2", pit)
}

/** Every way in which a person's traces go. */
export const ways: Readonly<Record<string, Way>> = {
  "by message": { before: end, erase: both },
  "by message, while the reply is on its way": { before: async () => {}, erase: both, after: end },
  "by deletion in the network, after the reply was sent": {
    before: async (_, { publish }) => publish(),
    async erase(desk, _, { network }) {
      network.notices.push({ kind: "deleted", messageKey: "vk:-1_1" }, { kind: "deleted", messageKey: "vk:-1_2" })
      await desk.pull()
    },
    after: async (_, { close }) => close(),
  },
  "by author": { before: end, erase: async (desk) => desk.eraseAuthor({ network: "vk", authorId }, { actor: officer }) },
  "by age": {
    async before(desk, walked, road) {
      await end(desk, walked, road)
      road.clock.advance(31 * 1440)
    },
    async erase(_, _walked, road) {
      const retention: DeskOptions["retention"] = [{ id: "over", erases: "text", statuses: ["closed", "rejected"], afterDays: 30 }]
      await road.restart({ retention }).retain()
    },
  },
}

/**
 * Walks a person's complaints through the whole road, takes them away, and searches for what is left of the person in
 * everything that the database holds, in the export, and in everything that was told meanwhile.
 */
export async function expectNothingLeft({ storage, raw }: Bare, way: Way): Promise<void> {
  const road = await buildRoad(() => storage, options)
  const told: string[] = []
  const listen = (payload: unknown): void => void told.push(JSON.stringify(payload))
  for (const name of Object.values(diagnosticsChannels)) subscribe(name, listen)
  try {
    const desk = road.restart()
    for (const name of eventNames) desk.events.on(name, listen)
    const walked = await walk(road, desk)
    const [author] = await storage.privacy.readSealedAuthors(["vk:-1_1"])
    const sought = Object.entries({ ...traces, "sealed author": author?.sealed ?? "" })
    const known = await raw()
    for (const [what, trace] of sought) expect([what, known.includes(trace)]).toEqual([what, !neverKept.includes(what)])

    await way.before(desk, walked, road)
    const statistics = async () => await desk.report(month)
    const counted = await statistics()
    await way.erase(desk, walked, road)
    expect(await statistics()).toEqual(counted)
    await way.after?.(desk, walked, road)

    const lines: string[] = []
    for await (const line of desk.export({ actor: officer })) lines.push(line)
    const places = { "the database": await raw(), "the export": lines.join("\n"), "what was told": told.join("\n") }
    for (const [place, found] of Object.entries(places))
      expect(sought.filter(([, trace]) => found.includes(trace)).map(([what]) => `${what} in ${place}`)).toEqual([])
    expect(places["the database"]).toContain(untouched)
    expect(told.length).toBeGreaterThan(10)
    const { evidence } = await storage.readEvidence({ limit: 10 })
    expect(evidence.map(({ evidenceId, doubts }) => [evidenceId, doubts.length > 0])).toEqual([
      ["before", true],
      ["after", true],
    ])
  } finally {
    for (const name of Object.values(diagnosticsChannels)) unsubscribe(name, listen)
  }
}

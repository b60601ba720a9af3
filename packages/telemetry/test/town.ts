import { createDesk, type Connector, type Desk, type RetentionPolicy, type Storage } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

/** Words that no metric and no span may hold. */
export const secretText = "Батареи холодные, мой телефон 000-00-00"
/** A name that no metric and no span may hold. */
export const secretAuthor = "citizen-9000"

/** A desk with one connector, whose network does as it is told. */
export interface Town {
  readonly desk: Desk
  readonly storage: Storage
  readonly clock: ReturnType<typeof createManualClock>
  /** What the network does next: gives a page, or fails. */
  page: () => MessagePage | Promise<MessagePage>
  reply: () => void | Promise<void>
}

/** Opens a desk on a storage in memory, or another. */
export async function openTown(change: { readonly storage?: Storage; readonly retention?: RetentionPolicy[] } = {}): Promise<Town> {
  const storage = change.storage ?? createMemoryStorage()
  await storage.migrate()
  const clock = createManualClock({ at: "2026-11-24T01:00:00.000Z" })
  const town = {
    page: (): MessagePage | Promise<MessagePage> => ({ messages: [], cursor: "0", more: false, skipped: [], gaps: [] }),
    reply: (): void | Promise<void> => {},
  }
  const connector: Connector = {
    specificationVersion: "v1",
    id: "vk:club1",
    network: "vk",
    capabilities: { pull: true, webhook: true, reply: true, replyPhoto: false, replyLimit: null, relay: false },
    sources: [{ id: "wall", title: "Wall", everyMinutes: 5 }],
    doPull: async () => {
      clock.advance(1 / 60)
      return town.page()
    },
    doReply: async ({ messageKey, now }) => {
      await town.reply()
      return { replyKey: `${messageKey}_9`, url: "https://example.org/9", publishedAt: now }
    },
    doReceive: async (request) => ({
      messages: (await request.text()) === "a complaint" ? [complaint()] : [],
      notices: [],
      skipped: [],
      response: new Response(request.method),
    }),
    doFindReplies: async () => [],
    doCheck: async () => ({ ok: false, problems: ["the token ends tomorrow"], expiresAt: null }),
  }
  const desk = createDesk({
    storage,
    connectors: [connector],
    rules: [{ id: "cold", query: "батаре* & холодн*", topic: "heating" }],
    routing: {
      authorities: [{ id: "heat", title: "Heat", kind: "utility" }],
      territories: [],
      rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
    },
    policies: [{ id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 60, time: "wall" } }],
    authorKey: new Uint8Array(32).fill(7),
    retention: change.retention ?? [],
    clock,
  })
  return Object.assign(town, { desk, storage, clock })
}

/** What somebody wrote. */
export const complaint = () =>
  buildMessage({ key: "vk:-1_1", text: secretText, authorId: secretAuthor, publishedAt: "2026-11-24T00:50:00.000Z" })

/** Leads the one incident to an approved reply. */
export async function approve({ desk }: Town): Promise<void> {
  const [stored] = (await desk.find({}, { limit: 1 })).incidents
  const incidentId = stored?.incident.incidentId ?? ""
  const executor = { actor: { id: "executor", kind: "person" } } as const
  await desk.execute({ type: "take", incidentId }, executor)
  const draft = { text: "We are on it.", replyKind: "final", outcome: { value: "explained" } } as const
  const { incident } = await desk.execute({ type: "submit-draft", incidentId, ...draft }, executor)
  if (incident.status !== "reply-review") throw new Error("the draft was not taken")
  const { draftId, textHash } = incident.draft
  await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: { id: "approver", kind: "person" } })
}

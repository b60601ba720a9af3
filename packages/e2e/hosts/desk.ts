import { createDesk, type Clock, type Connector } from "@otklik/core"
import { createDeskHandler } from "@otklik/http"
import { createMemoryStorage } from "@otklik/storage-memory"

/** Always the same moment: every runtime gives the same answers. */
const clock: Clock = { now: () => "2026-11-24T01:00:00.000Z" }

const connector: Connector = {
  specificationVersion: "v1",
  id: "vk:club1",
  network: "vk",
  capabilities: { pull: false, webhook: true, reply: false, replyPhoto: false, replyLimit: null, relay: false },
  sources: [],
  doPull: async () => ({ messages: [], cursor: "0", more: false, skipped: [], gaps: [] }),
  doReply: async () => Promise.reject(new Error("it answers nobody")),
  doReceive: async (request) => {
    const bytes = new Uint8Array(await request.arrayBuffer())
    const response = new Response(`${request.method} ${bytes.join(" ")}`, { headers: { "content-type": "text/plain" } })
    return { messages: [], notices: [], skipped: [], response }
  },
  doFindReplies: async () => [],
  doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
}

const photos = new Map<string, Uint8Array>()

/** A desk in memory as a host of any runtime makes it, below `/api`. */
export const handler = createDeskHandler({
  desk: createDesk({
    storage: createMemoryStorage(),
    connectors: [connector],
    rules: [],
    topics: [{ id: "pits", title: "Pits" }],
    routing: {
      authorities: [{ id: "roads", title: "Roads", kind: "utility" }],
      territories: [],
      rules: [{ id: "pits", when: { topics: ["pits"] }, assign: { authorityId: "roads" } }],
    },
    policies: [],
    authorKey: new Uint8Array(32).fill(7),
    clock,
  }),
  clock,
  basePath: "/api",
  authenticate: (request) => (request.headers.get("authorization") === "Bearer ivanova" ? { id: "ivanova", kind: "person" } : null),
  hooks: { "vk-4f9a": "vk:club1" },
  photos: {
    read: (bytes) => ({ contentHash: bytes.join("").padStart(64, "0").slice(-64), fingerprint: null, captured: null, place: null }),
    put: (evidenceId, bytes) => void photos.set(evidenceId, bytes),
    get: (evidenceId) => photos.get(evidenceId),
  },
})

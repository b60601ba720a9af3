import type { IncidentStatus, Message, Storage } from "@otklik/core"
import { byTenant, instead, plainTwin, twin, type Twin, type Twins } from "../twin.ts"

/** Erases otherwise, knowing the keys of all messages that were stored. */
function erasing(change: (request: Parameters<Storage["erase"]>[0], keys: readonly string[]) => Parameters<Storage["erase"]>[0]): Twin {
  return twin(() => {
    const keys = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const message of unit.messages ?? []) keys(tenant).add(message.key)
        return committed
      },
      erase: (request) => storage.erase(change(request, [...keys(tenant)])),
    })
  })
}

const everyStatus: readonly Exclude<IncidentStatus, "none">[] = ["closed", "rejected", "in-work"]

function isOpaque(text: string): boolean {
  return text.includes("\u0000") || !text.isWellFormed()
}

/** Storages that erase too little or too much. */
export const eraseTwins: Twins = {
  "erase: by key nothing is left that leads to a person, through another handle": twin(() => {
    let isErased = false
    return (storage) => ({
      async erase(request) {
        isErased = true
        return storage.erase(request)
      },
      async readMessages(keys) {
        const found = await storage.readMessages(keys)
        return found.map((message) => (isErased && message.text === null ? { ...message, url: "https://example.org/person" } : message))
      },
    })
  }),
  "erase: by key the other messages stay": erasing((request, keys) =>
    request.by === "message" && request.keys.length === 1 ? { ...request, keys } : request,
  ),
  "erase: by author all of one author go, and of no other": erasing((request, keys) =>
    // Pages are left to their own cases, here and below.
    request.by === "author" && request.limit === 1000 ? { by: "message", keys, at: request.at } : request,
  ),
  "erase: by age only what was published before goes": erasing((request) =>
    request.by === "age" ? { ...request, publishedBefore: "2027-01-01T00:00:00.000Z" } : request,
  ),
  "erase: by age what an incident in another status needs stays": erasing((request) =>
    request.by === "age" && request.limit === 1000 ? { ...request, statuses: everyStatus } : request,
  ),
  "erase: by age what no incident names goes too": twin(() => {
    const named = byTenant(() => new Set<string>())
    const known = byTenant(() => new Set<string>())
    const spared = byTenant(() => new Map<string, Message>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const { view } of unit.appends ?? []) for (const key of view.incident.messageKeys) named(tenant).add(key)
        for (const message of unit.messages ?? []) known(tenant).add(message.key)
        return committed
      },
      async erase(request) {
        const before = request.by === "age" && request.limit === 1000 ? await storage.readMessages([...known(tenant)]) : []
        for (const message of before) if (!named(tenant).has(message.key)) spared(tenant).set(message.key, message)
        return storage.erase(request)
      },
      readMessages: async (keys) =>
        (await storage.readMessages(keys)).map((message) =>
          message.text === null ? (spared(tenant).get(message.key) ?? message) : message,
        ),
    })
  }),
  "erase: by author and by age what holds U+0000 or a lone surrogate goes too": twin(() => {
    // As of a database that cannot look into documents with such texts.
    const opaque = byTenant(() => new Map<string, Message>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const message of unit.messages ?? []) if (isOpaque(message.text ?? "")) opaque(tenant).set(message.key, message)
        return committed
      },
      readMessages: async (keys) =>
        (await storage.readMessages(keys)).map((message) =>
          message.text === null ? (opaque(tenant).get(message.key) ?? message) : message,
        ),
    })
  }),
  "erase: the certificate counts what this request erased, and nothing twice": plainTwin((storage) => ({
    async erase(request) {
      const proof = await storage.erase(request)
      return request.by === "message" ? { ...proof, messages: request.keys.length } : proof
    },
  })),
  "erase: statistics stay as they were": twin(() => {
    let erased = false
    return (storage) => ({
      async erase(request) {
        erased = true
        return storage.erase(request)
      },
      tally: async (query) => (erased ? [] : storage.tally(query)),
    })
  }),
  "erase: by age a call looks at the oldest, no more than asked, and says where to go on": plainTwin((storage) => ({
    erase: (request) => storage.erase(request.by === "age" && request.limit > 1 ? { ...request, limit: 1000 } : request),
  })),
  "erase: by author every page is reached": plainTwin((storage) => ({
    async erase(request) {
      const page = await storage.erase(request)
      return request.by === "author" ? { ...page, next: null } : page
    },
  })),
  "erase: by age what comes behind a page that stays is reached": plainTwin((storage) => ({
    async erase(request) {
      const page = await storage.erase(request)
      return request.by === "age" && page.messages === 0 ? { ...page, next: null } : page
    },
  })),
  "erase: what would be no page is refused": plainTwin((storage) => ({
    erase: (request) => instead(storage.erase(request), "config", () => ({ at: request.at, messages: 0, next: null })),
  })),
}

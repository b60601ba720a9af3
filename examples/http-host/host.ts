// A host of a help desk, whole: HTTP, roles, VKontakte and Telegram, photos, replies, closing. Most of it is data.
import { once } from "node:events"
import { readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { createJournalFile, createTelegramConnector } from "@otklik/connector-telegram"
import { createVkConnector } from "@otklik/connector-vk"
import { createDesk, createRoleAuthorisation, defineRegion, type Clock, type Grant } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"
import { readPhoto } from "@otklik/evidence"
import { createDeskHandler } from "@otklik/http"
import { toNodeHandler } from "@otklik/http/node"
import { russian, workingWeekRu } from "@otklik/locale-ru"
import { createSqliteStorage } from "@otklik/storage-sqlite"

/** What a deployment sets. */
interface Settings {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  /** Where the database, the photos and the journal of Telegram are. */
  readonly folder: string
  readonly port: number
  readonly authorKey: Uint8Array
  readonly vk: { readonly communityId: number; readonly tokens: Readonly<Record<"community" | "service", string>>; readonly secret: string }
  readonly telegram: { readonly token: string; readonly chatId: number; readonly secret: string }
}

const region = defineRegion({
  topics: [{ id: "lighting", title: "Уличное освещение", evidenceRequired: true }],
  authorities: [{ id: "city-light", title: "Горсвет", kind: "utility" }],
  territories: [
    { id: "chita", title: "Чита", kind: "urban-okrug", textNames: ["Чита"] },
    { id: "north", title: "Северный", kind: "city-district", parentId: "chita", textNames: ["Северный"] },
  ],
  rules: [{ id: "lamps", query: "фонарь | освещение", topic: "lighting" }],
  routing: [{ id: "lighting", when: { topics: ["lighting"] }, assign: { authorityId: "city-light" } }],
  calendars: { office: createCalendar(workingWeekRu({ zone: "Asia/Chita", open: "09:00", close: "18:00", years: [2026, 2027] })) },
  policies: [
    {
      id: "reply",
      version: "1",
      goal: "first-reply",
      startsAt: "registered",
      term: { minutes: 480, time: "working", calendarId: "office" },
    },
  ],
})

/** What each person who works here may do. */
const grants: Readonly<Record<string, readonly Grant[]>> = {
  ivanova: [{ role: "moderator" }],
  petrov: [{ role: "executor", authorityIds: ["city-light"] }],
  sidorova: [{ role: "approver" }],
  ministry: [{ role: "analyst", personalData: "none" }],
}
/** Who is signed in, by the token of the session: here it never ends. */
const sessions = new Map(Object.keys(grants).map((id) => [`session-of-${id}`, id]))

/** Opens the desk, its API and its worker. `stop` takes no more requests, ends what runs, and closes. */
export async function startHost(settings: Settings): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const { clock, fetch, folder, vk, telegram } = settings
  const shared = { clock, fetch, random: Math.random }
  const database = new DatabaseSync(join(folder, "desk.db"))
  const storage = createSqliteStorage({ database })
  await storage.migrate()
  const { communityId, tokens, secret } = vk
  const connectors = [
    createVkConnector({ ...shared, communityId, tokens, callback: { secret } }),
    createTelegramConnector({
      ...shared,
      token: telegram.token,
      chats: [{ chatId: telegram.chatId }],
      webhook: { secret: telegram.secret },
      journal: createJournalFile({ path: join(folder, "telegram.json") }),
    }),
  ] as const
  const desk = createDesk({
    ...region,
    storage,
    connectors,
    locale: russian(),
    accounts: [{ network: "vk", authorId: `-${communityId}`, origin: "own-account" }],
    authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [], territories: region.routing.territories }),
    authorKey: settings.authorKey,
    clock,
  })
  const handler = createDeskHandler({
    desk,
    clock,
    basePath: "/api/v1",
    authenticate: (request) => {
      const id = sessions.get(request.headers.get("authorization")?.replace("Bearer ", "") ?? "")
      return id === undefined ? null : { id, kind: "person" }
    },
    hooks: { "vk-4f9a7c21": connectors[0].id, "telegram-81d0ee5b": connectors[1].id },
    photos: {
      read: async (bytes) => (await readPhoto(bytes)).facts,
      put: (evidenceId, bytes) => writeFile(join(folder, evidenceId), bytes),
      get: (evidenceId) => readFile(join(folder, evidenceId)),
    },
    onError: (error, { operationId, status }) => console.error(operationId, status, error),
  })
  const server = createServer(toNodeHandler(handler)).listen(settings.port)
  await once(server, "listening")
  const work = new AbortController()
  const worker = desk.run({ signal: work.signal })
  const stop = async (): Promise<void> => {
    work.abort()
    server.close()
    server.closeAllConnections()
    await worker
    database.close()
  }
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`, stop }
}

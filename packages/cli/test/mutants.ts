import { rmSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { createDesk, createRoleAuthorisation, type Connector, type Storage } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"
import { workingWeekRu } from "@otklik/locale-ru"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { appendOf, buildIncident, buildOutboxEntry, buildStoredMessage, createRandom } from "@otklik/testkit"
import type { Config, DeskParts } from "../src/index.ts"
import { begin, soundConfig, type Bench, type Given } from "./host.ts"

/** A host with one fault. */
export interface Mutant extends Given {
  readonly config: unknown
  /** What is done to the storage before. */
  readonly prepare?: (bench: Bench) => Promise<void>
  /** Further words of the command. */
  readonly options?: readonly string[]
}

/** The sound host with other options of its desk. */
function withDesk(change: (parts: DeskParts) => Partial<DeskParts>): Config {
  return {
    ...soundConfig,
    async desk(setup) {
      const parts = await soundConfig.desk(setup)
      return { ...parts, ...change(parts) }
    },
  }
}

/** A connector that asks a network, as far as a doctor sees one. */
function connectorOf(change: Partial<Connector>): Connector {
  return {
    specificationVersion: "v1",
    id: "net",
    network: "net",
    capabilities: { pull: false, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: false },
    sources: [],
    doPull: () => Promise.reject(new TypeError("it is not asked")),
    doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
    ...change,
  }
}

const withConnector = (change: Partial<Connector>): Config =>
  withDesk(({ connectors }) => ({ connectors: [...connectors, connectorOf(change)] }))

/** Writes to the storage of a bench, as some worker did. */
async function onStorage({ folder }: Bench, write: (storage: Storage) => Promise<unknown>): Promise<void> {
  const database = new DatabaseSync(join(folder, "desk.db"))
  await write(createSqliteStorage({ database }))
  database.close()
}

/** A host each, whose fault only the check of that name finds. */
export const mutants: Readonly<Record<string, Mutant>> = {
  node: { config: soundConfig, nodeVersion: "20.20.2" },
  config: { config: { ...soundConfig, desks: soundConfig.desk } },
  env: { config: soundConfig, env: { AUTHOR_KEY: undefined } },
  storage: { config: soundConfig, env: { DATABASE: "/dev/null/no-such-folder/desk.db" } },
  schema: {
    config: soundConfig,
    async prepare({ folder }) {
      rmSync(join(folder, "desk.db"))
    },
  },
  "storage-rights": {
    config: {
      ...soundConfig,
      storage({ env: { DATABASE = "" } }) {
        const database = new DatabaseSync(DATABASE, { readOnly: true })
        return { storage: createSqliteStorage({ database }), close: () => database.close() }
      },
    } satisfies Config,
  },
  "author-key": {
    config: soundConfig,
    prepare: (bench) =>
      onStorage(bench, async (storage) => {
        const parts = await soundConfig.desk({ env: {}, clock: bench.clock, random: createRandom(1), fetch, storage })
        return createDesk({ ...parts, storage, clock: bench.clock, authorKey: new Uint8Array(32).fill(9) }).tick()
      }),
  },
  "key-ring": {
    config: withDesk(() => ({ keyRing: { current: "k2", keys: { k2: new Uint8Array(32) } } })),
    prepare: (bench) =>
      onStorage(bench, (storage) => {
        const message = buildStoredMessage()
        return storage.commit({ messages: [message], sealedAuthors: [{ messageKey: message.key, keyId: "k1", sealed: "sealed" }] })
      }),
  },
  clock: {
    config: {
      ...soundConfig,
      async desk(setup) {
        const parts = await soundConfig.desk(setup)
        const doCheck = async () => {
          await setup.fetch("https://net.example.org/me")
          return { ok: true, problems: [], expiresAt: null }
        }
        return { ...parts, connectors: [...parts.connectors, connectorOf({ doCheck })] }
      },
    } satisfies Config,
    // Ten minutes ahead of ours.
    fetch: async () => new Response("{}", { headers: { date: new Date(Date.parse(begin) + 600_000).toUTCString() } }),
    options: ["--online"],
  },
  desk: { config: withDesk(() => ({ workerId: "" })) },
  rules: { config: withDesk(({ rules = [] }) => ({ rules: rules.map((rule) => ({ ...rule, query: "погода" })) })) },
  topics: { config: withDesk(({ topics = [] }) => ({ topics: topics.slice(1) })) },
  routing: {
    config: withDesk(({ routing }) => ({ routing: { ...routing, rules: routing.rules.slice(1), cases: routing.cases?.slice(1) } })),
  },
  policies: { config: withDesk(({ policies }) => ({ policies: policies.map((policy) => ({ ...policy, goal: "frist-reply" })) })) },
  calendars: {
    config: withDesk(() => ({
      calendars: { office: createCalendar(workingWeekRu({ zone: "Asia/Chita", open: "09:00", close: "18:00", years: [2025] })) },
    })),
  },
  guidance: {
    config: withDesk(() => ({
      guidance: [{ id: "lamps", topic: "lighting", ownerId: "city-light", text: "Звоните.", validTo: "2026-11-01T00:00:00.000Z" }],
    })),
  },
  roles: { config: withDesk(() => ({ authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "moderator" }] }) })) },
  retention: {
    config: withDesk(() => ({ retention: [{ id: "texts", erases: "text", statuses: ["rejected"], afterDays: 30 }] })),
    prepare: (bench) => onStorage(bench, (storage) => storage.commit({ appends: [appendOf(buildIncident({ status: "rejected" }))] })),
  },
  replies: {
    config: soundConfig,
    prepare: (bench) =>
      onStorage(bench, (storage) =>
        storage.commit({
          outbox: [buildOutboxEntry({ connectorId: null, state: "manual", plannedAt: "2026-11-21T00:00:00.000Z", dueAt: null })],
        }),
      ),
  },
  quota: { config: { ...withConnector({ id: "net" }), workers: 2 } },
  connectors: {
    config: withConnector({ doCheck: async () => ({ ok: false, problems: ["the token has ended"], expiresAt: null }) }),
    options: ["--online"],
  },
  expiry: {
    config: withConnector({ doCheck: async () => ({ ok: true, problems: [], expiresAt: "2026-12-01T00:00:00.000Z" }) }),
    options: ["--online"],
  },
  hooks: {
    config: { ...soundConfig, http: () => ({ authenticate: () => null, hooks: { "a-name": "no-connector" } }) } satisfies Config,
  },
}

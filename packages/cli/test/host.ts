import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createRoleAuthorisation, defineRegion, deskRoles } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"
import { russian, workingWeekRu } from "@otklik/locale-ru"
import { createSqliteStorage, sqliteMigrations } from "@otklik/storage-sqlite"
import { createManualClock, createRandom, type ManualClock } from "@otklik/testkit"
import { onTestFinished } from "vitest"
import { runCli, type Config, type ExitCode, type Machine } from "../src/index.ts"

/** The moment at which tests begin. */
export const begin = "2026-11-24T01:00:00.000Z"

/** An invented region that no check has anything against. */
export const region = defineRegion({
  topics: [
    { id: "lighting", title: "Уличное освещение" },
    { id: "heating", title: "Отопление" },
  ],
  authorities: [
    { id: "city-light", title: "Горсвет", kind: "utility", contact: { phone: "+7 3022 00-00-01" } },
    { id: "heat", title: "Тепловые сети", kind: "utility", contact: { phone: "+7 3022 00-00-02" } },
  ],
  territories: [{ id: "chita", title: "Чита", kind: "urban-okrug", textNames: ["Чита"] }],
  rules: [
    { id: "lamps", query: "фонарь & (сломан | темно)", topic: "lighting", examples: { match: ["фонарь сломан"], skip: ["фонарь горит"] } },
    {
      id: "cold",
      query: "батарея & (холодный | ледяной)",
      topic: "heating",
      examples: { match: ["батареи холодные"], skip: ["батарейка"] },
    },
  ],
  routing: [
    { id: "lighting", when: { topics: ["lighting"] }, assign: { authorityId: "city-light" } },
    { id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } },
  ],
  cases: [
    { title: "lamps", facts: { topic: "lighting", territoryId: null, network: "vk" }, owner: "city-light" },
    { title: "radiators", facts: { topic: "heating", territoryId: "chita", network: "vk" }, owner: "heat" },
  ],
  calendars: {
    office: createCalendar(
      workingWeekRu({
        zone: "Asia/Chita",
        open: "09:00",
        close: "18:00",
        years: [2026, 2027],
        daysOff: [{ date: "2028-01-01", reason: "Новый год" }],
      }),
    ),
  },
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

/** What the sound host reads of the environment. */
const env = { AUTHOR_KEY: Buffer.alloc(32, 7).toString("base64"), DATABASE: "desk.db" }

/** A host without fault. */
export const soundConfig: Config = {
  env: { AUTHOR_KEY: { title: "the key for authors" }, DATABASE: { title: "the file of the database" } },
  storage({ env: { DATABASE = "" } }) {
    const database = new DatabaseSync(DATABASE)
    return { storage: createSqliteStorage({ database }), migrations: sqliteMigrations, close: () => database.close() }
  },
  desk: ({ env: { AUTHOR_KEY = "" } }) => ({
    ...region,
    connectors: [createArchiveConnector({ id: "archive", sources: [{ id: "inbox", open: async function* () {} }] })],
    locale: russian(),
    authorKey: Buffer.from(AUTHOR_KEY, "base64"),
    authorisation: createRoleAuthorisation({
      grantsOf: (id) => (id === "sidorova" ? deskRoles.map((role) => ({ role, personalData: "author" as const })) : []),
      territories: region.routing.territories,
    }),
  }),
  people: () => ["sidorova"],
  actor: { id: "sidorova", kind: "person" },
}

/** What a test changes of the machine. */
export interface Given extends Partial<Omit<Machine, "args" | "out" | "err">> {
  readonly config?: unknown
  /** Hears what is written to stdout. */
  readonly onOut?: (text: string) => void
}

/** A folder with a config, and commands that run in it. */
export interface Bench {
  readonly folder: string
  readonly clock: ManualClock
  run(args: readonly string[], given?: Given): Promise<Ran>
}

/** What a command did. */
export interface Ran {
  readonly exit: ExitCode
  readonly out: string
  readonly err: string
}

/** Makes a folder with a config. It goes when the test ends. */
export function createBench(config: unknown = soundConfig): Bench {
  const folder = mkdtempSync(join(tmpdir(), "otklik-cli-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, "otklik.config.ts"), "// imported by the test\n")
  const clock = createManualClock({ at: begin })
  return {
    folder,
    clock,
    async run(args, given = {}) {
      const { config: other = config, onOut, ...machine } = given
      let out = ""
      let err = ""
      const exit = await runCli({
        folder,
        env: { ...env, DATABASE: join(folder, "desk.db") },
        clock,
        random: createRandom(1),
        fetch: () => Promise.reject(new TypeError("no network in tests")),
        nodeVersion: "24.21.0",
        isTerminal: { input: false, out: false, err: false },
        onStop: () => () => {},
        load: async () => ({ default: other }),
        ...machine,
        args,
        out(text) {
          out += text
          onOut?.(text)
        },
        err: (text) => void (err += text),
      })
      return { exit, out, err }
    },
  }
}

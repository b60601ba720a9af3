import { PGlite } from "@electric-sql/pglite"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, type Storage } from "@otklik/core"
import { createPostgresStorage, fromPglite } from "@otklik/storage-postgres"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { buildMessage, createManualClock } from "@otklik/testkit"
import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { ask, inFolder, must, type Check } from "../check.ts"
import { officer } from "./town.ts"

const approver = { actor: { id: "approver-1", kind: "person" } } as const
/** Words that nobody writes, by where they are stored; the last ones lead to a person and are in clear nowhere. */
const secrets = {
  text: "зычнаятайна",
  "later words": "позднеслов",
  note: "запискотайна",
  draft: "черновиктайна",
  "a call": "звонкотайна",
} as const
const persons = { "an author": "citizen-90017", "a contact": "7-914-000-17-17" } as const
/** The index by which somebody who writes again is recognised. */
const talk = "talk:"

/** Three ways out: a message is erased, a person asks, a term is over. Each of three incidents goes one of them. */
async function fill(storage: Storage) {
  await storage.migrate()
  const clock = createManualClock({ at: "2026-11-24T01:00:00.000Z" })
  const written = (id: number, text: string, publishedAt: string) => {
    const thread = id < 10 ? {} : { kind: "comment" as const, threadKey: `vk:-1_${id - 10}` }
    return JSON.stringify(buildMessage({ key: `vk:-1_${id}`, text, publishedAt, authorId: `${persons["an author"]}${id % 10}`, ...thread }))
  }
  const lines = [1, 2, 3].map((id) => written(id, `Батареи холодные, ${secrets.text}`, "2026-11-24T00:10:00.000Z"))
  const later = [1, 2, 3].map((id) =>
    written(id + 10, `Так и не тепло, батареи холодные, ${secrets["later words"]}`, "2026-11-24T00:40:00.000Z"),
  )
  const source = (id: string, rows: readonly string[]) => ({
    id,
    open: async function* () {
      yield* rows
    },
  })
  const desk = createDesk({
    storage,
    connectors: [createArchiveConnector({ id: "archive", sources: [source("first", lines), source("later", later)] })],
    rules: [{ id: "cold", query: "батареи & холодные", topic: "heating" }],
    routing: {
      authorities: [{ id: "heat", title: "Теплосеть", kind: "utility" }],
      territories: [],
      rules: [{ id: "all", when: {}, assign: { authorityId: "heat" } }],
    },
    policies: [],
    authorKey: new Uint8Array(32).fill(1),
    keyRing: { current: "one", keys: { one: new Uint8Array(32).fill(2) } },
    retention: [
      { id: "texts", erases: "text", statuses: ["dismissed"], afterDays: 0 },
      { id: "authors", erases: "author", statuses: ["dismissed"], afterDays: 0 },
    ],
    clock,
  })
  await desk.pull()
  await desk.register(
    { from: "phone", topic: "heating", text: `Холодно, ${secrets["a call"]}`, contact: persons["a contact"] },
    { ...officer, idempotencyKey: "call-1" },
  )
  const { incidents } = await desk.find({}, { ...officer, limit: 100 })
  for (const { incident } of incidents) {
    const { incidentId } = incident
    await desk.execute({ type: "add-note", incidentId, text: `Звонили, ${secrets.note}` }, officer)
    await desk.execute({ type: "take", incidentId }, officer)
    await desk.execute(
      { type: "submit-draft", incidentId, text: `Греем, ${secrets.draft}`, replyKind: "final", outcome: { value: "explained" } },
      officer,
    )
    await desk.execute({ type: "dismiss", incidentId, reason: "news" }, approver)
  }
  return { desk, clock, incidents }
}

async function eraseEverything({ desk, clock, incidents }: Awaited<ReturnType<typeof fill>>): Promise<void> {
  const [byMessage, ...others] = incidents
  for (const messageKey of byMessage?.incident.messageKeys ?? [])
    await desk.execute({ type: "erase", incidentId: byMessage?.facts.incidentId ?? "", messageKey }, officer)
  const ofPerson = others.find(({ incident }) => incident.messageKeys.includes("vk:-1_2"))
  must(ofPerson !== undefined, "the second author's incident is not there")
  await desk.eraseAuthor({ network: "vk", authorId: `${persons["an author"]}2` }, officer)
  clock.advance(1)
  await desk.retain()
}

/** How many times each secret is in what a database has written, as grep finds it. */
async function found(paths: readonly string[], names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (const name of names) {
    const { code, out, err } = await ask("grep", ["-a", "-o", "-i", "-F", "-h", "-e", name, ...paths], "grep")
    must(code <= 1, err)
    counts.set(name, out.split("\n").filter((line) => line !== "").length)
  }
  return counts
}

const inClear = [...Object.values(secrets), talk]
const nowhere = Object.values(persons)

interface Judged {
  readonly before: number
  readonly left: readonly string[]
}

async function judged(name: string, pathsOf: () => Promise<readonly string[]>, erase: () => Promise<void>): Promise<Judged> {
  const before = await found(await pathsOf(), [...inClear, ...nowhere])
  for (const word of inClear) must((before.get(word) ?? 0) > 0, `${name}: "${word}" was never written: nothing is judged`)
  for (const word of nowhere) must(before.get(word) === 0, `${name}: "${word}" is in clear`)
  await erase()
  const after = await found(await pathsOf(), [...inClear, ...nowhere])
  const left = [...after].filter(([, count]) => count > 0).map(([word, count]) => `"${word}" ${count} times`)
  return { before: [...before.values()].reduce((sum, count) => sum + count, 0), left }
}

function noneLeft({ before, left }: Judged): string {
  must(left.length === 0, `what was erased is still there: ${left.join(", ")}`)
  return `grep finds ${before} places before, none after`
}

async function inFile(settings: readonly string[]): Promise<Judged> {
  return inFolder(async (folder) => {
    const database = new DatabaseSync(join(folder, "office.sqlite"))
    for (const setting of settings) database.exec(setting)
    const office = await fill(createSqliteStorage({ database }))
    // The file, its log, and whatever else lies beside it.
    const pathsOf = async () => (await readdir(folder)).map((file) => join(folder, file))
    const told = await judged("SQLite", pathsOf, () => eraseEverything(office))
    database.close()
    return told
  })
}

async function inSqlite(): Promise<string> {
  const said = noneLeft(await inFile(sqliteSettings))
  const { left } = await inFile([])
  must(left.length > 0, "grep finds nothing in a file that was written without sqliteSettings: it judges nothing")
  return `${said}; without sqliteSettings it finds ${left.length} secrets`
}

async function inPostgres(): Promise<string> {
  return inFolder(async (folder) => {
    const database = await PGlite.create()
    const office = await fill(createPostgresStorage({ client: fromPglite(database) }))
    /** What pg_dump writes: COPY of every table that there is. */
    const dump = async () => {
      const tables = await database.query<{ name: string }>(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
      )
      must(tables.rows.length > 10, `only ${tables.rows.length} tables`)
      const parts = []
      for (const { name } of tables.rows) parts.push(await (await database.query(`COPY ${name} TO '/dev/blob'`)).blob?.text())
      const path = join(folder, "dump.sql")
      await writeFile(path, parts.join("\n"))
      return [path]
    }
    const told = await judged("PostgreSQL", dump, () => eraseEverything(office))
    await database.close()
    return noneLeft(told)
  })
}

export const erasureChecks: readonly Check[] = [
  { name: "grep finds nothing of what was erased in the files of SQLite", run: inSqlite },
  { name: "grep finds nothing of what was erased in a dump of PostgreSQL", run: inPostgres },
]

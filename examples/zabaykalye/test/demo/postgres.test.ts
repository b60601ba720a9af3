import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startServer, type Server } from "../../../../packages/storage-postgres/test/server/start-server.ts"
import { bundledPath } from "./bundled-day.ts"
import { results, runDemo } from "./run-demo.ts"

const minutes = 60_000
let folder = ""
let server: Server | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "otklik-demo-test-"))
  server = await startServer()
}, minutes)

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

function address(skip: (note: string) => never, database = "postgres"): string {
  if (server === undefined) return skip("no PostgreSQL server here")
  return `postgres://otklik:secret@127.0.0.1:${server.port}/${database}`
}

async function incidentsOfPlay(args: readonly string[]): Promise<string> {
  const { code, out, err } = await runDemo(folder, args)
  expect({ code, err }).toEqual({ code: 0, err: "" })
  const made = /Папка этого запуска: (.*)/.exec(out)?.[1] ?? ""
  return readFile(join(made, "incidents.ndjson"), "utf8")
}

describe("the demo on PostgreSQL", () => {
  it(
    "plays the same day as on SQLite, byte for byte",
    async ({ skip }) => {
      const url = address(skip)
      const [onSqlite, onPostgres] = await Promise.all([incidentsOfPlay([]), incidentsOfPlay(["--storage", url, "--schema", "play"])])
      expect(onSqlite.length).toBeGreaterThan(1000)
      expect(onPostgres === onSqlite).toBe(true)

      const again = await runDemo(folder, ["--storage", url, "--schema", "play"])
      expect(again.code).toBe(1)
      expect(again.err).toContain("назовите другую")
    },
    4 * minutes,
  )

  it(
    "imports the same incidents and report, also when it was killed half way",
    async ({ skip }) => {
      const storage = ["--storage", address(skip)]
      const input = ["--input", bundledPath("day.ndjson")]
      const [sqlite, postgres] = [join(folder, "sqlite"), join(folder, "postgres")]
      const [whole, killed] = await Promise.all([
        runDemo(folder, [...input, "--out", sqlite]),
        runDemo(folder, [...input, "--out", postgres, ...storage], "day.ndjson: 50 %"),
      ])
      expect([whole.code, killed.code]).toEqual([0, null])
      const resumed = await runDemo(folder, [...input, "--out", postgres, ...storage])
      expect(resumed.err).toBe("")
      expect(resumed.out).toContain("Раньше уже прочитано строк")
      const [one, other] = [await results(sqlite), await results(postgres)]
      expect(Object.keys(one).filter((name) => one[name] !== other[name])).toEqual([])
    },
    2 * minutes,
  )

  it(
    "says what is wrong with an address, without its password",
    async ({ skip }) => {
      const wrong = await runDemo(folder, ["--storage", address(skip, "nowhere")])
      expect(wrong.code).toBe(1)
      expect(wrong.err).toMatch(/^Не получилось: не удалось подключиться к базе 127\.0\.0\.1:\d+\/nowhere: такой базы нет\n$/)

      const nobody = await runDemo(folder, ["--storage", "postgres://otklik:secret@127.0.0.1:1/x"])
      expect(nobody.code).toBe(1)
      expect(nobody.err).toContain("127.0.0.1:1/x: там никто не отвечает")
      expect(nobody.err).not.toContain("secret")
    },
    minutes,
  )
})

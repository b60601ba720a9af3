import { DatabaseSync } from "node:sqlite"
import { join } from "node:path"
import { expect, it } from "vitest"
import { answerSchemas } from "../src/index.ts"
import { createBench, soundConfig } from "./host.ts"

it("brings a new database to the version that is needed, and says so once more", async () => {
  const { run } = createBench()
  const first = await run(["migrate", "--json"])
  expect(first).toMatchObject({ exit: 0, err: "" })
  const { from, to, isApplied } = answerSchemas.migrate.parse(JSON.parse(first.out))
  expect({ from, isApplied }).toEqual({ from: 0, isApplied: true })
  expect(await run(["migrate"])).toEqual({ exit: 0, out: `the schema is up to date (version ${to})\n`, err: "" })
})

it("plans by SQL that a database administrator can run, and changes nothing", async () => {
  const { run, folder } = createBench()
  const { out, exit } = await run(["migrate", "--plan"])
  expect(exit).toBe(0)
  const database = new DatabaseSync(join(folder, "desk.db"))
  expect(database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()).toEqual({ tables: 0 })
  database.exec(out)
  database.close()
  expect((await run(["migrate", "--plan"])).out).toMatch(/^-- the schema is up to date/)
  expect((await run(["doctor", "--only", "schema", "--json"])).exit).toBe(0)
})

it("names what a plan needs where the host lists no steps", async () => {
  const config = {
    ...soundConfig,
    storage: async (setup: Parameters<typeof soundConfig.storage>[0]) => {
      const { migrations: _, ...opened } = await soundConfig.storage(setup)
      return opened
    },
  }
  const { exit, out, err } = await createBench(config).run(["migrate", "--plan"])
  expect({ exit, out }).toEqual({ exit: 2, out: "" })
  expect(err).toContain("sqliteMigrations")
})

import { createPostgresStorage } from "@otklik/storage-postgres"
import { describe, inject, it } from "vitest"
import { expectNothingLeft, ways } from "../../e2e/test/road/left-behind.ts"
import { freshSchema, openPg } from "./drivers.ts"

const server = inject("postgres")

describe.skipIf(server === null)("nothing of a person is left anywhere in PostgreSQL", () => {
  it.each(Object.entries(ways))("%s", async (_, way) => {
    const { client, end } = openPg(server?.port ?? 0)()
    const schema = freshSchema()
    const ask = async (text: string) => (await client.query({ text, values: [], repeats: false })).map(([value]) => String(value))
    const raw = async () => {
      const tables = await ask(`SELECT relname FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relkind IN ('r', 'p')`)
      const rows = await Promise.all(tables.map((table) => ask(`SELECT to_json(t)::text FROM "${schema}"."${table}" AS t`)))
      // Documents stand in text columns: their quotes are escaped once more.
      return rows.flat().join("\n").replaceAll("\\", "")
    }
    await expectNothingLeft({ storage: createPostgresStorage({ client, schema, leaseClock: "caller" }), raw }, way)
    await client.script(`DROP SCHEMA "${schema}" CASCADE`)
    await end()
  })
})

import { readFileSync } from "node:fs"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { buildStoredMessage } from "@otklik/testkit"
import { describe, expect, inject, it } from "vitest"
import { openPool } from "./drivers.ts"
import { startServer } from "./server/start-server.ts"

const secret = "unmistakable words of a citizen"

/** What the page of operations says of parameters in the log. */
function settingsOfThePage(): Readonly<Record<string, string>> {
  const page = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8")
  return Object.fromEntries(
    [...page.matchAll(/^\| `(log_parameter\w+)` +\| `([^`]+)` +\|/gm)].map(([, name = "", value = ""]) => [name, value]),
  )
}

/** Everything that the server logs of a commit that takes long, and of one that fails. */
async function logOf(settings: Readonly<Record<string, string>>): Promise<string> {
  const server = await startServer({ log_min_messages: "log", log_min_duration_statement: "0", ...settings })
  if (server === undefined) throw new Error("there is no server")
  const pool = openPool(server.port)
  try {
    const storage = createPostgresStorage({ client: fromPg(pool) })
    await storage.migrate()
    const message = buildStoredMessage({ key: "vk:-1_1", text: secret })
    await storage.commit({ messages: [message], claims: [{ key: "taken", incidentId: "incident-1" }] })
    await storage.commit({ messages: [message], claims: [{ key: "taken", incidentId: "incident-2" }] }).catch(() => undefined)
    await pool.query("SELECT $1::text::integer", [secret]).catch(() => undefined)
  } finally {
    await pool.end()
    await server.stop()
  }
  return server.log()
}

const shared = inject("postgres")
describe.skipIf(shared === null)("the server's log", () => {
  it("holds no text of a citizen under the settings that the page of operations asks for", { timeout: 60_000 }, async () => {
    const settings = settingsOfThePage()
    expect(Object.keys(settings).toSorted()).toEqual(["log_parameter_max_length", "log_parameter_max_length_on_error"])
    const log = await logOf(settings)
    expect(log).toMatch(/duration: .*otklik/)
    expect(log).not.toContain(secret)
  })

  it("would hold it without them", { timeout: 60_000 }, async () => {
    expect(await logOf({ log_parameter_max_length_on_error: "-1" })).toContain(secret)
  })
})

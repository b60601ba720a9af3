import { DatabaseSync } from "node:sqlite"
import { defineConfig } from "@otklik/cli"
import { defineRegion } from "@otklik/core"
import { createSqliteStorage, sqliteMigrations } from "@otklik/storage-sqlite"

const region = defineRegion({
  topics: [{ id: "lighting", title: "Уличное освещение" }],
  authorities: [{ id: "city-light", title: "Горсвет", kind: "utility" }],
  territories: [],
  rules: [{ id: "lamps", query: "фонарь | освещение", topic: "lighting" }],
  routing: [{ id: "lighting", when: { topics: ["lighting"] }, assign: { authorityId: "city-light" } }],
  policies: [],
})

// #region config
export default defineConfig({
  env: { AUTHOR_KEY: { title: "the key for authors, 32 bytes in base64" } },
  storage() {
    const database = new DatabaseSync("desk.db")
    return { storage: createSqliteStorage({ database }), migrations: sqliteMigrations, close: () => database.close() }
  },
  desk: ({ env }) => ({ ...region, connectors: [], authorKey: Buffer.from(env["AUTHOR_KEY"] ?? "", "base64") }),
})
// #endregion config

/**
 * An outage about which three hundred people write within two hours in five networks, also while workers die at every
 * few calls:
 *
 *     node --conditions=@otklik/source packages/e2e/test/network/event/deep.ts
 */
import { DatabaseSync } from "node:sqlite"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { checkEvent } from "./play.ts"

const storages = [
  ["memory", () => createMemoryStorage()],
  ["sqlite", () => createSqliteStorage({ database: new DatabaseSync(":memory:") })],
] as const
for (const [name, open] of storages) {
  for (const killEvery of [0, 211, 97]) {
    const { kills } = await checkEvent({ open, people: 300, stepMinutes: 2, killEvery })
    console.log(`${name}: 300 people, one event, each answered once and told once that it is fixed; ${kills} workers died`)
  }
}

import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, it } from "vitest"
import { checkEvent } from "./play.ts"

// A few people for every day; `deep.ts` beside this file plays three hundred, on every storage.
describe("an outage, about which people write in five networks", () => {
  it("is one event, and each of them is answered once under their own message", () =>
    checkEvent({ open: createMemoryStorage, people: 15, stepMinutes: 15, killEvery: 0 }))

  it("is one event as well when workers die again and again", () =>
    checkEvent({ open: createMemoryStorage, people: 15, stepMinutes: 15, killEvery: 97 }))
})

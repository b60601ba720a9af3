import type { Message } from "@otklik/core"
import { decodeRecord, lostRace } from "@otklik/core/storage"
import { byTenant, plainMutant, turns, mutant, type Mutant, type Mutants } from "../mutant.ts"

/** Changes what is read. */
function reading(change: (message: Message) => Message): Mutant {
  return plainMutant((storage) => ({ readMessages: async (keys) => (await storage.read("message", keys)).map(change) }))
}

function readingText(change: (text: string) => string): Mutant {
  return reading((message) => ({ ...message, text: message.text === null ? null : change(message.text) }))
}

/** Lets an incoming message win where it should not. */
function winning(wins: (incoming: Message, stored: Message) => boolean): Mutant {
  return mutant(() => {
    const winners = byTenant(() => new Map<string, Message>())
    return (storage, tenant) => ({
      async commit(unit) {
        const before = await storage.read(
          "message",
          (unit.messages ?? []).map((message) => message.key),
        )
        const committed = await storage.commit(unit)
        for (const message of unit.messages ?? []) {
          const stored = before.find((candidate) => candidate.key === message.key)
          if (stored !== undefined && wins(message, stored)) winners(tenant).set(message.key, message)
        }
        return committed
      },
      readMessages: async (keys) => (await storage.read("message", keys)).map((message) => winners(tenant).get(message.key) ?? message),
    })
  })
}

/** Shows what it had of a message first, whatever revision came later; its words are searched as they are. */
const keepsFirst = mutant(() => {
  const firsts = byTenant(() => new Map<string, Message>())
  return (storage, tenant) => ({
    async commit(unit) {
      const keys = (unit.messages ?? []).map(({ key }) => key)
      const before = await storage.read("message", keys)
      const committed = await storage.commit(unit)
      for (const message of before) if (!firsts(tenant).has(message.key)) firsts(tenant).set(message.key, message)
      return committed
    },
    readMessages: async (keys) =>
      (await storage.read("message", keys)).map((message) =>
        message.text === null ? message : (firsts(tenant).get(message.key) ?? message),
      ),
  })
})

/** Storages that mishandle messages and their texts. */
export const messageMutants: Mutants = {
  "message: it comes back as it was given, through another handle": reading((message) => ({
    ...message,
    threadKey: message.network === "ok" ? null : message.threadKey,
  })),
  "message: they come in the order asked, without those that are not stored": plainMutant((storage) => ({
    readMessages: (keys) => storage.read("message", keys.toSorted()),
  })),
  "message: a newer revision takes the place of an older one": keepsFirst,
  "message: an older revision is left aside": winning((incoming, stored) => incoming.revision < stored.revision),
  "message: the same revision again is left aside": winning(
    (incoming, stored) => incoming.revision === stored.revision && stored.text !== null,
  ),
  "message: of several revisions that are stored at once the newest stays": mutant(() => {
    // Looks first, and writes later what it found to be newer then.
    const written = byTenant(() => new Map<string, string>())
    return (storage, tenant) => ({
      async commit(unit) {
        for (const { key } of unit.tombstones ?? []) written(tenant).delete(key)
        const [message, ...others] = unit.messages ?? []
        if (message === undefined || others.length > 0) return storage.commit(unit)
        const [stored] = await storage.read("message", [message.key])
        const looksNewer = stored === undefined || (stored.text !== null && stored.revision < message.revision)
        await turns(200 - 20 * message.revision)
        const committed = await storage.commit(unit)
        if (looksNewer && stored?.text !== null) written(tenant).set(message.key, JSON.stringify(message))
        return committed
      },
      async readMessages(keys) {
        const found = await storage.read("message", keys)
        return found.map((message) => decodeRecord<Message>(written(tenant).get(message.key) ?? JSON.stringify(message), "message"))
      },
    })
  }),
  "message: sixteen units of the same rows, each in another order, are all stored": plainMutant((storage) => ({
    // As a database breaks up writers that wait for each other, when nobody tries again.
    async commit(unit) {
      const keys = (unit.messages ?? []).map((message) => message.key)
      if (keys.length > 30 && keys[0] !== keys.toSorted()[0]) throw lostRace("storage", "database", "deadlock detected")
      return storage.commit(unit)
    },
  })),
  "message: of several revisions in one unit the newest stays": plainMutant((storage) => ({
    commit: (unit) =>
      storage.commit({ ...unit, messages: [...new Map((unit.messages ?? []).map((message) => [message.key, message])).values()] }),
  })),
  "text: U+0000 comes back unchanged": readingText((text) => text.replaceAll("\u0000", "")),
  "text: a lone surrogate comes back unchanged": readingText((text) => text.toWellFormed()),
  "text: what lies beyond the first plane, composed and turned around comes back unchanged": readingText((text) => text.normalize("NFC")),
  "text: text that resembles SQL, JSON or a parameter comes back unchanged": readingText((text) => text.replaceAll("'", "''")),
  "text: a text of 300 000 units comes back unchanged": readingText((text) => text.slice(0, 65_535)),
  "text: a number that no double holds comes back unchanged": readingText((text) => (/^\d+$/.test(text) ? String(Number(text)) : text)),
  "text: fields that are undefined come back absent, null comes back null": plainMutant((storage) => ({
    async readMessages(keys) {
      const found = await storage.read("message", keys)
      return found.map((message) =>
        message.place === null || message.place.name !== undefined ? message : { ...message, place: { ...message.place, name: "" } },
      )
    },
  })),
  "text: fractions and large whole numbers inside documents come back exactly": reading((message) => ({
    ...message,
    revision: message.revision | 0,
  })),
}

import { movingOf, type LearnedName, type LearnedState } from "@otklik/core/storage"
import type { Storage } from "@otklik/core"
import { instead, mutant, names, plainMutant, turns, byTenant, type Mutants } from "../mutant.ts"

async function positionOf({ learned }: Storage, name: LearnedName): Promise<string | null> {
  return (await learned.readLearned(name))?.position ?? null
}

/** Storages that mishandle what was learned. */
export const learnedMutants: Mutants = {
  "learned: the last state comes back byte for byte, through another handle": plainMutant(({ learned }) => ({
    // As a column of text keeps bytes.
    async readLearned(name) {
      const state = await learned.readLearned(name)
      if (state?.body.length !== 256) return state
      return { ...state, body: new TextEncoder().encode(new TextDecoder().decode(state.body)) }
    },
  })),
  "learned: each name has a state of its own, and none until one is written": plainMutant(({ learned }) => ({
    readLearned: async (name) => (await learned.readLearned(name)) ?? (name === "habit" ? learned.readLearned("suggester") : undefined),
  })),
  "learned: a body of 16 MB is stored whole, and a longer one refused with config": plainMutant(({ learned }) => ({
    writeLearned: async (name, state, expected, bursts) =>
      learned.writeLearned(name, { ...state, body: state.body.slice(0, 65_535) }, expected, bursts),
  })),
  "learned: a write over another position fails with conflict, and changes nothing": plainMutant((storage) => ({
    async writeLearned(name, state, expected, bursts) {
      const stored = await positionOf(storage, name)
      // Of those that write at once the others see a position that began with another word.
      return instead(
        storage.learned.writeLearned(name, state, expected, bursts),
        "conflict",
        () => storage.learned.writeLearned(name, state, stored, bursts),
        () => stored !== null && expected !== null && Number(expected) < Number(stored),
      )
    },
  })),
  "learned: a first write where something is stored fails with conflict, and changes nothing": plainMutant((storage) => ({
    async writeLearned(name, state, expected, bursts) {
      const stored = await positionOf(storage, name)
      return instead(
        storage.learned.writeLearned(name, state, expected, bursts),
        "conflict",
        () => storage.learned.writeLearned(name, state, stored, bursts),
        () => stored !== null && expected === null,
      )
    },
  })),
  "learned: a further write where nothing is stored fails with conflict, and stores nothing": plainMutant((storage) => ({
    async writeLearned(name, state, expected, bursts) {
      const stored = await positionOf(storage, name)
      return instead(
        storage.learned.writeLearned(name, state, expected, bursts),
        "conflict",
        () => storage.learned.writeLearned(name, state, null, bursts),
        () => stored === null,
      )
    },
  })),
  "learned: a write that keeps the position is refused with config": plainMutant(({ learned }) => ({
    async writeLearned(name, state, expected, bursts) {
      return instead(
        learned.writeLearned(name, state, expected, bursts),
        "config",
        async () => {
          await learned.writeLearned(name, { ...state, position: "meanwhile" }, expected, bursts)
          await learned.writeLearned(name, state, "meanwhile", bursts)
        },
        (error) => names("position")(error) && state.position === expected,
      )
    },
  })),
  "learned: of several that write at once exactly one does, first or further": plainMutant((storage) => ({
    // It looks first, and hears nothing of a race that it lost afterwards.
    async writeLearned(name, state, expected, bursts) {
      if ((await positionOf(storage, name)) !== expected || state.position === expected || state.body.length > 256)
        return storage.learned.writeLearned(name, state, expected, bursts)
      await turns(20)
      return instead(storage.learned.writeLearned(name, state, expected, bursts), "conflict", () => undefined)
    },
  })),
  "learned: bytes that are changed after a write or a reading change nothing that is stored": mutant(() => {
    const held = byTenant(() => new Map<string, LearnedState>())
    return (storage, tenant) => ({
      async writeLearned(name, state, expected, bursts) {
        await storage.learned.writeLearned(name, state, expected, bursts)
        held(tenant).set(state.position, state)
      },
      async readLearned(name) {
        const stored = await storage.learned.readLearned(name)
        return stored === undefined ? undefined : (held(tenant).get(stored.position) ?? stored)
      },
    })
  }),
  "learned: one tenant reads and replaces nothing of another": mutant(() => {
    let main: Storage | undefined
    return (storage, tenant) => {
      if (tenant === "main") main = storage
      const from = main
      if (tenant !== "another region" || from === undefined) return {}
      // Where that tenant has something of its own it is sound: of what is deleted another case asks.
      return { readLearned: async (name) => (await storage.learned.readLearned(name)) ?? (await from.learned.readLearned(name)) }
    }
  }),
  "learned: where a tenant is taken, what was learned there and here is gone, and no hindrance": plainMutant((storage) => ({
    async takeStaged(progress) {
      const before = await storage.learned.readLearned("suggester")
      await movingOf(storage).takeStaged(progress)
      if (before !== undefined) await storage.learned.writeLearned("suggester", before, null)
    },
  })),
  "learned: where everything is deleted, what was learned is too, and what another tenant learned is not": plainMutant((storage) => ({
    async deleteEverything() {
      const before = await storage.learned.readLearned("suggester")
      await movingOf(storage).deleteEverything()
      if (before !== undefined) await storage.learned.writeLearned("suggester", before, null)
    },
  })),
}

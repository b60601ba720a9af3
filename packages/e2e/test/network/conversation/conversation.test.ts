import { DatabaseSync } from "node:sqlite"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, expect, it } from "vitest"
import { conversationNetworks } from "./connectors.ts"
import { playKilled } from "./kill.ts"
import { createPlay, outcomeOf, playAll } from "./play.ts"

describe("a whole conversation under an official post is followed turn by turn", () => {
  it.each(conversationNetworks)("on %s", async (name) => {
    const play = await createPlay(name, createMemoryStorage())
    await playAll(play)
    const { incidents, messages, replies, standing, unclaimed } = await outcomeOf(play)
    expect(incidents).toEqual([
      ["replied-final", null, null],
      ["merged", "joins", null],
    ])
    expect(messages).toEqual([
      [0, "complaint", null, -1],
      [1, "follow-up", "answer", 0],
      [2, "follow-up", "word", 0],
      [3, "complaint", null, -1],
      [4, "follow-up", "word", 0],
      [5, "follow-up", "thanks", 0],
      [6, "follow-up", "word", 0],
    ])
    const toNeighbour = [
      [1, "final", 3],
      [2, "final", 3],
    ]
    expect(replies).toEqual(
      [
        [1, "clarify", 0],
        [1, "final", 0],
        [1, "follow-up", 2],
        [1, "follow-up", 4],
        [2, "final", 0],
        ...(name === "x" ? [] : toNeighbour),
      ].toSorted((one, other) => (String(one) < String(other) ? -1 : 1)),
    )
    expect(standing).toEqual([
      "Где именно?",
      "Заделаем снова.",
      "Проверили ещё раз, ответ 1.",
      "Проверили ещё раз, ответ 2.",
      "Яма в плане работ.",
    ])
    expect(unclaimed).toBe(0)
  })

  it("with the same outcome on SQLite", async () => {
    const open = () => createSqliteStorage({ database: new DatabaseSync(":memory:") })
    const [one, other] = [await createPlay("vk", open()), await createPlay("vk", createMemoryStorage())]
    await playAll(one)
    await playAll(other)
    expect(await outcomeOf(one)).toEqual(await outcomeOf(other))
  })

  it.each([
    ["portal", 11, "before"],
    ["portal", 13, "after"],
    ["vk", 29, "before"],
    // The second try finds the neighbour's reply with the same text in the same flat thread.
    ["facebook", 23, "before"],
    ["instagram", 31, "after"],
    ["telegram", 41, "after"],
  ] as const)("and the same on %s, though every %ith call kills the process %s it", async (network, every, when) => {
    const [calm, killed] = await Promise.all(
      [0, every].map((one) => playKilled({ network, open: () => createMemoryStorage(), every: one, when })),
    )
    expect(killed?.calls).toBeGreaterThan(every * 2)
    expect(killed?.outcome).toEqual(calm?.outcome)
  })
})

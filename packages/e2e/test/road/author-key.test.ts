import { describe, expect, it } from "vitest"
import { buildRoad, complaint, only, storages } from "./road.ts"

describe.each(storages)("the key for authors on %s", (_, open) => {
  it("is refused where the storage was worked on with another, and nothing is taken in under it", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { version } = await only(road)
    road.network.messages.push(complaint("Батареи холодные и сегодня"))
    const other = road.restart({ authorKey: new Uint8Array(32).fill(9) })
    for (const work of [() => other.pull(), () => other.tick(), () => other.publish()]) {
      await expect(work()).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "authorKey" }] } })
    }
    expect((await only(road)).version).toBe(version)
    expect((await road.restart().pull()).failures).toEqual([])
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { inTimeOrder } from "../../demo/replay/in-time-order.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "otklik-order-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const line = (key: number, publishedAt: string) => JSON.stringify({ key: `vk:-1_${key}`, text: "нет воды\nсовсем", publishedAt })

describe("an archive that is read by its own time", () => {
  it("is read as it is when it is in order", async () => {
    const path = join(folder, "day.ndjson")
    writeFileSync(
      path,
      [line(1, "2026-11-24T10:00:00+09:00"), line(2, "2026-11-24T10:00:00+09:00"), "", line(3, "2026-11-24T02:00:00Z")].join("\n"),
    )
    expect(await inTimeOrder(path, folder)).toEqual({ path, first: "2026-11-24T01:00:00.000Z", lines: null })
    expect(readdirSync(folder)).toEqual(["day.ndjson"])
  })

  it("is put in order by moments, not by their spelling; lines of one moment stay as they were, and one without a moment goes with the line before", async () => {
    const path = join(folder, "day.ndjson")
    const [late, early, same] = [
      line(1, "2026-11-24T12:00:00+09:00"),
      line(2, "2026-11-24T02:00:00Z"),
      line(3, "2026-11-24T11:00:00+09:00"),
    ]
    writeFileSync(path, `${late}\nno JSON\n${early}\n${same}`)
    const { path: copy, first, lines } = await inTimeOrder(path, folder)
    expect({ first, lines }).toEqual({ first: "2026-11-24T02:00:00.000Z", lines: [3, 4, 1, 2] })
    expect(readFileSync(copy, "utf8")).toBe(`${early}\n${same}\n${late}\nno JSON\n`)
    // A run that goes on reads the same copy.
    expect(await inTimeOrder(path, folder)).toEqual({ path: copy, first, lines })
  })
})

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { runDemo } from "./run-demo.ts"

const minutes = 60_000
let folder = ""

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "otklik-demo-test-"))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe("the demo's command line", () => {
  it("ends with 2 and a clear sentence when the arguments make no sense", async () => {
    const { code, out, err } = await runDemo(folder, ["--input", "x.ndjson"])
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(err).toContain("к --input нужен --out")
  })

  it(
    "ends with 1 and names the file that is not there",
    async () => {
      const { code, err } = await runDemo(folder, ["--input", join(folder, "nothing.ndjson"), "--out", join(folder, "out")])
      expect(code).toBe(1)
      expect(err).toContain("нет файла")
      expect(err).toContain("nothing.ndjson")
    },
    minutes,
  )

  it("explains itself", async () => {
    const { code, out } = await runDemo(folder, ["--help"])
    expect(code).toBe(0)
    expect(out).toContain("--input")
  })
})

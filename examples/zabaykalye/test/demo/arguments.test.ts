import { describe, expect, it } from "vitest"
import { ArgumentsError, readArguments } from "../../demo/arguments.ts"

describe("the demo's arguments", () => {
  it("play the bundled day when there are none", () => {
    expect(readArguments([])).toEqual({ kind: "play" })
  })

  it("import an archive", () => {
    expect(readArguments(["--input", "a.ndjson", "--out", "result", "--from", "2026-11-01", "--to", "2026-11-30"])).toEqual({
      kind: "import",
      input: "a.ndjson",
      out: "result",
      from: "2026-11-01",
      to: "2026-11-30",
    })
  })

  it.each([
    [["--input", "a.ndjson"], "--out"],
    [["--out", "result"], "--input"],
    [["--input"], "--input"],
    [["--input", "", "--out", "result"], "имя файла"],
    [["--bogus"], "--bogus"],
    [["a.ndjson"], "a.ndjson"],
    [["--from", "2026-11-01"], "--from"],
    [["--input", "a", "--out", "b", "--from", "2026-02-30"], "дата"],
    [["--input", "a", "--out", "b", "--from", "2026-11-02", "--to", "2026-11-01"], "позже"],
  ])("refuse %j with a sentence", (args, said) => {
    expect(() => readArguments(args)).toThrow(ArgumentsError)
    expect(() => readArguments(args)).toThrow(said)
  })
})

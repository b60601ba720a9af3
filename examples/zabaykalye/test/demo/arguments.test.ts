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

  it("name a PostgreSQL, and a schema in it", () => {
    const url = "postgres://desk:secret@localhost:5432/otklik"
    expect(readArguments(["--storage", url])).toEqual({ kind: "play", postgres: { url } })
    expect(readArguments(["--input", "a", "--out", "b", "--storage", url, "--schema", "spring"])).toMatchObject({
      kind: "import",
      postgres: { url, schema: "spring" },
    })
  })

  it("never repeat an address, which holds a password", () => {
    expect(() => readArguments(["--storage", "postgres://desk:secret@local host/x"])).toThrow(/^(?!.*secret)/)
  })

  it.each([
    [["--storage", "mysql://localhost/x"], "postgres://"],
    [["--storage", "otklik.sqlite"], "postgres://"],
    [["--schema", "x"], "--storage"],
    [["--storage", "postgres://localhost/x", "--schema", "Pg Town"], "--schema"],
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

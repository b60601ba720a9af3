import { writeFileSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { answerSchemas, type AnswerSchemas } from "../src/index.ts"
import { createBench, region, soundConfig, type Bench, type Given } from "./host.ts"

let bench: Bench

beforeEach(async () => {
  bench = createBench()
  await bench.run(["migrate"])
})

/** Runs a command and reads its answer by the command's own schema: anything else on stdout fails. */
async function answerOf<Name extends keyof AnswerSchemas>(name: Name, words: readonly string[], given?: Given) {
  const { out, exit, err } = await bench.run([...name.split(" "), ...words, "--json"], given)
  return { exit, err, answer: answerSchemas[name].parse(JSON.parse(out)) as ReturnType<AnswerSchemas[Name]["parse"]> }
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(bench.folder, name), content)
  return name
}

const complaints = [
  "Дата;Текст;Ссылка",
  "20.11.2026 10:00;Во дворе фонарь сломан;https://example.org/2",
  "19.11.2026 09:00;Дома батареи ледяные;https://example.org/1",
  "когда-то;фонарь сломан;https://example.org/3",
].join("\r\n")

/** The table in windows-1251: a letter a byte. */
function cyrillic(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    return code >= 0x410 && code <= 0x44f ? code - 0x350 : code
  })
}

describe("rules", () => {
  it("checks those of the desk, and finds nothing against good ones", async () => {
    const { exit, answer } = await answerOf("rules check", [])
    expect({ exit, passed: answer.passed, rules: answer.counts.rules }).toEqual({ exit: 0, passed: true, rules: 2 })
  })

  it("says which example fails and why, and ends with 1", async () => {
    const rules = [{ id: "lamps", query: "фонарь", topic: "lighting", examples: { match: ["лампа"], skip: ["фонарь горит"] } }]
    const { exit, answer } = await answerOf("rules check", ["--file", file("rules.json", JSON.stringify({ rules }))])
    expect(exit).toBe(1)
    expect(answer.failures.map(({ list, because }) => [list, because])).toEqual([
      ["match", [{ clause: "фонарь", holds: false }]],
      ["skip", [{ clause: "фонарь", holds: true }]],
    ])
  })

  it("names the rule and the characters of a query that cannot be read", async () => {
    const { exit, out } = await bench.run([
      "rules",
      "check",
      "--json",
      "--file",
      file("rules.json", JSON.stringify({ rules: [{ id: "a", query: "(фонарь" }] })),
    ])
    const { error } = answerSchemas.error.parse(JSON.parse(out))
    expect(exit).toBe(2)
    expect(error.issues?.map(({ path }) => path)).toEqual(["rules[0].query"])
  })

  it("explains a text by the words that matched, in all their forms", async () => {
    const { answer } = await answerOf("rules explain", ["У нас батареями холодными не согреться", "--rule", "lamps"])
    expect(answer.topic).toBe("heating")
    expect(answer.matches[0]?.clauses.map(({ text }) => text)).toEqual(["батареями", "холодными"])
    expect(answer.why?.clauses[0]).toMatchObject({ holds: false, depth: 0 })
  })

  it("expands a query to the words that it finds", async () => {
    const { answer } = await answerOf("rules expand", ["батарея"])
    expect(answer.words[0]?.finds).toContain("батареями")
  })
})

describe("import messages", () => {
  it("registers each row at its own moment, whatever order the table has, and reports what it cannot read", async () => {
    const table = file("table.csv", cyrillic(complaints))
    const { exit, answer, err } = await answerOf("import messages", [table, "--encoding", "windows-1251"])
    expect(exit).toBe(1)
    expect(answer.counts).toMatchObject({ read: 3, matched: 2, registered: 2, skipped: 1 })
    expect(answer.items.map(({ line }) => line)).toEqual([4])
    expect(err).toContain("Текст → text")
    const { answer: report } = await answerOf("report", ["--from", "2026-11-19", "--to", "2026-11-20"])
    expect(report.totals.numbers["received"]).toBe(1)
  })

  it("knows the rows of a table that it has read", async () => {
    const table = file("table.csv", cyrillic(complaints))
    await answerOf("import messages", [table])
    const { answer } = await answerOf("import messages", [table])
    expect(answer.counts).toMatchObject({ registered: 0 })
  })

  it("refuses what is no table with a sentence and no stack", async () => {
    const { exit, err, out } = await bench.run(["import", "messages", "nothing.csv"])
    expect({ exit, out }).toEqual({ exit: 2, out: "" })
    expect(err).toMatch(/^error \(usage\): nothing\.csv cannot be read/)
  })
})

describe("import incidents", () => {
  const table = ["ид;создано;текст;тематика", "1;20.11.2026 10:00;Фонарь сломан;lighting", "2;;Без даты;lighting"].join("\n")

  it("shows what would become of each row, and then takes them over", async () => {
    const name = file("other.csv", table)
    const tried = await answerOf("import incidents", [name, "--open", "adopt", "--dry-run"])
    expect(tried.answer).toMatchObject({ isDryRun: true, counts: { rows: 2, created: 1, refused: 1 } })
    expect(tried.answer.errors[0]).toMatchObject({ row: 3 })
    expect(tried.exit).toBe(1)
    const done = await answerOf("import incidents", [name, "--open", "adopt"])
    expect(done.answer).toMatchObject({ isDryRun: false, counts: { created: 1 } })
    expect((await answerOf("import incidents", [name, "--open", "adopt"])).answer.counts).toMatchObject({ created: 0, known: 1 })
  })
})

describe("export and import tenant", () => {
  it("move everything to a storage that has nothing, and refuse one that has", async () => {
    await answerOf("import messages", [file("table.csv", complaints)])
    const { answer } = await answerOf("export", ["--out", "desk.ndjson"])
    expect(readFileSync(join(bench.folder, "desk.ndjson"), "utf8").trimEnd().split("\n")).toHaveLength(answer.lines)
    const env = { AUTHOR_KEY: Buffer.alloc(32, 7).toString("base64"), DATABASE: join(bench.folder, "other.db") }
    await bench.run(["migrate"], { env })
    const taken = await answerOf("import tenant", ["desk.ndjson"], { env })
    expect(taken.answer.counts).toMatchObject({ incident: 2 })
    const again = await bench.run(["import", "tenant", "desk.ndjson", "--json"])
    expect(again.exit).toBe(75)
    expect(answerSchemas.error.parse(JSON.parse(again.out)).error.code).toBe("conflict")
  })

  it("write lines to stdout, and over no file", async () => {
    const { out, exit } = await bench.run(["export"])
    expect(exit).toBe(0)
    for (const line of out.trimEnd().split("\n")) expect(() => JSON.parse(line) as unknown).not.toThrow()
    file("here.ndjson", "mine")
    expect((await bench.run(["export", "--out", "here.ndjson"])).exit).toBe(2)
    expect(readFileSync(join(bench.folder, "here.ndjson"), "utf8")).toBe("mine")
    expect((await bench.run(["export", "--json"])).exit).toBe(2)
  })

  it("take nothing of a file that was cut", async () => {
    const { out } = await bench.run(["export"])
    const env = { AUTHOR_KEY: Buffer.alloc(32, 7).toString("base64"), DATABASE: join(bench.folder, "other.db") }
    await bench.run(["migrate"], { env })
    const { exit } = await bench.run(["import", "tenant", file("cut.ndjson", out.slice(0, out.lastIndexOf("{")))], { env })
    expect(exit).toBe(1)
  })
})

describe("report", () => {
  it("is a page, a table, a workbook and data of the same numbers", async () => {
    await answerOf("import messages", [file("table.csv", complaints)])
    const period = ["--from", "2026-11-01", "--to", "2026-12-01"]
    const { answer } = await answerOf("report", [...period, "--compare", "previous"])
    expect(answer.totals.numbers["received"]).toBe(2)
    const csv = await bench.run(["report", ...period, "--table", "0", "--locale", "en"])
    expect(csv.out.split("\r\n")[1]).toMatch(/^Отопление,1,/)
    const page = await bench.run(["report", ...period, "--format", "html", "--title", "Ноябрь"])
    expect(page.out).toContain("<title>Ноябрь")
    const book = await bench.run(["report", ...period, "--format", "xlsx", "--out", "november.xlsx"])
    expect({ exit: book.exit, out: book.out, err: book.err }).toEqual({ exit: 0, out: "", err: "written: november.xlsx\n" })
    expect(readFileSync(join(bench.folder, "november.xlsx")).subarray(0, 2).toString()).toBe("PK")
    expect((await bench.run(["report", ...period, "--format", "xlsx"])).exit).toBe(2)
  })

  it("asks the desk's authorisation in the name of whoever is named", async () => {
    const { exit, err } = await bench.run(["report", "--from", "2026-11-01", "--to", "2026-12-01", "--as", "nobody"])
    expect(exit).toBe(2)
    expect(err).toMatch(/^error \(forbidden\)/)
  })
})

describe("simulate", () => {
  it("says what would have been late under other terms", async () => {
    await answerOf("import messages", [file("table.csv", complaints), "--clocks", "run"])
    const policies = region.policies.map((policy) => ({ ...policy, version: "2", term: { minutes: 1, time: "wall" } }))
    bench.clock.set("2026-11-20T03:00:00.000Z")
    const { answer } = await answerOf("simulate sla", ["--policies", file("policies.json", JSON.stringify(policies))])
    expect(answer).toMatchObject({
      incidents: 2,
      totals: [{ goal: "first-reply", clocksBefore: 2, lateBefore: 1, lateAfter: 2, becameLate: 1 }],
    })
    expect(answer.changed).toHaveLength(2)
  })

  it("says what other rules would find in an archive", async () => {
    const rules = region.rules.map((rule) => (rule.id === "lamps" ? { ...rule, query: "фонарь" } : rule))
    const over = file("archive.ndjson", '{"text":"фонарь горит","key":"vk:-1_1"}\n\n{"text":"батареи холодные"}\n')
    const { answer } = await answerOf("simulate rules", ["--rules", file("rules.json", JSON.stringify({ rules })), "--over", over])
    expect(answer.messages).toEqual({ read: 2, matchedBefore: 1, matchedAfter: 2, caught: 1, lost: 0 })
    expect(answer.rules).toMatchObject([
      { ruleId: "lamps", change: "changed", appeared: { count: 1, samples: [{ index: 0, key: "vk:-1_1" }] } },
    ])
  })

  it("names the line of an archive that it cannot read", async () => {
    const over = file("archive.ndjson", '{"text":"фонарь"}\n{"key":"vk:-1_1"}\n')
    const words = ["--rules", file("rules.json", JSON.stringify({ rules: region.rules })), "--over", over]
    const { exit, err } = await bench.run(["simulate", "rules", ...words])
    expect(exit).toBe(2)
    expect(err).toContain("archive.ndjson:2")
  })
})

describe("every command", () => {
  const commands = [
    "doctor",
    "migrate",
    "rules check",
    "rules explain x",
    "rules expand x",
    "export --out a",
    "import tenant a",
    "import incidents a",
    "import messages a",
    "serve",
  ]

  it.each(commands)("of which %s has no config to go by ends with 2 and an error in JSON", async (words) => {
    const { exit, out, err } = await bench.run([...words.split(" "), "--json"], { config: undefined, folder: "/" })
    if (words === "doctor") return expect(exit).toBe(1)
    expect({ exit, err }).toEqual(words === "rules expand x" ? { exit: 0, err: "" } : { exit: 2, err: "" })
    if (exit === 2) answerSchemas.error.parse(JSON.parse(out))
    return undefined
  })

  it("colours nothing without a terminal, and something with one", async () => {
    const plain = await bench.run(["doctor"])
    expect(plain.out).not.toContain("\u001B[")
    const painted = await bench.run(["doctor"], { isTerminal: { input: true, out: true, err: true } })
    expect(painted.out).toContain("\u001B[")
    const json = await bench.run(["doctor", "--json"], { isTerminal: { input: true, out: true, err: true } })
    expect(json.out).not.toContain("\u001B[")
  })

  it("that meets a storage which does not answer may be tried again", async () => {
    const config = { ...soundConfig, storage: () => Promise.reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })) }
    expect((await bench.run(["migrate"], { config })).exit).toBe(75)
  })
})

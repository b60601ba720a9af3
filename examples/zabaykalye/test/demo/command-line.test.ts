import { reportSchema } from "@otklik/core/reports"
import { createMatcher } from "@otklik/core/rules"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { talkScripts } from "../../demo/story/talk-scripts.ts"
import { bundledLines, bundledPath, readMessage } from "./bundled-day.ts"
import { region } from "../../src/region.ts"
import { results, runDemo } from "./run-demo.ts"

const minutes = 60_000
let folder = ""

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "otklik-demo-test-"))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function demo(args: readonly string[], killAt?: string) {
  return runDemo(folder, args, killAt)
}

describe("the demo's command line", () => {
  it("ends with 2 and a clear sentence when the arguments make no sense", async () => {
    const { code, out, err } = await demo(["--input", "x.ndjson"])
    expect({ code, out }).toEqual({ code: 2, out: "" })
    expect(err).toContain("к --input нужен --out")
  })

  it(
    "ends with 1 and names the file that is not there",
    async () => {
      const { code, err } = await demo(["--input", join(folder, "nothing.ndjson"), "--out", join(folder, "out")])
      expect(code).toBe(1)
      expect(err).toContain("нет файла")
      expect(err).toContain("nothing.ndjson")
    },
    minutes,
  )

  it("explains itself", async () => {
    const { code, out } = await demo(["--help"])
    expect(code).toBe(0)
    expect(out).toContain("--input")
  })
})

describe("an import", () => {
  const input = bundledPath("day.ndjson")

  it(
    "changes nothing when it is run twice, and a killed one ends up the same",
    async () => {
      const whole = join(folder, "whole")
      const first = await demo(["--input", input, "--out", whole])
      expect(first.err).toBe("")
      expect(first.code).toBe(0)
      const written = await results(whole)
      expect((await demo(["--input", input, "--out", whole])).code).toBe(0)
      expect(await results(whole)).toEqual(written)

      const killed = join(folder, "killed")
      expect((await demo(["--input", input, "--out", killed], "day.ndjson: 50 %")).code).toBeNull()
      await expect(results(killed)).rejects.toThrow("ENOENT")
      const resumed = await demo(["--input", input, "--out", killed])
      expect(resumed.out).toContain("Раньше уже прочитано строк")
      expect(await results(killed)).toEqual(written)
    },
    3 * minutes,
  )

  it(
    "writes incidents with their reasons, a valid report, and tells what was skipped",
    async () => {
      const out = join(folder, "out")
      const { out: said } = await demo(["--input", input, "--out", out])
      const written = await results(out)
      const report = reportSchema.parse(JSON.parse(written["report.json"] ?? ""))
      const incidents = (written["incidents.ndjson"] ?? "")
        .trimEnd()
        .split("\n")
        .map((text) => JSON.parse(text) as Record<string, unknown>)
      expect(incidents).toHaveLength(report.totals.tally.received)
      expect(incidents.map((incident) => incident["number"])).toEqual(incidents.map((_, index) => index + 1))
      expect(incidents[0]).toMatchObject({
        network: "vk",
        topic: "electricity",
        authority: "grid-zabaykalye",
        territory: "chita-chernovskiy",
        status: "assigned",
        matches: expect.arrayContaining([expect.objectContaining({ ruleId: expect.any(String), clauses: expect.any(Array) })]),
        route: { ruleId: "by-electricity", why: expect.stringContaining("grid-zabaykalye") },
        deadlines: [{ goal: "first-reply", dueAt: expect.any(String), policy: expect.stringContaining("raised-4h") }],
      })
      expect(said).toContain("day.ndjson, строка 104, поле publishedAt")
      expect(said).toContain("строка 151, поле key")
      expect(written["report.html"]).toContain("day.ndjson, строка 104")
    },
    minutes,
  )
})

/** What of the bundled days a rule holds for, each once. */
const matcher = createMatcher(region.rules, { locale: region.locale })
const complaintKeys = [
  ...new Set(
    ["before.ndjson", "day.ndjson"].flatMap(bundledLines).flatMap((line) => {
      const message = readMessage(line)
      return message !== undefined && matcher.match(message).length > 0 ? [message.key] : []
    }),
  ),
].toSorted()

/** The bundled days' keys of the messages that incidents hold. */
async function heldMessages(made: string): Promise<readonly string[]> {
  const keys = JSON.parse(await readFile(join(made, "keys.json"), "utf8")) as Record<string, string>
  const lines = (await readFile(join(made, "incidents.ndjson"), "utf8")).trimEnd().split("\n")
  return lines
    .flatMap((line) => (JSON.parse(line) as { messageKeys: string[] }).messageKeys)
    .map((key) => keys[key] ?? `nobody wrote ${key}`)
    .toSorted()
}

/** Two conversations: in each a question, its answer, two later words and the complaint again, two replies to them, a neighbour, and thanks. */
const talked =
  "Разговоры: 2 (ВКонтакте, Facebook); вопросов жителям 2, ответов под вопросом 2, возражений и новых слов 6, из них со снимком 2, " +
  "ответов на новые слова 4, «и у нас» присоединено 2, благодарностей 2, открыто заново 2, ждут ответа 0."

const isTalk = (key: string): boolean => key.includes(":talk_")

describe("the bundled day", () => {
  it(
    "goes from the message to the report",
    async () => {
      const { code, out, err } = await demo([])
      expect(err).toBe("")
      expect(code).toBe(0)
      for (const said of [
        "Что нашлось",
        "История одного обращения",
        "без снимка (missing-fact)",
        "утвердить его сам (forbidden)",
        "обращение закрыто",
        "ВСЕГО",
        "ВКонтакте",
        "потеряно 0",
        "дважды — 0, пропало — 0, без утверждения — 0, ещё не отправлено — 0",
        "ответ нашёлся под сообщением, отправлен один раз",
        talked,
      ]) {
        expect(out).toContain(said)
      }
      expect(
        Math.max(
          ...out
            .split("\n")
            .filter((text) => /^[│┌├└]/.test(text))
            .map((text) => text.length),
        ),
      ).toBeLessThanOrEqual(120)
      const made = /Папка этого запуска: (.*)/.exec(out)?.[1] ?? ""
      const [, pushed, swept] = /уведомлением пришло (\d+), обходом найдено (\d+)/.exec(out) ?? []
      expect(Math.min(Number(pushed), Number(swept))).toBeGreaterThan(100)
      expect(Number(/стоит (\d+) ответ/.exec(out)?.[1])).toBeGreaterThan(80)
      const held = await heldMessages(made)
      expect(held.filter((key) => !isTalk(key))).toEqual(complaintKeys)
      // Complaint, answer, objection, «и у нас», proof, thanks and the later complaint of each.
      expect(new Set(held.filter(isTalk)).size).toBe(7 * talkScripts.length)
      const page = await readFile(join(made, "report.html"), "utf8")
      expect(page).not.toContain("https://vk.com")
      expect(page).toContain(talked)
      const report = reportSchema.parse(JSON.parse(await readFile(join(made, "report.json"), "utf8")))
      expect(report.totals.change?.received.absolute).toBeGreaterThan(0)
      expect(report.totals.tally.answeredInTime).toBeGreaterThan(0)
    },
    2 * minutes,
  )
})

import { reportSchema } from "@otklik/core/reports"
import { createMatcher } from "@otklik/core/rules"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startServer, type Server } from "../../../../packages/storage-postgres/test/server/start-server.ts"
import { talkScripts } from "../../demo/story/talk-scripts.ts"
import { region } from "../../src/region.ts"
import { bundledLines, bundledPath, readMessage } from "./bundled-day.ts"
import { results, runDemo, type Ended } from "./run-demo.ts"

const minutes = 60_000
const input = ["--input", bundledPath("day.ndjson")]
const halfWay = "day.ndjson: 50 %"
let folder = ""
let server: Server | undefined

/** Each is run once, and looked at by several tests. */
const once = new Map<string, Promise<Ended>>()
function runOnce(args: readonly string[]): Promise<Ended> {
  const key = args.join(" ")
  const run = once.get(key) ?? runDemo(folder, args)
  once.set(key, run)
  return run
}

const play = (): Promise<Ended> => runOnce([])
const wholeImport = (): Promise<Ended> => runOnce([...input, "--out", join(folder, "whole")])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "otklik-demo-test-"))
  server = await startServer()
}, minutes)

afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

function address(skip: (note: string) => never, database = "postgres"): string {
  if (server === undefined) return skip("no PostgreSQL server here")
  return `postgres://otklik:secret@127.0.0.1:${server.port}/${database}`
}

/** The folder that a run of the bundled day made. */
function folderOf({ out }: Ended): string {
  return /Папка этого запуска: (.*)/.exec(out)?.[1] ?? ""
}

async function incidentsOf(run: Ended): Promise<string> {
  expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: "" })
  return readFile(join(folderOf(run), "incidents.ndjson"), "utf8")
}

describe("an import", () => {
  it(
    "changes nothing when it is run twice, and a killed one ends up the same",
    async () => {
      const whole = join(folder, "whole")
      const first = await wholeImport()
      expect(first.err).toBe("")
      expect(first.code).toBe(0)
      const written = await results(whole)
      expect((await runDemo(folder, [...input, "--out", whole])).code).toBe(0)
      expect(await results(whole)).toEqual(written)

      const killed = join(folder, "killed")
      expect((await runDemo(folder, [...input, "--out", killed], halfWay)).code).toBeNull()
      await expect(results(killed)).rejects.toThrow("ENOENT")
      const resumed = await runDemo(folder, [...input, "--out", killed])
      expect(resumed.out).toContain("Раньше уже прочитано строк")
      expect(await results(killed)).toEqual(written)
    },
    3 * minutes,
  )

  it(
    "writes incidents with their reasons, a valid report, and tells what was skipped",
    async () => {
      const { out: said } = await wholeImport()
      const written = await results(join(folder, "whole"))
      const report = reportSchema.parse(JSON.parse(written["report.json"] ?? ""))
      const incidents = (written["incidents.ndjson"] ?? "")
        .trimEnd()
        .split("\n")
        .map((text) => JSON.parse(text) as Record<string, unknown>)
      expect(incidents).toHaveLength(report.totals.numbers["received"] ?? -1)
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

/**
 * Two conversations: in each a question, its answer, two later words and the complaint again, two replies to them, a
 * neighbour, and thanks.
 */
const talked =
  "Разговоры: 2 (ВКонтакте, Facebook); вопросов жителям 2, ответов под вопросом 2, возражений и новых слов 6, из них со снимком 2, " +
  "ответов на новые слова 4, «и у нас» присоединено 2, благодарностей 2, открыто заново 2, ждут ответа 0."

const isTalk = (key: string): boolean => key.includes(":talk_")

describe("the bundled day", () => {
  it(
    "goes from the message to the report",
    async () => {
      const run = await play()
      const { code, out, err } = run
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
        "Из прежней системы перенесено 555 обращений",
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
      const made = folderOf(run)
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
      const november = await readFile(join(made, "november.html"), "utf8")
      expect(november).toContain("ноября 2025")
      for (const note of ["Из поступивших перенесено из прежней системы", "Источники прочитаны не одинаково полно"])
        expect(november).toContain(note)
      expect((await readFile(join(made, "november.xlsx"))).subarray(0, 2).toString()).toBe("PK")
      const report = reportSchema.parse(JSON.parse(await readFile(join(made, "report.json"), "utf8")))
      expect(report.totals.change?.numbers["received"]?.absolute).toBeGreaterThan(0)
      expect(report.totals.numbers["answeredInTime"]).toBeGreaterThan(0)
    },
    2 * minutes,
  )
})

describe("the demo on PostgreSQL", () => {
  it(
    "plays the same day as on SQLite, byte for byte",
    async ({ skip }) => {
      const url = address(skip)
      const onSqlite = await incidentsOf(await play())
      const onPostgres = await incidentsOf(await runDemo(folder, ["--storage", url, "--schema", "play"]))
      expect(onSqlite.length).toBeGreaterThan(1000)
      expect(onPostgres === onSqlite).toBe(true)

      const again = await runDemo(folder, ["--storage", url, "--schema", "play"])
      expect(again.code).toBe(1)
      expect(again.err).toContain("назовите другую")
    },
    4 * minutes,
  )

  it(
    "imports the same incidents and report, also when it was killed half way",
    async ({ skip }) => {
      const storage = ["--storage", address(skip)]
      const postgres = join(folder, "postgres")
      const [whole, killed] = [await wholeImport(), await runDemo(folder, [...input, "--out", postgres, ...storage], halfWay)]
      expect([whole.code, killed.code]).toEqual([0, null])
      const resumed = await runDemo(folder, [...input, "--out", postgres, ...storage])
      expect(resumed.err).toBe("")
      expect(resumed.out).toContain("Раньше уже прочитано строк")
      const [one, other] = [await results(join(folder, "whole")), await results(postgres)]
      expect(Object.keys(one).filter((name) => one[name] !== other[name])).toEqual([])
    },
    2 * minutes,
  )

  it(
    "says what is wrong with an address, without its password",
    async ({ skip }) => {
      const wrong = await runDemo(folder, ["--storage", address(skip, "nowhere")])
      expect(wrong.code).toBe(1)
      expect(wrong.err).toMatch(/^Не получилось: не удалось подключиться к базе 127\.0\.0\.1:\d+\/nowhere: такой базы нет\n$/)

      const nobody = await runDemo(folder, ["--storage", "postgres://otklik:secret@127.0.0.1:1/x"])
      expect(nobody.code).toBe(1)
      expect(nobody.err).toContain("127.0.0.1:1/x: там никто не отвечает")
      expect(nobody.err).not.toContain("secret")
    },
    minutes,
  )
})

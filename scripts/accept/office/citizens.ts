import { createArchiveConnector, sortedArchive } from "@otklik/connector-archive"
import { createDesk, type DeskOptions } from "@otklik/core"
import { createStatusPage } from "@otklik/core/citizens"
import { statusWordingRu } from "@otklik/locale-ru"
import { toXlsx } from "@otklik/report"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { ask, inFolder, must, type Check } from "../check.ts"
import { hostileTitles, report } from "../report/judged.ts"
import { officer, writeFileOfRows } from "./town.ts"

const rules: DeskOptions["rules"] = [{ id: "cold", query: "холодно", topic: "heating" }]
const plain = {
  rules,
  topics: [{ id: "heating", title: 'Отопление & "горячая" <вода>' }],
  policies: [{ id: "day", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 1440, time: "wall" } }],
  authorKey: new Uint8Array(32).fill(1),
} as const satisfies Partial<DeskOptions>
const routing: DeskOptions["routing"] = {
  authorities: [{ id: "heat", title: "ООО «Тепло & свет» <№ 1>", kind: "utility" }],
  territories: [],
  rules: [{ id: "all", when: {}, assign: { authorityId: "heat" } }],
}

/** Six hundred complaints of two months in no order, some in one second, some around midnight. */
const history = Array.from({ length: 600 }, (_, index) => {
  const minute = (index * 7919) % 86_400
  const publishedAt = new Date(Date.UTC(2025, 9, 1) + minute * 60_000).toISOString()
  return JSON.stringify(buildMessage({ key: `vk:-1_${index}`, text: `Холодно в доме ${index}`, publishedAt, authorId: `citizen-${index}` }))
})

async function perDay(lines: readonly string[]) {
  const source = sortedArchive({
    id: "history",
    open: async function* () {
      yield* lines
    },
  })
  const desk = createDesk({
    ...plain,
    routing,
    storage: createMemoryStorage(),
    connectors: [createArchiveConnector({ id: "archive", sources: [source] })],
    clock: createManualClock({ at: "2026-12-01T00:00:00.000Z" }),
  })
  await desk.pull({ registerAt: "published" })
  const period = { zone: "UTC", from: "2025-10-01", to: "2025-12-01" }
  const told = await desk.report({ period, tables: [{ bucket: "day", metrics: ["received", "due"] }], ...officer })
  const found = await desk.find({}, { ...officer, order: "oldest", limit: 1000 })
  return { told, moments: found.incidents.map(({ facts }) => [facts.registeredAt, facts.publishedAt]) }
}

async function pastByDay(): Promise<string> {
  return inFolder(async (folder) => {
    const sorted = history.toSorted((one, other) => momentOf(one).localeCompare(momentOf(other)))
    const [mixed, inOrder] = [await perDay(history), await perDay(sorted)]
    must(JSON.stringify(mixed.told) === JSON.stringify(inOrder.told), "shuffled lines give another report than sorted ones")
    must(
      mixed.moments.every(([registered, published]) => registered === published) && mixed.moments.length === history.length,
      "an incident is registered at another moment than its message was published",
    )
    const { totals, notes, tables } = mixed.told
    must(totals.numbers["due"] === 0 && notes.some(({ id }) => id === "terms-missing"), "something is due, or no note says why nothing is")
    const path = join(folder, "appeals.ndjson")
    await writeFile(path, `${history.join("\n")}\n`)
    const { code, out, err } = await ask("sh", ["-c", 'jq -r ".publishedAt[0:10]" "$0" | sort | uniq -c', path], "jq")
    must(code === 0 && err === "", err === "" ? "no jq (apt-get install jq)" : err)
    const theirs = new Map(
      out
        .trim()
        .split("\n")
        .map((line) => line.trim().split(" "))
        .map(([count, day]) => [day, Number(count)]),
    )
    const ours = new Map((tables[0]?.rows ?? []).map(({ keys, numbers }) => [keys[0] ?? "", numbers["received"]]))
    for (const [day, count] of ours) must((theirs.get(day) ?? 0) === count, `${day}: the report says ${count}, jq ${theirs.get(day)}`)
    must(theirs.size > 50, `jq counts ${theirs.size} days`)
    return `${history.length} complaints shuffled and sorted give one report; ${theirs.size} days as jq, sort and uniq count them; nothing due, with a note`
  })
}

function momentOf(line: string): string {
  return (JSON.parse(line) as { readonly publishedAt: string }).publishedAt
}

async function lint(paths: readonly string[]): Promise<void> {
  const { code, err } = await ask("xmllint", ["--noout", "--nonet", ...paths], "libxml2-utils")
  must(code === 0 && err === "", err)
}

async function atom(): Promise<string> {
  return inFolder(async (folder) => {
    const clock = createManualClock({ at: "2026-11-24T01:00:00.000Z" })
    const desk = createDesk({ ...plain, routing, storage: createMemoryStorage(), connectors: [], clock })
    const { incidentId, number } = await desk.register(
      { from: "visit", topic: "heating", text: "Холодно & темно <помогите>" },
      { ...officer, idempotencyKey: "visit-1" },
    )
    clock.advance(30)
    await desk.execute({ type: "take", incidentId }, officer)
    const code = await desk.statusCode(incidentId, officer)
    const page = createStatusPage(desk, {
      baseUrl: "https://help.example.org/desk",
      wording: statusWordingRu,
      office: "Край & <округ>",
      zone: "Asia/Chita",
    })
    const answer = async (path: string) => page(new Request(`https://help.example.org/desk/s/${path}`))
    const feed = await answer(`${code}/feed.atom`)
    must(feed.status === 200, `the feed answers ${feed.status}`)
    const path = join(folder, "feed.atom")
    await writeFile(path, await feed.text())
    await lint([path])
    // RFC 4287, 4.1.1: a feed has an id, a title and a moment, and so has each entry (4.1.2).
    const count = async (test: string) => {
      const { code: failed, out, err } = await ask("xmllint", ["--nonet", "--xpath", `count(${test})`, path], "libxml2-utils")
      must(failed === 0, err)
      return Number(out)
    }
    const entry = (name: string) => `*[local-name()='${name}' and namespace-uri()='http://www.w3.org/2005/Atom']`
    const entries = await count(`/${entry("feed")}/${entry("entry")}`)
    must(entries >= 2, `the feed has ${entries} entries`)
    for (const part of ["id", "title", "updated"]) {
      must((await count(`/${entry("feed")}/${entry(part)}`)) === 1, `the feed has no ${part}, or several`)
      must((await count(`/${entry("feed")}/${entry("entry")}[count(${entry(part)})=1]`)) === entries, `an entry has no ${part}`)
    }
    const bytesOf = async (given: string) => {
      const response = await answer(given)
      return JSON.stringify([response.status, [...response.headers], await response.text()])
    }
    const secret = code.split("-")[1] ?? ""
    const wrong = await Promise.all(
      [
        `${number}-${secret.replace(/.$/, (last) => (last === "0" ? "1" : "0"))}`,
        `${number + 1}-${secret}`,
        "999999-0000000000000000",
        "anything",
      ].map(bytesOf),
    )
    must(new Set(wrong).size === 1 && wrong[0]?.startsWith("[404") === true, "a wrong code and an unknown number are told apart")
    return `a feed of ${entries} entries is well-formed and whole; ${wrong.length} wrong codes are one answer of ${wrong[0]?.length} bytes`
  })
}

async function workbooks(): Promise<string> {
  return inFolder(async (folder) => {
    const book = join(folder, "report.xlsx")
    await writeFile(book, await toXlsx(report, { locale: "ru", titles: hostileTitles, title: "Обращения & <ответы>" }))
    const paths: string[] = []
    for (const [name, path] of [
      ["report", book],
      ["history", await writeFileOfRows(folder)],
    ] as const) {
      const place = join(folder, name)
      await mkdir(place)
      const { code, err } = await ask("unzip", ["-q", path, "-d", place], "unzip")
      must(code === 0, err)
      const parts = await readdir(place, { recursive: true, withFileTypes: true })
      paths.push(...parts.filter((part) => part.isFile()).map((part) => join(part.parentPath, part.name)))
    }
    must(paths.length > 20 && paths.every((path) => /\.(xml|rels)$/.test(path)), `parts: ${paths.join(" ")}`)
    await lint(paths)
    return `xmllint reads ${paths.length} parts of two workbooks`
  })
}

export const citizenChecks: readonly Check[] = [
  { name: "a history in any order is counted by its own days, as jq counts them", run: pastByDay },
  { name: "the feed of a citizen's incident is Atom, and a wrong code is an unknown number", run: atom },
  { name: "xmllint reads every part of a workbook", run: workbooks },
]

import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { statusWordingRu } from "@otklik/locale-ru"
import { describe, expect, it } from "vitest"
import { DeskError } from "../../src/base/index.ts"
import { createStatusPage, englishStatusWording, type StatusPageOptions } from "../../src/citizens/index.ts"
import type { CitizenState, CitizenStatus, CitizenStep, SurveyAnswer } from "../../src/desk/index.ts"

const code = "1042-k3j9v0x8m2n4p6qr"
const at = "2026-11-24T06:15:00.000Z"
const steps = Object.keys(englishStatusWording.steps) as CitizenStep[]
const states = Object.keys(englishStatusWording.states) as CitizenState[]
const whole: CitizenStatus = {
  number: 1042,
  code,
  state: "answered",
  isJoined: true,
  reason: null,
  problem: "fix-claimed",
  topic: "Heat & <water>",
  district: 'District "North"',
  owner: "Heat's <script>alert(1)</script>",
  publishedAt: at,
  updatedAt: at,
  promisedUntil: at,
  objectUntil: at,
  answers: [
    { at, url: "https://vk.example/wall-1_5?reply=9&x=1" },
    { at, url: null },
  ],
  history: steps.map((what) => ({ at, what, owner: what === "assigned" ? "A & B" : null, until: what === "interim-answer" ? at : null })),
  survey: "open",
}

function build(status: Partial<CitizenStatus> | null = {}, more: Partial<StatusPageOptions> = {}) {
  const asked: string[] = []
  const recorded: SurveyAnswer[] = []
  const page = createStatusPage(
    {
      async status(given) {
        asked.push(given)
        return status !== null && given === code ? { ...whole, ...status } : undefined
      },
      async recordSurvey(answer) {
        recorded.push(answer)
        return { isNew: true }
      },
    },
    { baseUrl: "https://help.example.org/desk", office: "The Office", ...more },
  )
  const get = (path: string, init: RequestInit = {}) => page(new Request(`https://help.example.org/desk${path}`, init))
  const post = (body: string, path = `/s/${code}/survey`) => get(path, { method: "POST", body })
  return { page, get, post, asked, recorded }
}

const dump = async (response: Response) => [response.status, Object.fromEntries(response.headers), await response.text()]

describe("the page of a code", () => {
  it("is kept by nobody, found by nobody, tells no other page its address, and runs no script", async () => {
    const response = await build().get(`/s/${code}`)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    })
    const html = await response.text()
    const [, style = ""] = /<style>([^]*)<\/style>/.exec(html) ?? []
    const hash = createHash("sha256").update(style).digest("base64")
    expect(response.headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(html).not.toMatch(/<script|\son\w+=|style="|url\(|@import|src=/)
    expect(html).toContain("Heat&#39;s &lt;script&gt;alert(1)&lt;/script&gt;")
    expect(html).toContain('href="https://vk.example/wall-1_5?reply=9&amp;x=1"')
  })

  it.each([
    ["English", englishStatusWording],
    ["Russian", statusWordingRu],
  ])("says every state and every step in %s, and leaves nothing to be filled in", async (_, wording) => {
    for (const state of states) {
      const html = await (
        await build({ state, reason: state === "not-accepted" ? "advert" : null }, { wording, zone: "Asia/Chita" }).get(`/s/${code}`)
      ).text()
      expect(html).toContain(wording.states[state].split(".")[0])
      expect(html.replace(/<style>[^]*<\/style>/, "")).not.toMatch(/\{\w+\}|undefined|null|NaN/)
      expect(html.match(/class="history"[^]*<\/ol>/)?.[0].match(/<li>/g)).toHaveLength(steps.length)
    }
  })

  it("of what is not known says nothing: no owner, no promise, no survey, no link", async () => {
    const bare = {
      owner: null,
      topic: null,
      district: null,
      promisedUntil: null,
      objectUntil: null,
      answers: [],
      history: [],
      survey: null,
    }
    const response = await build(bare).get(`/s/${code}`)
    expect(response.headers.get("content-security-policy")).toContain("form-action 'none'")
    const html = await response.text()
    for (const label of ["owner", "topic", "district", "promised", "objection", "answers"] as const)
      expect(html).not.toContain(englishStatusWording.labels[label])
    expect(html).not.toContain("<form")
  })
})

describe("a wrong code", () => {
  it("is the same answer as an unknown number and as any other address, byte for byte", async () => {
    const { get, post } = build()
    const other = "9-aaaaaaaaaaaaaaaa"
    const first = await dump(await get(`/s/${other}`))
    expect(first[0]).toBe(404)
    const paths = [
      "/s/1042-aaaaaaaaaaaaaaaa",
      "/s/",
      "/s/x",
      "/",
      "/s",
      `/s/${other}/feed.atom`,
      `/s/${code}/other`,
      `/s/${code}/feed.atom/x`,
    ]
    for (const path of paths) expect(await dump(await get(path))).toEqual(first)
    expect(await dump(await post("score=5", `/s/${other}/survey`))).toEqual(first)
    expect(await dump(await get(`/s/${code}`, { method: "DELETE" }))).toEqual(first)
    expect(await dump(await get(`/s/${code}/survey`))).toEqual(first)
    expect((await get(`/s/${other}`, { method: "HEAD" })).status).toBe(404)
  })
})

describe("the feed of a code", () => {
  it("is Atom, with an entry for each thing that happened, whose ids stay", async () => {
    const { get } = build()
    const response = await get(`/s/${code}/feed.atom`)
    expect(response.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8")
    const xml = await response.text()
    const ids = [...xml.matchAll(/<id>([^<]+)<\/id>/g)].map(([, id]) => id)
    expect(ids).toHaveLength(steps.length + 1)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids[0]).toBe(`https://help.example.org/desk/s/${code}`)
    // What RFC 4287 asks of a feed and of every entry.
    const [head = "", ...entries] = xml.split("<entry>")
    for (const element of ["<id>", "<title>", "<updated>", "<author><name>", 'rel="self"']) expect(head).toContain(element)
    for (const entry of entries) for (const element of ["<id>", "<title>", "<updated>", "<link "]) expect(entry).toContain(element)
    const more = await build({ history: [...whole.history, { at, what: "closed", owner: null, until: null }] }).get(`/s/${code}/feed.atom`)
    const later = await more.text()
    for (const id of ids) expect(later).toContain(`<id>${id}</id>`)
    const lint = spawnSync("xmllint", ["--noout", "-"], { input: xml, encoding: "utf8" })
    if (lint.error === undefined) expect([lint.status, lint.stderr]).toEqual([0, ""])
  })

  it("holds what XML cannot in no name", async () => {
    const xml = await (
      await build({ history: [{ at, what: "assigned", owner: "A\u0000\u0008 & <B>", until: null }] }).get(`/s/${code}/feed.atom`)
    ).text()
    expect(xml).toContain("Responsible: A &amp; &lt;B&gt;")
  })
})

describe("the form of a survey", () => {
  it("records what was chosen and leads back to the page", async () => {
    const { post, recorded } = build()
    const response = await post("score=4&fixed=yes")
    expect([response.status, response.headers.get("location")]).toEqual([303, `https://help.example.org/desk/s/${code}`])
    await post("score=1&fixed=no")
    await post("score=3&fixed=")
    expect(recorded).toEqual([
      { code, score: 4, isFixed: true },
      { code, score: 1, isFixed: false },
      { code, score: 3 },
    ])
  })

  it.each(["score=0", "score=6", "score=2.5", "score=", "fixed=yes", "", `score=5&x=${"y".repeat(10_000)}`])(
    "takes no %s",
    async (body) => {
      const { post, recorded } = build()
      expect((await post(body)).status).toBe(303)
      expect(recorded).toEqual([])
    },
  )

  it("that comes after the answer or after a reopening changes nothing", async () => {
    const { post, recorded } = build({ survey: "answered" })
    expect((await post("score=5")).status).toBe(303)
    expect(recorded).toEqual([])
    const page = createStatusPage(
      {
        status: async () => whole,
        recordSurvey: async () => {
          throw new DeskError("illegal-transition", "no survey", { command: "answer-survey", status: "reopened", legal: [] })
        },
      },
      { baseUrl: "https://help.example.org" },
    )
    const late = await page(new Request(`https://help.example.org/s/${code}/survey`, { method: "POST", body: "score=5" }))
    expect(late.status).toBe(303)
  })
})

it.each([
  [{ baseUrl: "help.example.org" }, "baseUrl"],
  [{ baseUrl: "https://help.example.org/" }, "baseUrl"],
  [{ baseUrl: "https://help.example.org", zone: "Chita" }, "zone"],
  [{ baseUrl: "https://help.example.org", wording: {} }, "wording"],
  [{ baseUrl: "https://help.example.org", theme: "dark" }, "theme"],
])("options that are wrong are refused: %o", (options, path) => {
  const make = (): unknown => Reflect.apply(createStatusPage, undefined, [{}, options])
  expect(make).toThrow(path)
})

import { describe, expect, it } from "vitest"
import { routes } from "../src/routes/table.ts"
import { coldFlat, markerAuthor, markerText, openTown } from "./town.ts"

const query = "zone=Asia/Chita&from=2026-11-01&to=2026-12-01&kind=access&soonDays=1&after=0&views=pits"
const readings = routes.filter(({ method, path }) => method === "get" && !path.startsWith("/hooks/"))

describe("who may not see personal data", () => {
  it.each(readings)("sees no text and no author by $operationId", async ({ path, query: schema }) => {
    const town = await openTown()
    const incidentId = await coldFlat(town)
    const address = path
      .replace("{incidentId}", incidentId)
      .replace("{code}", "conflict")
      .replace("{guidanceId}", "dispatcher")
      .replaceAll(/\{\w+\}/g, "x")
    const known = new URLSearchParams(`${query}&incidentId=${incidentId}&authorityId=heat&views=pits`)
    const fields = Object.keys(schema?.shape ?? {}).filter(
      (name) =>
        known.has(name) && (path !== "/journal" || name === "kind") && (!["/incidents", "/bursts"].includes(path) || name !== "after"),
    )
    const asked = fields.map((name) => `${name}=${encodeURIComponent(known.get(name) ?? "")}`).join("&")
    const response = await town.ask("GET", `${address}?${asked}`, { as: "counter" })
    expect([200, 403, 404]).toContain(response.status)
    const text = path === "/events" ? await beginningOf(response) : await response.text()
    expect(text.length).toBeGreaterThan(0)
    for (const word of [markerText, "Батареи", "000-00-00", markerAuthor]) expect(text).not.toContain(word)
    for (const value of response.headers.values()) expect(value).not.toContain(markerAuthor)
  })
})

/** The first two pieces of a stream: how to come back, and everything that has happened. */
async function beginningOf(response: Response): Promise<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader()
  const decoder = new TextDecoder()
  const pieces = [await reader?.read(), await reader?.read()]
  await reader?.cancel()
  const text = pieces.map((piece) => decoder.decode(piece?.value)).join("")
  expect(text).toContain("event: incident")
  return text
}

describe("a refusal", () => {
  const wrong = [
    { type: markerText },
    { type: "submit-draft", text: markerText, replyKind: markerText },
    { type: "submit-draft", text: markerText, guidanceId: markerText, replyKind: "final" },
    { type: "attach-evidence", evidenceId: "e", shows: "fix", contentHash: markerText },
    { type: "erase", messageKey: markerText },
    { from: "phone", text: markerText, contact: markerAuthor, topic: "nothing" },
    { from: "network", url: `not-an-address ${markerText}` },
    { messageKey: "vk:-1_1", purpose: `${markerText}${" ".repeat(600)}` },
    markerText,
    [markerText],
  ]

  it.each(wrong)("repeats no value of what was sent: %#", async (json) => {
    const town = await openTown()
    const incidentId = await coldFlat(town)
    const headers = { "if-match": "*", "idempotency-key": "k" }
    for (const path of [
      "/incidents",
      `/incidents/${incidentId}/commands`,
      `/incidents/${incidentId}/messages`,
      `/incidents/${incidentId}/author`,
      "/commands",
    ]) {
      const response = await town.ask("POST", path, { as: "executor", json, headers })
      expect(response.status, path).toBeGreaterThanOrEqual(400)
      const text = await response.text()
      expect(text, path).not.toContain(markerText)
      expect(text, path).not.toContain(markerAuthor)
    }
    expect(JSON.stringify(town.told)).not.toContain(markerText)
  })
})

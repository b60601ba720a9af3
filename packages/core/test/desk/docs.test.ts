import { readFileSync } from "node:fs"
import {
  createRoleAuthorisation,
  deskCommandSchema,
  deskRoles,
  type AuthorisationRequest,
  type DeskErrorCode,
  type DeskEventName,
  type IncidentEvent,
} from "@otklik/core"
import { describe, expect, it } from "vitest"
import { handlingSchema } from "../../src/desk/handling.ts"

const page = readFileSync(new URL("../../../../docs/stations/desk.md", import.meta.url), "utf8")

/** The rows of the table under a header, cell by cell. */
function rowsUnder(first: string, second: string): readonly (readonly string[])[] {
  const lines = page.split("\n")
  const header = lines.findIndex((line) => new RegExp(`^\\| ${first} +\\| ${second}`).test(line))
  const rows = lines.slice(header + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith("|")),
    )
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

const namesIn = (cell = ""): readonly string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name)

describe("docs/stations/desk.md", () => {
  it("tells of every role the commands that it gives", async () => {
    const types = [...deskCommandSchema.options.map(({ shape }) => shape.type.value), "unseal-author"]
    const expected: Record<string, readonly string[]> = {}
    for (const role of deskRoles) {
      const ask = createRoleAuthorisation({ grantsOf: () => [{ role, personalData: "author" }] })
      const asked = types.map(async (type) => {
        // Only the type is looked at where no incident is.
        const request = { actor: { id: "a", kind: "person" }, command: { type, incidentId: "i" }, incident: null } as AuthorisationRequest
        return (await ask(request)).allowed ? [type] : []
      })
      expected[role] = (await Promise.all(asked)).flat().toSorted()
    }
    const rows = rowsUnder("role", "gives")
    expect(Object.fromEntries(rows.map(([role, gives]) => [namesIn(role)[0], namesIn(gives).toSorted()]))).toEqual(expected)
  })

  it("lists the events that are none of an incident's", () => {
    // A name that is added fails to compile until it stands here.
    const names: Record<Exclude<DeskEventName, IncidentEvent["type"]>, true> = {
      "author-waits": true,
      "page-read": true,
      "item-skipped": true,
      "date-corrected": true,
      "gap-found": true,
      "gaps-merged": true,
      "source-failed": true,
      "work-failed": true,
      "source-silent": true,
      "source-behind": true,
      "clock-off": true,
      "reply-unchecked": true,
    }
    expect(
      rowsUnder("event", "tells")
        .flatMap(([name]) => namesIn(name))
        .toSorted(),
    ).toEqual(Object.keys(names).toSorted())
  })

  it("lists every code of an error with its HTTP status", () => {
    const statuses: Record<DeskErrorCode, number> = {
      config: 400,
      "invalid-query": 400,
      "invalid-rule": 400,
      forbidden: 403,
      "not-found": 404,
      conflict: 409,
      duplicate: 409,
      "illegal-transition": 409,
      refused: 409,
      "missing-fact": 422,
      "unreadable-photo": 422,
      capability: 501,
      auth: 502,
      protocol: 502,
      ambiguous: 502,
      network: 503,
      "rate-limited": 503,
    }
    const rows = rowsUnder("code", "HTTP")
    expect(Object.fromEntries(rows.map(([code, status]) => [namesIn(code)[0], Number(status)]))).toEqual(statuses)
  })

  it("lists every rule of handling with its default", () => {
    const rules = handlingSchema.parse({})
    const leaves = Object.entries(rules).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
      if (name === "conversation") return []
      const isGroup = typeof value === "object" && !Array.isArray(value)
      return isGroup ? Object.entries(value).map(([inner, own]) => [`${name}.${inner}`, own]) : [[name, value]]
    })
    const told = (first: string): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        rowsUnder(first, "default")
          .filter(([name]) => name !== "`conversation`")
          .map(([name, value = ""]): readonly [string, unknown] => [namesIn(name)[0] ?? "", JSON.parse(value.replaceAll("`", ""))]),
      )
    expect(told("`handling`")).toEqual(Object.fromEntries(leaves))
    expect(told("`handling\\.conversation`")).toEqual(rules.conversation)
  })
})

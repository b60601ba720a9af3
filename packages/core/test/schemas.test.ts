import * as z from "zod"
import { describe, expect, it } from "vitest"
import * as core from "@otklik/core"
import * as connector from "@otklik/core/connector"
import * as evidence from "@otklik/core/evidence"
import * as incident from "@otklik/core/incident"
import * as replies from "@otklik/core/replies"
import * as reports from "@otklik/core/reports"
import * as routing from "@otklik/core/routing"
import * as rules from "@otklik/core/rules"
import * as sla from "@otklik/core/sla"
import * as storage from "@otklik/core/storage"

const entries = { core, connector, evidence, incident, replies, reports, routing, rules, sla, storage }
const schemas = Object.entries(entries).flatMap(([entry, names]) =>
  Object.entries(names as Record<string, unknown>).flatMap(([name, value]) =>
    value instanceof z.core.$ZodType ? [{ name: `${entry}: ${name}`, schema: value }] : [],
  ),
)

describe("the schemas that a host may import", () => {
  it("are found", () => {
    expect(schemas.map(({ name }) => name)).toContain("core: deskCommandSchema")
    expect(schemas.length).toBeGreaterThan(15)
  })

  it.each(schemas)("$name has a JSON Schema of what it takes and of what it gives", ({ schema }) => {
    expect(z.toJSONSchema(schema, { io: "input" })).toBeTypeOf("object")
    expect(z.toJSONSchema(schema, { io: "output" })).toBeTypeOf("object")
  })

  it("say of a moment that it is one, both ways", () => {
    expect(z.toJSONSchema(connector.instantSchema, { io: "input" })).toMatchObject({ type: "string", format: "date-time" })
    expect(z.toJSONSchema(connector.instantSchema, { io: "output" })).toMatchObject({ type: "string", format: "date-time" })
  })
})

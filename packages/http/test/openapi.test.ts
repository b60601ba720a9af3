import { describe, expect, it } from "vitest"
import { routes } from "../src/routes/table.ts"
import { openTown } from "./town.ts"

interface Operation {
  readonly operationId: string
  readonly security: readonly unknown[]
  readonly responses: Readonly<Record<string, unknown>>
}

interface Discriminated {
  readonly discriminator?: { readonly propertyName: string }
  readonly oneOf?: readonly { readonly $ref: string }[]
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>
}

describe("the OpenAPI document", () => {
  it("says of closed shapes that exactly one of them fits", async () => {
    const { handler } = await openTown()
    const schemas = handler.openapi().components?.["schemas"] as Readonly<Record<string, object>>
    for (const name of ["ManyCommand", "ManyPreview", "Registration", "Replay"])
      expect(Object.keys(schemas[name] ?? {}), name).toContain("oneOf")
  })

  it("is the one that is committed", async () => {
    const { handler } = await openTown()
    // Written by `npx vitest run packages/http/test/openapi.test.ts -u`: whoever reads a change sees the API change.
    await expect(`${JSON.stringify(handler.openapi(), null, 2)}\n`).toMatchFileSnapshot("../openapi.json")
  })

  it("describes every route, and is answered", async () => {
    const { handler, ask } = await openTown({ handler: { basePath: "/api", info: { title: "Chita" } } })
    const document = (await (await ask("GET", "/api/openapi.json", { as: null })).json()) as {
      readonly info: { readonly title: string }
      readonly servers: readonly { readonly url: string }[]
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
    }
    expect(document).toEqual(JSON.parse(JSON.stringify(handler.openapi())))
    expect([document.info.title, document.servers]).toEqual(["Chita", [{ url: "/api" }]])
    const described = Object.values(document.paths).flatMap((operations) => Object.values(operations))
    expect(described.map(({ operationId }) => operationId).toSorted()).toEqual(routes.map(({ operationId }) => operationId).toSorted())
    for (const { operationId, security } of described) {
      expect(security.length > 0, operationId).toBe(routes.find((route) => route.operationId === operationId)?.isPublic !== true)
    }
    expect(handler.routes.map(({ operationId }) => operationId)).toEqual([...routes.map(({ operationId }) => operationId), "openapi"])
  })

  it("names the commands one by one, with moments as dates and what may be left out", async () => {
    const { handler } = await openTown()
    const { schemas } = handler.openapi().components as { readonly schemas: Readonly<Record<string, unknown>> }
    expect(schemas["TakeCommand"]).toMatchObject({ properties: { type: { const: "take" } }, required: ["type"] })
    expect(schemas["ReclassifyCommand"]).toMatchObject({ required: ["type"] })
    expect(schemas["RecordPublicationCommand"]).toMatchObject({ properties: { publishedAt: { format: "date-time" } } })
  })

  it("tells members apart by texts alone: generated clients write the value of a discriminator as one", async () => {
    const { handler } = await openTown()
    const { schemas } = handler.openapi().components as { readonly schemas: Readonly<Record<string, Discriminated>> }
    const told = Object.entries(schemas).filter(([, { discriminator }]) => discriminator !== undefined)
    expect(told.length).toBeGreaterThan(0)
    for (const [name, { discriminator, oneOf = [] }] of told) {
      for (const { $ref } of oneOf) {
        const property = schemas[$ref.split("/").at(-1) ?? ""]?.properties?.[discriminator?.propertyName ?? ""]
        expect(property?.type, `${name}: ${$ref}`).toBe("string")
      }
    }
  })
})

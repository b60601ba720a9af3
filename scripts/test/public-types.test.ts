import { describe, expect, it } from "vitest"
import { openPublicTypes } from "../public-types.ts"
import { root } from "../root.ts"
import { publicPackages, type Entry } from "../workspaces.ts"

const entries = publicPackages(root)
  .flatMap((workspace) => workspace.entries)
  .filter(({ name }) => !name.endsWith("/internal"))
const main = entries.find(({ name }) => name === "@otklik/core")
if (main === undefined) throw new TypeError("the core has no entry")

const invented = "packages/core/src/invented.ts"
const inventedSource = `import * as z from "zod"
const schema = z.strictObject({
  /** This sentence is lost: the type is inferred. */
  id: z.string(),
})
/** Options. */
export type Inferred = z.output<typeof schema>
/** Options. */
export interface Options {
  /** How many. */
  readonly count: number
  readonly silent: { readonly deep: readonly Part[] }
  /** What it is. */
  readonly part: Part | null
}
/** A part. */
export interface Part {
  readonly kind: "part"
  readonly size?: number
}
`

const types = openPublicTypes(root, { [invented]: inventedSource })
const inventedEntry: Entry = { name: "@otklik/invented", source: invented }

describe("what an editor says", () => {
  it("of every field of every public type is a sentence of an interface", { timeout: 120_000 }, () => {
    const fields = types.fieldsOf(entries)
    expect(fields.length).toBeGreaterThan(2500)
    expect(fields.filter(({ says, isWritten }) => says === "" || !isWritten)).toEqual([])
  })

  it("of a field without a sentence, or with an inferred type, is missed", () => {
    const missed = types.fieldsOf([inventedEntry]).filter(({ says, isWritten }) => says === "" || !isWritten)
    expect(missed.map(({ name }) => name).toSorted()).toEqual(["Options.deep", "Options.silent", "Part.size", "id"])
  })

  it("of a field is what hovering over it shows", () => {
    const fields = types.fieldsOf([inventedEntry])
    for (const name of ["count", "part"])
      expect(types.hover(invented, `${name}:`)).toBe(fields.find((field) => field.name === `Options.${name}`)?.says)
    expect(types.hover(invented, "count:")).toBe("How many.")
    expect(types.hover("packages/core/src/sla/policy.ts", "startsAt:")).toBe("Which moment starts the clock.")
  })

  it("first of @otklik/core is what a host begins with, and of nothing but its names", () => {
    const proposed = types.completionsOf(main)
    expect(proposed).toEqual(types.namesOf(main))
    // A first page of an editor has a dozen names or two.
    expect(proposed.slice(0, 20)).toEqual(expect.arrayContaining(["Clock", "Connector", "createDesk", "Desk"]))
    expect(types.completionsOf(main, "create")).toEqual(["createDesk", "createRoleAuthorisation"])
    expect(types.completionsOf(main, "Desk")[0]).toBe("Desk")
  })

  it("of every name of @otklik/core is a sentence", () => {
    expect(types.undescribedNames(main)).toEqual([])
  })
})

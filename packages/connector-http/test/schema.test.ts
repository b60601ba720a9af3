import { describe, expect, it } from "vitest"
import { wireSchemas } from "../src/api/wire.ts"

describe("the schemas of both sides", () => {
  it.each(Object.entries(wireSchemas))("schema/%s.json is what the code checks by; `vitest -u` writes it", async (name, schema) => {
    await expect(`${JSON.stringify(schema(), null, 2)}\n`).toMatchFileSnapshot(`../schema/${name}.json`)
  })
})

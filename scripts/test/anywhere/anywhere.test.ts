import { createRequire } from "node:module"
import { createContext, Script } from "node:vm"
import { build } from "esbuild"
import { describe, expect, it } from "vitest"
import { root } from "../../root.ts"

interface Outcome {
  readonly result: unknown
  readonly forms: unknown
}

/** What every browser has beside the language itself. */
const pageGlobals =
  "AbortController AbortSignal atob Blob btoa crypto DecompressionStream Response TextDecoder TextEncoder URL WebAssembly".split(" ")

/** Bundles the program for a platform and runs it in a realm that has nothing else than it is given. */
async function runOn(platform: "browser" | "node", beside: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const { outputFiles } = await build({
    entryPoints: [`${root}/scripts/test/anywhere/program.ts`],
    bundle: true,
    write: false,
    platform,
    format: "iife",
    globalName: "program",
    conditions: ["@otklik/source"],
    logLevel: "silent",
  })
  const page = Object.fromEntries(pageGlobals.map((name) => [name, Reflect.get(globalThis, name) as unknown]))
  const realm = createContext({ ...page, ...beside })
  new Script(outputFiles[0]?.text ?? "").runInContext(realm)
  const { result, forms } = realm["program"] as { readonly result: string; forms(): Promise<string> }
  return { result: JSON.parse(result), forms: JSON.parse(await forms()) }
}

describe("the entries that run anywhere", () => {
  it("give on a page, without anything of Node, what they give in Node", async () => {
    const there = await runOn("browser", {})
    const here = await runOn("node", { require: createRequire(import.meta.url), Buffer })
    expect(there.result).toEqual(here.result)
    expect(there.result).toMatchObject({
      rules: { matches: [{ ruleId: "cold", topic: "heating" }], wrong: { code: "invalid-query" }, bad: { code: "invalid-rule" } },
      terms: { due: "2026-11-05T01:30:00.000Z", wrong: { code: "config" } },
      places: { route: { authorityId: "heat" } },
      incident: { state: { status: "candidate" } },
      wording: { plural: "заявок", due: "вт, 24 ноября, 12:00" },
    })
    expect(there.forms).toEqual({ ...Object(here.forms), before: expect.objectContaining({ code: "capability" }) })
    expect(here.forms).toMatchObject({ before: true, after: expect.arrayContaining(["воды", "водой"]) })
  })
})

// What a host pays for one name: bundled by esbuild, minified, brotli, everything it needs included. After a build.
import { build, type BuildFailure } from "esbuild"
import { brotliCompressSync } from "node:zlib"
import { root } from "./root.ts"

interface Limit {
  readonly names: string
  readonly from: string
  /** In bytes. */
  readonly limit: number
}

const kilobyte = 1000
const limits: readonly Limit[] = [
  { names: "isDeskError", from: "@otklik/core", limit: 2 * kilobyte },
  { names: "parseQuery, printQuery, lintQuery", from: "@otklik/core/rules", limit: 15 * kilobyte },
  { names: "createMatcher", from: "@otklik/core/rules", limit: 45 * kilobyte },
  // With standing replies.
  { names: "decide, evolve, initialIncident", from: "@otklik/core/incident", limit: 16 * kilobyte },
  { names: "createLocator, route", from: "@otklik/core/routing", limit: 55 * kilobyte },
  { names: "createCalendar, addWorkingTime", from: "@otklik/core/sla", limit: 30 * kilobyte },
  // With what tells form replies and stock texts.
  { names: "createReplyLint", from: "@otklik/core/replies", limit: 62 * kilobyte },
  { names: "buildReport", from: "@otklik/core/reports", limit: 35 * kilobyte },
  { names: "pluralRu", from: "@otklik/locale-ru", limit: 2 * kilobyte },
  // With composing, workload, joining, standing replies, mass events and suggestions, which are calls of every desk.
  { names: "createDesk", from: "@otklik/core", limit: 188 * kilobyte },
]

let failed = 0
for (const { names, from, limit } of limits) {
  for (const platform of ["browser", "node"] as const) {
    const size = await sizeOf(`import { ${names} } from "${from}"\nglobalThis.used = [${names}]`, platform)
    const isWithin = typeof size === "number" && size <= limit
    if (!isWithin) failed += 1
    const told = typeof size === "number" ? `${(size / kilobyte).toFixed(1)} kB` : size
    console.log(`${isWithin ? "ok    " : "FAILED"} ${platform.padEnd(8)} ${names} of ${from}: ${told}, at most ${limit / kilobyte} kB`)
  }
}
process.exitCode = failed === 0 ? 0 : 1

/** Bytes, or why there is no bundle. */
async function sizeOf(contents: string, platform: "browser" | "node"): Promise<number | string> {
  const consumer = {
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    logLevel: "silent",
  } as const
  try {
    const { outputFiles } = await build({ ...consumer, platform })
    const [bundle] = outputFiles
    return bundle === undefined ? "nothing came out" : brotliCompressSync(bundle.contents).length
  } catch (failure) {
    const [first] = (failure as BuildFailure).errors
    return first === undefined ? String(failure) : `${first.text} (${first.location?.file ?? "?"})`
  }
}

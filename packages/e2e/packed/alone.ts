import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as z from "zod"

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
})

/**
 * Makes a folder that holds one package and what it says that it needs, and nothing else: whatever else it imports is
 * not there.
 *
 * @param modules - a `node_modules` with everything
 * @param name - the package
 * @param folder - an empty folder
 * @returns what is there
 */
export function putAlone(modules: string, name: string, folder: string): readonly string[] {
  const needed = new Set<string>()
  const waiting = [name]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue
    needed.add(next)
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(modules, next, "package.json"), "utf8")))
    const peers = Object.keys(manifest.peerDependencies).filter((peer) => manifest.peerDependenciesMeta[peer]?.optional !== true)
    // Those of another platform are not installed.
    const optional = Object.keys(manifest.optionalDependencies).filter((one) => existsSync(join(modules, one)))
    waiting.push(...Object.keys(manifest.dependencies), ...peers, ...optional)
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "alone", private: true, type: "module" }))
  for (const one of needed) cpSync(join(modules, one), join(folder, "node_modules", one), { recursive: true })
  return [...needed].toSorted()
}

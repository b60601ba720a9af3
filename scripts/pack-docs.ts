// Copies the pages into the core, which brings them to whoever installs it. Nothing of the copy is tracked.
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { packed, packedDocs } from "./packed-docs.ts"
import { root } from "./root.ts"
import { readTree } from "./tree.ts"

for (const [path, text] of packed(readTree(root))) {
  const target = join(root, packedDocs, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}

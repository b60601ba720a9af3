// Writes the tables of docs/reference, which are made from the code.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pagesMadeAnew } from "./reference/pages.ts"
import { root } from "./root.ts"
import { readTree } from "./tree.ts"

for (const [file, text] of await pagesMadeAnew(readTree(root))) {
  writeFileSync(join(root, file), text)
  console.log(`written: ${file}`)
}

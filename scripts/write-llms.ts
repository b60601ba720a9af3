// Writes llms.txt of the core from the headings of the pages.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { llmsFile, llmsText } from "./llms.ts"
import { root } from "./root.ts"
import { readTree } from "./tree.ts"

writeFileSync(join(root, llmsFile), llmsText(readTree(root)))
console.log(`written: ${llmsFile}`)

// Writes the table of networks from the certificates that stand beside the tests of the connectors.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pageWithTable, tablePage } from "./network-table.ts"
import { root } from "./root.ts"
import { readTree } from "./tree.ts"

writeFileSync(join(root, tablePage), pageWithTable(readTree(root)))
console.log(`written: ${tablePage}`)

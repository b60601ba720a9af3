// Writes into every page the code that the comments above its blocks name:
// `<!-- code: examples/pages/rules.ts#check -->`. `--check` writes nothing, and fails where a page differs.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { checkCodeBlocks, codeOf, isCodePage } from "./checks/code-blocks.ts"
import { readCodeBlocks } from "./code-blocks.ts"
import { root } from "./root.ts"
import { readTree } from "./tree.ts"

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } })
const tree = readTree(root)

if (!values.check) {
  for (const file of tree.files.filter(isCodePage)) {
    const page = readFileSync(join(root, file), "utf8")
    let text = page
    // From the end, so that the places before stay where they are.
    for (const { source, isIndented, inside } of readCodeBlocks(page).blocks.toReversed()) {
      const shown = source === undefined || isIndented ? undefined : codeOf(tree, source)
      if (shown !== undefined && "code" in shown) text = `${text.slice(0, inside[0])}${shown.code}\n${text.slice(inside[1])}`
    }
    if (text === page) continue
    writeFileSync(join(root, file), text)
    console.log(`written: ${file}`)
  }
}

const problems = checkCodeBlocks(tree)
for (const { file, line, message } of problems) console.error(`${file}:${line ?? 1}: ${message}`)
process.exitCode = problems.length === 0 ? 0 : 1

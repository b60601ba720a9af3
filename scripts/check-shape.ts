// The rules of the house that no linter knows. Each lives in checks/, with a test that shows it fail.
import { checkAmbient } from "./checks/ambient.ts"
import { checkAnywhere } from "./checks/anywhere.ts"
import { checkCodeBlocks } from "./checks/code-blocks.ts"
import { checkCommentWidth } from "./checks/comment-width.ts"
import { checkConnectorShape } from "./checks/connector-shape.ts"
import { checkDocLinks } from "./checks/doc-links.ts"
import { checkEscapes } from "./checks/escapes.ts"
import { checkExports } from "./checks/exports.ts"
import { checkForbiddenStrings } from "./checks/forbidden-strings.ts"
import { checkLlms } from "./checks/llms.ts"
import { checkNamedFiles } from "./checks/named-files.ts"
import { checkNetworkTable } from "./checks/network-table.ts"
import { checkPackageShape } from "./checks/package-shape.ts"
import { checkReadmePair } from "./checks/readme-pair.ts"
import { checkModules } from "./checks/modules.ts"
import { root } from "./root.ts"
import { type Check, readTree } from "./tree.ts"

const checks: Readonly<Record<string, Check>> = {
  modules: checkModules,
  ambient: checkAmbient,
  anywhere: checkAnywhere,
  exports: checkExports,
  escapes: checkEscapes,
  "comment-width": checkCommentWidth,
  "package-shape": checkPackageShape,
  "connector-shape": checkConnectorShape,
  "doc-links": checkDocLinks,
  "code-blocks": checkCodeBlocks,
  "named-files": checkNamedFiles,
  llms: checkLlms,
  "network-table": checkNetworkTable,
  "readme-pair": checkReadmePair,
  "forbidden-strings": checkForbiddenStrings,
}

const tree = readTree(root)
let count = 0
for (const [name, check] of Object.entries(checks)) {
  for (const { file, line, message } of check(tree)) {
    count += 1
    console.error(`${file}${line === undefined ? "" : `:${line}`}: ${message} (${name})`)
  }
}
console.log(count === 0 ? `${Object.keys(checks).length} checks hold for ${tree.files.length} files` : `${count} problems`)
process.exitCode = count === 0 ? 0 : 1

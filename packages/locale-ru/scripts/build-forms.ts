// Makes src/forms/packed.ts out of the dictionary that package.json names. Run: node packages/locale-ru/scripts/build-forms.ts
// A test says whether the file that is there is what this makes.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { makeTable } from "./make-table.ts"

const { packed } = makeTable()
writeFileSync(
  join(import.meta.dirname, "../src/forms/packed.ts"),
  `// Made by scripts/build-forms.ts from dictionary-ru 3.0.0 (BSD-3-Clause, see LICENSE.dictionary-ru), changed in the making. Not to be edited.
/** The words of the dictionary with their forms; \`table.ts\` tells the layout. */
export const packedForms =
  "${packed.base64}"
`,
)
console.log(
  `${packed.lexemes} words, ${packed.classes} classes, ${packed.plainBytes} bytes, packed ${packed.packedBytes}, in base64 ${packed.base64.length}`,
)

// Makes src/forms/packed.ts out of the dictionary that package.json names. Run: node
// packages/locale-ru/scripts/build-forms.ts A test says whether the file that is there is what this makes.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { makeTable } from "./make-table.ts"

const { packed } = makeTable()
// gzip: browsers unpack it as Node does.
const compressed = gzipSync(packed.plain, { level: 9, memLevel: 9 })
const base64 = compressed.toString("base64")
// Its type is written down, or the declarations would repeat the whole text as a literal type.
writeFileSync(
  join(import.meta.dirname, "../src/forms/packed.ts"),
  `// Made by scripts/build-forms.ts from dictionary-ru 3.0.0 (BSD-3-Clause, see LICENSE.dictionary-ru), changed in the
// making. Not to be edited.
/** The words of the dictionary with their forms; \`table.ts\` describes the layout. */
export const packedForms: string =
  "${base64}"
`,
)
console.log(
  `${packed.lexemes} words, ${packed.classes} classes, ${packed.plain.length} bytes, packed ${compressed.length}, in base64 ${base64.length}`,
)

// Makes src/forms/packed.ts out of the dictionary that package.json names. Run: node packages/locale-ru/scripts/build-forms.ts
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { settleHomonyms } from "./homonyms.ts"
import { readHunspell } from "./hunspell.ts"
import { joinLexemes } from "./join.ts"
import { takeForeign } from "./not-forms.ts"
import { packLexemes } from "./pack.ts"
import { selectLexemes } from "./select.ts"

const folder = dirname(createRequire(import.meta.url).resolve("dictionary-ru"))
const dictionary = readHunspell(readFileSync(join(folder, "index.aff"), "utf8"), readFileSync(join(folder, "index.dic"), "utf8"))
const joined = takeForeign(joinLexemes(dictionary))
settleHomonyms(joined)
const lexemes = selectLexemes(joined)
const packed = packLexemes(lexemes)
const target = join(import.meta.dirname, "../src/forms/packed.ts")
writeFileSync(
  target,
  `// Made by scripts/build-forms.ts from dictionary-ru 3.0.0 (BSD-3-Clause, see LICENSE.dictionary-ru). Not to be edited.
/** The words of the dictionary with their forms; \`table.ts\` tells the layout. */
export const packedForms =
  "${packed.base64}"
`,
)
console.log(
  `${packed.lexemes} words, ${packed.classes} classes, ${packed.plainBytes} bytes, packed ${packed.packedBytes}, in base64 ${packed.base64.length}`,
)

// What was packed must come out again.
const { unpackTable } = await import("../src/forms/table.ts")
const table = unpackTable()
const lost = lexemes.filter(
  ({ lemma, forms }) =>
    !table.read(lemma).some((reading) => reading.lemma === lemma && isSame(table.formsOf(reading.stem, reading.classId), forms)),
)
if (lost.length > 0) throw new Error(`${lost.length} words are not read back, as ${lost[0]?.lemma ?? ""}`)

function isSame(found: readonly string[], wanted: ReadonlySet<string>): boolean {
  return new Set(found).size === wanted.size && found.every((form) => wanted.has(form))
}

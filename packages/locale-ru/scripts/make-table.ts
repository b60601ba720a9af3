import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { settleHomonyms } from "./homonyms.ts"
import { readHunspell } from "./hunspell.ts"
import { joinLexemes } from "./join.ts"
import type { Lexeme } from "./lexeme.ts"
import { takeForeign } from "./not-forms.ts"
import { packLexemes, type Packed } from "./pack.ts"
import { selectLexemes } from "./select.ts"

/** The words that are shipped, and the same words packed. */
export interface MadeTable {
  readonly lexemes: readonly Lexeme[]
  readonly packed: Packed
}

/**
 * The table of word forms, from the dictionary that package.json names.
 *
 * @throws Error when the dictionary is not installed or is another one than the rules were written for
 */
export function makeTable(): MadeTable {
  const folder = dirname(createRequire(import.meta.url).resolve("dictionary-ru"))
  const dictionary = readHunspell(readFileSync(join(folder, "index.aff"), "utf8"), readFileSync(join(folder, "index.dic"), "utf8"))
  const joined = takeForeign(joinLexemes(dictionary))
  settleHomonyms(joined)
  const lexemes = selectLexemes(joined)
  return { lexemes, packed: packLexemes(lexemes) }
}

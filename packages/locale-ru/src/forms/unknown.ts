import { knownForms } from "./forms-of.ts"
import type { FormTable } from "./table.ts"

/** First parts of compound words that a dictionary cannot list all of. The longest that fits is tried first. */
const firstParts =
  `авто авиа аква био быстро вело видео внутри водо высоко газо гео гидро гипер гор госу гос двух дет довоенно домо евро жил зоо интернет инфо кино книго кибер ком комп космо макро мало медиа мед мега меж меж микро мини много моно мото мульти мусоро мясо
  нано нацио недо нейро не нефте низко обл обще одно около онлайн пере под пол после пост пред пресс противо псевдо радио рай ре само сан сверх свето связь северо сель снего соц со спец спорт средне строй супер суб теле тепло термо тех трех турбо ультра
  фарм фото хоз цифро чрез шумо экс эко электро энерго юго`
    .trim()
    .split(/\s+/)
    .toSorted((one, other) => other.length - one.length)

/** A second part that is shorter could be anything. */
const shortestPart = 4

/** A word that is shorter is not declined by analogy: it could be a name, an abbreviation or a slip of the pen. */
const shortestUnknown = 6

/**
 * The forms of a word that is in no dictionary, where they can hardly be wrong; undefined elsewhere. In this order:
 *
 * 1. A hyphenated word is declined in its last part (`бизнес-центр`).
 * 2. A compound of a known first part and a word of the table is declined as that word (`соцсеть`, `тепломагистраль`).
 * 3. Any other word is declined as nearly all known words with its ending are (`ямочный`).
 *
 * @param table - the words
 * @param word - folded, not in the table
 */
export function guessedForms(table: FormTable, word: string): ReadonlySet<string> | undefined {
  const hyphen = word.lastIndexOf("-")
  if (hyphen !== -1) return prefixed(word.slice(0, hyphen + 1), knownForms(table, word.slice(hyphen + 1)))
  for (const first of firstParts) {
    if (!word.startsWith(first) || word.length - first.length < shortestPart) continue
    const forms = commonForms(table, word.slice(first.length))
    if (forms !== undefined) return prefixed(first, forms)
  }
  if (word.length < shortestUnknown || !/^[а-я]*[аеиоуыэюя][а-я]*$/.test(word)) return undefined
  const analogy = table.analogyOf(word)
  return analogy === undefined ? undefined : new Set([word, ...table.formsOf(analogy.stem, analogy.classId)])
}

/** The forms of a noun or an adjective that is no name. */
function commonForms(table: FormTable, word: string): ReadonlySet<string> | undefined {
  const declined = table.read(word).some(({ part, isName }) => !isName && (part === "noun" || part === "adjective"))
  return declined ? knownForms(table, word) : undefined
}

function prefixed(prefix: string, forms: ReadonlySet<string> | undefined): ReadonlySet<string> | undefined {
  return forms === undefined ? undefined : new Set([...forms].map((form) => prefix + form))
}

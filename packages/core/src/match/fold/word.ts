/** Latin letters and the Cyrillic letters that look the same, in lower case. */
const lookAlikes: readonly (readonly [string, string])[] = [
  ["a", "а"],
  ["b", "в"],
  ["c", "с"],
  ["e", "е"],
  ["h", "н"],
  ["i", "і"],
  ["k", "к"],
  ["m", "м"],
  ["o", "о"],
  ["p", "р"],
  ["t", "т"],
  ["x", "х"],
  ["y", "у"],
]
const cyrillicOf = new Map(lookAlikes)
const latinOf = new Map(lookAlikes.map(([latin, cyrillic]) => [cyrillic, latin]))

/**
 * The Cyrillic letter that looks like a Latin one, as UTF-16 units in lower case.
 *
 * @param unit - a folded letter
 * @returns undefined for every other letter
 */
export function cyrillicTwin(unit: number): number | undefined {
  return cyrillicOf.get(String.fromCharCode(unit))?.charCodeAt(0)
}

const isLatin = (code: number): boolean => code >= 0x61 && code <= 0x7a
const isCyrillic = (code: number): boolean => code >= 0x400 && code <= 0x52f

/**
 * Finishes the folding of one word whose letters are folded already: writes it in one script when look-alikes allow it,
 * then shortens repeats. `cвета` with a Latin `c` becomes Cyrillic, `светааа` becomes `света`; `ооо`, a word of one
 * letter only, stays three long.
 *
 * @param word - letters folded one by one
 */
export function repairWord(word: string): string {
  return shortenRepeats(inOneScript(word))
}

/** Where both scripts are possible, the one with more letters wins; Cyrillic at a tie. */
function inOneScript(word: string): string {
  let latin = 0
  let cyrillic = 0
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index)
    if (isLatin(code)) latin += 1
    else if (isCyrillic(code)) cyrillic += 1
  }
  if (latin === 0 || cyrillic === 0) return word
  const toCyrillic = replaced(word, isLatin, cyrillicOf)
  const toLatin = replaced(word, isCyrillic, latinOf)
  if (latin > cyrillic) return toLatin ?? toCyrillic ?? word
  return toCyrillic ?? toLatin ?? word
}

function replaced(word: string, isForeign: (code: number) => boolean, twins: ReadonlyMap<string, string>): string | undefined {
  let result = ""
  for (let index = 0; index < word.length; index++) {
    const letter = word.charAt(index)
    if (!isForeign(word.charCodeAt(index))) {
      result += letter
      continue
    }
    const twin = twins.get(letter)
    if (twin === undefined) return undefined
    result += twin
  }
  return result
}

/** Three or more of one letter become one; when the word is nothing else, three. Digits are left alone. */
function shortenRepeats(word: string): string {
  let result = ""
  let from = 0
  let changed = false
  for (let index = 1; index <= word.length; index++) {
    const code = word.charCodeAt(from)
    if (index < word.length && word.charCodeAt(index) === code) continue
    const run = index - from
    if (run < 3 || (code >= 0x30 && code <= 0x39) || (code >= 0xd800 && code <= 0xdfff)) {
      result += word.slice(from, index)
    } else {
      changed = true
      result += word.charAt(from).repeat(run === word.length ? 3 : 1)
    }
    from = index
  }
  return changed ? result : word
}

/**
 * Whether {@link repairWord} may change a token: it is written in two scripts, or has a letter three times in a row.
 *
 * @param units - folded letters
 * @param from - first unit
 * @param to - after the last unit
 */
export function needsRepair(units: Uint16Array, from: number, to: number): boolean {
  let latin = false
  let cyrillic = false
  let run = 0
  let before = 0
  for (let index = from; index < to; index++) {
    const unit = units[index] as number
    if (unit === before) {
      run += 1
      if (run >= 3) return true
    } else {
      run = 1
      before = unit
    }
    if (isLatin(unit)) latin = true
    else if (isCyrillic(unit)) cyrillic = true
  }
  return latin && cyrillic
}

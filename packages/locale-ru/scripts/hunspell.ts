/** One entry of a hunspell dictionary, folded (lower case, ё as е), with the forms that each of its flags allows. */
export interface Entry {
  readonly word: string
  /** Whether the dictionary writes it with a capital letter: a name or an abbreviation. */
  readonly capital: boolean
  readonly flags: string
  readonly formsByFlag: ReadonlyMap<string, readonly string[]>
}

/** A suffix rule: `strip` gives way to `add` in a word that ends as `condition` says. Folded. */
export interface SuffixRule {
  readonly strip: string
  readonly add: string
  readonly condition: RegExp
}

/** A hunspell dictionary as its rules and entries. */
export interface Dictionary {
  readonly rules: ReadonlyMap<string, readonly SuffixRule[]>
  readonly entries: readonly Entry[]
}

/** Lower case, ё as е: the spelling that the matcher sees. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е")
}

/** What a rule makes of a word; undefined when its condition does not hold. */
export function applyRule(rule: SuffixRule, word: string): string | undefined {
  if (!word.endsWith(rule.strip) || !rule.condition.test(word)) return undefined
  return word.slice(0, word.length - rule.strip.length) + rule.add
}

/**
 * Reads a hunspell dictionary that has suffix rules only (`SFX` with one-letter flags), which is what the Russian one
 * is.
 *
 * @param aff - text of the `.aff` file
 * @param dic - text of the `.dic` file
 * @throws Error when the dictionary uses something that this reader does not know
 */
export function readHunspell(aff: string, dic: string): Dictionary {
  const raw = readRules(aff)
  const rules = new Map([...raw].map(([flag, list]) => [flag, list.map(foldRule)]))
  const entries: Entry[] = []
  for (const line of dic.split(/\r?\n/).slice(1)) {
    const [word = "", flags = ""] = line.trim().split("/")
    if (word === "") continue
    const formsByFlag = new Map<string, readonly string[]>()
    for (const flag of flags) {
      const ofFlag = raw.get(flag)
      if (ofFlag === undefined) throw new Error(`unknown flag ${flag} of ${word}`)
      formsByFlag.set(flag, [...new Set(ofFlag.flatMap((rule) => applyRule(rule, word) ?? []).map(fold))])
    }
    entries.push({ word: fold(word), capital: word !== word.toLowerCase(), flags, formsByFlag })
  }
  return { rules, entries }
}

function foldRule({ strip, add, condition }: SuffixRule): SuffixRule {
  return { strip: fold(strip), add: fold(add), condition: new RegExp(fold(condition.source), "u") }
}

function readRules(aff: string): ReadonlyMap<string, readonly SuffixRule[]> {
  const rules = new Map<string, SuffixRule[]>()
  for (const line of aff.split(/\r?\n/)) {
    const [kind = "", flag = "", strip = "", add = "", condition] = line.trim().split(/\s+/)
    if (kind === "PFX" || kind === "FLAG" || kind === "AF") throw new Error(`this reader does not know ${kind}`)
    if (kind !== "SFX") continue
    const ofFlag = rules.get(flag) ?? []
    rules.set(flag, ofFlag)
    // The first line of a flag is its header: name, cross product, count.
    if (condition === undefined) continue
    ofFlag.push({ strip: strip === "0" ? "" : strip, add: add === "0" ? "" : add, condition: new RegExp(`${condition}$`, "u") })
  }
  return rules
}

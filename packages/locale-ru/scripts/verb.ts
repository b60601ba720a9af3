import type { SuffixRule } from "./hunspell.ts"
import { applyRule } from "./hunspell.ts"
import { irregularVerbs } from "./irregular.ts"
import { type Lexeme, type LoosePool, takeAttested } from "./lexeme.ts"

/** An infinitive: `-ть`, `-ти`, `-чь`, with or without `-ся`. */
export const infinitive = /(?:[аеиоуыэюя]ть|[сз]ть|[сз]?ти|й?ти|чь)(?:ся|сь)?$/

/** Flags of the dictionary that make verb forms. */
export const verbFlags = "BDLMPQRTUVWY"

/**
 * The flags whose rules are tried on every verb: present, imperative, gerunds. The past is made by hand, its rules are
 * too wide.
 */
const ruleFlags = "MUVYWDBTPQR"

/** What a verb is completed from. */
export interface VerbSources {
  /** Every suffix rule of the dictionary, by flag. */
  readonly rules: ReadonlyMap<string, readonly SuffixRule[]>
  /** The forms without an owner. */
  readonly pool: LoosePool
  /** Every form that the dictionary lists. */
  readonly anywhere: ReadonlySet<string>
}

/**
 * Completes the finite forms of a verb: the dictionary splits many verbs over several entries (`мерзнуть` and `мерз`,
 * `течь` and `течет`).
 *
 * @param verb - the verb with the forms of its own entry
 * @param sources - where the rest is searched for
 */
export function completeVerb(verb: Lexeme, { rules, pool, anywhere }: VerbSources): void {
  const { lemma } = verb
  for (const form of irregularForms(lemma)) {
    if (!irregularVerbs.has(lemma) && !pool.has(form)) continue
    verb.forms.add(form)
    pool.take(form)
  }
  const present = [...verb.forms].filter((form) => form !== lemma && /(?:[аеи]шь|[аеи]с?т|[уюая]т)(?:ся)?$/.test(form))
  const hasPresent = present.length >= 3
  for (const flag of hasPresent ? "BTPQR" : ruleFlags) {
    const group = (rules.get(flag) ?? []).flatMap((rule) => applyRule(rule, lemma) ?? [])
    const wanted = "BTPQRW".includes(flag) ? 1 : 4
    if (group.filter((form) => pool.has(form) || verb.forms.has(form)).length >= wanted) takeAttested(verb, group, pool)
  }
  const base = lemma.replace(/с[яь]$/, "")
  const reflexive = base !== lemma
  for (const stem of presentStems(base)) {
    for (const endings of conjugations) {
      const group = endings.filter((ending) => fits(stem, endings, ending)).map((ending) => suffixed(stem + ending, reflexive))
      // Where some of the present is known, the stem must be the one that it has.
      if (hasPresent && group.filter((form) => verb.forms.has(form)).length < 3) continue
      const found = group.filter((form) => pool.has(form) || verb.forms.has(form))
      const bothThirds = found.some((form) => /[еи]т(?:ся)?$/.test(form)) && found.some((form) => /[уюая]т(?:ся)?$/.test(form))
      if (found.length >= 4 || (bothThirds && base.startsWith(stem) && base.length - stem.length < 4)) takeAttested(verb, group, pool)
    }
  }
  // The first person of `платить` is listed as a form of `плакать` only.
  if (verb.forms.has(suffixed(`${base.slice(0, -3)}ит`, reflexive))) {
    const attested = firstPersons(base)
      .map((plain) => suffixed(plain, reflexive))
      .filter((form) => anywhere.has(form))
    // `лечу` of `лететь`, and then not `лещу`, which is of `лещ`.
    const isPlain = attested.some((form) => /чу(?:сь)?$/.test(form)) && !/ст[ие]ть$/.test(base)
    for (const form of attested) {
      if (isPlain && /щу(?:сь)?$/.test(form)) continue
      verb.forms.add(form)
      pool.take(form)
    }
  }
  takeAttested(
    verb,
    pastForms(base, (form) => pool.has(suffixed(form, reflexive))).map((form) => suffixed(form, reflexive)),
    pool,
  )
  takeAttested(
    verb,
    thirdPlurals(verb).flatMap((form) => {
      const stem = form.replace(/с[яь]$/, "").slice(0, -2)
      const imperative = verb.forms.has(suffixed(`${stem}ите`, reflexive)) ? [] : ["и", "ите", "ь", "ьте", "й", "йте"]
      // `дель` is no imperative of `делить`: there is no `дельте`.
      const isWhole = (ending: string): boolean => !/^[ьй]$/.test(ending) || pool.has(suffixed(`${stem}${ending}те`, reflexive))
      return [...imperative.filter(isWhole), /[жшщч]$/.test(stem) ? "а" : "я"].map((ending) => suffixed(stem + ending, reflexive))
    }),
    pool,
  )
}

/** Endings of the present, first and second conjugation. */
const conjugations = [
  ["у", "ю", "ешь", "ет", "ем", "ете", "ут", "ют"],
  ["у", "ю", "ишь", "ит", "им", "ите", "ат", "ят"],
] as const

/**
 * Whether an ending stands on this stem. The first person of the second conjugation is `-у` after ж, ш, ч, щ and `-ю`
 * after р, л, н and vowels; the other consonants change (`мечу`, not `мету`), which `mutations` tells.
 */
function fits(stem: string, endings: readonly string[], ending: string): boolean {
  if (endings !== conjugations[1] || (ending !== "у" && ending !== "ю")) return true
  return (ending === "у" ? /[жшчщ]$/ : /[рлнаеиоуыэюя]$/).test(stem)
}

/** What the last consonant of a stem in `-ить` and `-еть` becomes in the first person and in the passive participle. */
const mutations = [
  ["ст", "щ"],
  ["т", "ч"],
  ["т", "щ"],
  ["д", "ж"],
  ["з", "ж"],
  ["с", "ш"],
  ["б", "бл"],
  ["п", "пл"],
  ["в", "вл"],
  ["м", "мл"],
] as const

function firstPersons(base: string): readonly string[] {
  if (!/[ие]ть$/.test(base)) return []
  const root = base.slice(0, -3)
  return mutations.flatMap(([from, to]) =>
    root.endsWith(from) ? [`${root.slice(0, root.length - from.length)}${to}у`, `${root.slice(0, root.length - from.length)}${to}ю`] : [],
  )
}

/** With `-ся` or, after a vowel, `-сь`, when the verb is reflexive. */
function suffixed(form: string, reflexive: boolean): string {
  if (!reflexive) return form
  return form + (/[аеиоуыэюя]$/.test(form) ? "сь" : "ся")
}

/** The forms of the third person plural among the forms of a verb. */
export function thirdPlurals(verb: Lexeme): readonly string[] {
  return [...verb.forms].filter((form) => form !== verb.lemma && /[уюая]т(?:ся)?$/.test(form))
}

function irregularForms(lemma: string): readonly string[] {
  const result: string[] = []
  const reflexive = /с[яь]$/.test(lemma)
  const base = reflexive && !irregularVerbs.has(lemma) ? lemma.slice(0, -2) : lemma
  for (const [ending, forms] of irregularVerbs) {
    // A verb of the table has its own line; the others take what stands behind their prefix.
    if (irregularVerbs.has(base) ? base !== ending : !base.endsWith(ending)) continue
    const prefix = base.slice(0, base.length - ending.length)
    for (const form of forms) result.push(suffixed(prefix + form, base !== lemma))
  }
  return result
}

/** What the last consonant of `писать`, `плакать`, `махать` becomes in the present. */
const softenings: Readonly<Record<string, readonly string[]>> = {
  т: ["ч", "щ"],
  к: ["ч"],
  г: ["ж"],
  д: ["ж"],
  з: ["ж"],
  с: ["ш"],
  х: ["ш"],
}

/** Stems that the present could have; the dictionary decides which of them is real. */
function presentStems(base: string): readonly string[] {
  const head = base.replace(/(?:т[ьи]|чь)$/, "")
  const stems: string[] = []
  if (base.endsWith("чь")) stems.push(`${head}к`, `${head}ч`, `${head}г`, `${head}ж`)
  if (/[сз]т[ьи]$/.test(base)) {
    const root = head.slice(0, -1)
    stems.push(head, ...["т", "д", "ст", "н", ...(/(?:гре|скре)$/.test(root) ? ["б"] : [])].map((letter) => root + letter))
  }
  if (/[аяеиыуо]ть$/.test(base)) {
    const vowel = head.at(-1) ?? ""
    const root = head.slice(0, -1)
    const last = root.at(-1) ?? ""
    const front = root.slice(0, -1)
    if (vowel !== "я" || /[аеиоуыэюя]$/.test(root)) stems.push(root)
    stems.push(head, `${root}о`, `${root}ь`, `${root}е`, `${head}н`, `${head}в`, `${root}н`, `${root}м`, `${root}им`, `${root}йм`)
    // `звать` → `зов`, `брать` → `бер`, `гнать` → `гон`; `писать` → `пиш`; `разбить` → `разобь`; `тереть` → `тр`;
    // `молоть` → `мел`.
    stems.push(`${front}о${last}`, `${front}е${last}`, `${front}о${last}ь`)
    stems.push(...(softenings[last] ?? []).map((soft) => front + soft))
    if (/[бпвмф]$/.test(root)) stems.push(`${root}л`)
    if (/с[тк]$/.test(root)) stems.push(`${front.slice(0, -1)}щ`)
    // `разобрать` → `разбер`, `отозвать` → `отзов`, `стереть` → `сотр`.
    if (/о[бдз][рв]$/.test(root)) stems.push(`${root.slice(0, -3)}${root.at(-2) ?? ""}${root.endsWith("в") ? "о" : "е"}${last}`)
    if (base.endsWith("нять")) stems.push(...["йм", "ним", "им", "м", "ыму"].map((tail) => front + tail))
    if (base.endsWith("ереть")) stems.push(`${base.slice(0, -5)}р`, `${base.slice(0, -6)}о${base.at(-6) ?? ""}р`)
    if (/о[вл]?оть$/.test(base)) stems.push(root, `${root.slice(0, -2)}е${last}`)
    if (/[ое]вать$/.test(base)) stems.push(`${base.slice(0, -5)}у`, `${base.slice(0, -5)}ю`)
    if (base.endsWith("авать")) stems.push(base.slice(0, -4))
    if (vowel === "у") stems.push(root)
  }
  return stems.filter((stem) => stem.length > 0)
}

/** Verbs in `-чь` whose past has к: `тек`, `пек`, `отрек`; the others have г: `мог`, `берег`, `пренебрег`. */
const pastInK = /(?<!бе|сте|неб)(?:[псв]л?ечь|течь|речь|л[оа]чь)$/

/** Past forms that the usual `-л` in place of `-ть` does not give. */
function pastForms(base: string, isAttested: (form: string) => boolean): readonly string[] {
  const stems: string[] = []
  // `погас` of `погаснуть`; `чмок` of `чмокнуть` is no past, for there is no `чмокла`; `толкла` is of `толочь`.
  if (
    base.endsWith("нуть") &&
    !/(?:толк|пас|щип|скреб)нуть$/.test(base) &&
    ["ла", "ло"].some((ending) => isAttested(base.slice(0, -4) + ending))
  )
    stems.push(base.slice(0, -4))
  if (base.endsWith("чь")) stems.push(base.slice(0, -2) + (pastInK.test(base) ? "к" : "г"))
  if (/(?:ст|з[ьт]|зт)и$|зть$/.test(base)) stems.push(base.slice(0, -2))
  if (/[сз]т[ьи]$/.test(base)) stems.push(base.slice(0, -3))
  if (/(?:гре|скре)сти$/.test(base)) stems.push(`${base.slice(0, -3)}б`)
  if (base.endsWith("расти")) stems.push(`${base.slice(0, -5)}рос`)
  if (base.endsWith("ереть")) stems.push(base.slice(0, -3))
  if (base.endsWith("шибить")) stems.push(base.slice(0, -3))
  return stems.flatMap((stem) => [stem, `${stem}л`, `${stem}ла`, `${stem}ло`, `${stem}ли`])
}

/** A reflexive verb takes what its plain verb has (`ремонтировать` → `ремонтируется`); participles come later. */
export function completeReflexive(verb: Lexeme, plain: Lexeme, pool: LoosePool): void {
  for (const form of plain.forms) {
    const own = suffixed(form, true)
    if (form === plain.lemma || verb.forms.has(own)) continue
    // A gerund in -в becomes -вшись; it is attested or it is not.
    if (form.endsWith("в") && !pool.has(own)) continue
    verb.forms.add(own)
    pool.take(own)
  }
}

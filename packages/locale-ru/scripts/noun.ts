import { irregularNouns } from "./irregular.ts"
import { type Lexeme, type LoosePool, takeAttested } from "./lexeme.ts"

const consonants = "бвгджзклмнпрстфхцчшщ"

/**
 * Completes a noun: forms that the dictionary keeps as entries of their own (`кровель`, `жильцов`) when the grammar
 * makes them from this noun, and the table of irregular nouns.
 *
 * @param noun - the noun with the forms of its own entry
 * @param pool - the forms without an owner
 */
export function completeNoun(noun: Lexeme, pool: LoosePool): void {
  addIrregular(noun, pool)
  for (const group of candidatesOf(noun.lemma).map((candidates) => ofItsGender(noun, candidates))) {
    // The stem of the noun's other forms is known: a stem that none of them has would be another word's.
    if (group.some((form) => form !== noun.lemma && noun.forms.has(form))) takeAttested(noun, group, pool)
  }
}

/**
 * Completes a noun that the dictionary gives as a bare entry (`лед`, `огонь`): its other forms are loose too, at least
 * three on one stem.
 */
export function completeBareNoun(noun: Lexeme, pool: LoosePool): void {
  addIrregular(noun, pool)
  // An adjective that has become a noun (`набережная`) stands in the dictionary without its adjective.
  if (/[нт]ая$/.test(noun.lemma)) {
    for (const ending of ["ой", "ую", "ою", "ые", "ых", "ым", "ыми"]) noun.forms.add(noun.lemma.slice(0, -2) + ending)
    return
  }
  for (const group of candidatesOf(noun.lemma)) {
    if (group.filter((form) => form !== noun.lemma && pool.has(form)).length >= 3) takeAttested(noun, group, pool)
  }
}

/**
 * A feminine noun in `-ь` has no `-я`, `-ю`, `-ем`, `-е`: `мелю` is of `молоть` and not of `мель`, `тише` not of
 * `тишь`.
 */
function ofItsGender({ lemma, forms }: Lexeme, candidates: readonly string[]): readonly string[] {
  const stem = lemma.slice(0, -1)
  if (!lemma.endsWith("ь") || !forms.has(`${lemma}ю`)) return candidates
  const foreign = ["а", "я", "ю", "ем", "е"].map((ending) => stem + ending)
  return candidates.filter((form) => !foreign.includes(form))
}

function addIrregular(noun: Lexeme, pool: LoosePool): void {
  for (const form of irregularNouns.get(noun.lemma) ?? []) {
    noun.forms.add(form)
    pool.take(form)
  }
}

/**
 * Forms that Russian declension could make of a noun, a group a stem. Too many on purpose: only those that the
 * dictionary attests are taken.
 */
function candidatesOf(lemma: string): ReadonlyArray<readonly string[]> {
  const last = lemma.at(-1) ?? ""
  const stem = lemma.slice(0, -1)
  const hush = /[жшщчц]$/.test(stem)
  const on = (endings: string): readonly string[] => endings.split(" ").map((ending) => stem + ending)
  if (last === "а")
    return [
      [
        ...zeroPlurals(stem),
        ...on(hush ? "у е и ы ой ей ою ею ам ами ах" : "у е и ой ою ам ами ах"),
        ...(/[гкх]$/.test(stem) || hush ? [] : on("ы")),
      ].filter((form) => !form.endsWith("и") || /[гкхжшщч]и$/.test(form) || form.endsWith("ами")),
    ]
  if (last === "я") return [[...softZeroPlurals(stem), ...on("ю е и ей ею ям ями ях")]]
  if (last === "о") return [[...zeroPlurals(stem), ...on("а у ом е ам ами ах"), ...(/[к]$/.test(stem) ? on("и") : [])]]
  if (last === "е")
    return [
      [
        ...(stem.endsWith("и") ? [] : [...zeroPlurals(stem), ...softZeroPlurals(stem)]),
        ...on(hush ? "а у ем е ам ами ах" : "я ю ем е ям ями ях ев ей"),
      ],
    ]
  if (last === "ы" || last === "и") return [[...zeroPlurals(stem), ...softZeroPlurals(stem), ...on("ов ев ей ам ям ами ями ах ях")]]
  if (last === "ь") return [[`${stem}ью`, ...softObliques(stem)], ...fleetings(stem).map(softObliques)]
  // `муравей` → `муравья`.
  if (last === "й") return [stem, ...(stem.endsWith("е") ? [`${stem.slice(0, -1)}ь`] : []), ...fleetings(lemma)].map(softObliques)
  if (consonants.includes(last)) return [lemma, ...fleetings(lemma)].map(obliques)
  return []
}

/** Every ending that a noun of the soft declension can take on this stem. */
function softObliques(stem: string): readonly string[] {
  const hush = /[жшщч]$/.test(stem) ? ["а", "ам", "ами", "ах"] : []
  return ["я", "ю", "ем", "е", "и", "ев", "ей", "ям", "ями", "ях", ...hush].map((ending) => stem + ending)
}

/** Every ending that a noun of the hard declension can take on this stem; `полей` is no form of `пол`. */
function obliques(stem: string): readonly string[] {
  const own = /[жшщч]$/.test(stem)
    ? ["ем", "и", "ей"]
    : stem.endsWith("ц")
      ? ["ем", "ы", "ев", "ов"]
      : /[гкх]$/.test(stem)
        ? ["и", "ов"]
        : ["ы", "ов"]
  return ["а", "у", "ом", "е", "ам", "ами", "ах", ...own].map((ending) => stem + ending)
}

/** The stem without its fleeting vowel: `жилец` → `жильц`, `боец` → `бойц`, `огонь` → `огн`, `лед` → `льд`. */
function fleetings(stem: string): readonly string[] {
  const vowel = stem.at(-2)
  if (vowel !== "о" && vowel !== "е") return []
  const head = stem.slice(0, -2)
  const tail = stem.slice(-1)
  return [head + tail, `${head}ь${tail}`, `${head}й${tail}`]
}

/** Genitive plurals without an ending, hard: `ям`, `свалок`, `окон`, `писем`. */
function zeroPlurals(stem: string): readonly string[] {
  const last = stem.at(-1) ?? ""
  const head = stem.slice(0, -1)
  if (/[ьй].$/.test(stem)) return [stem, `${head.slice(0, -1)}е${last}`, `${head.slice(0, -1)}о${last}`]
  return [stem, ...(/[бвгджзклмнпрстфхцчшщ].$/.test(stem) ? [`${head}о${last}`, `${head}е${last}`] : [])]
}

/** Genitive plurals without an ending, soft: `кровель`, `недель`, `семей`, `песен`, `линий`. */
function softZeroPlurals(stem: string): readonly string[] {
  const last = stem.at(-1) ?? ""
  const head = stem.slice(0, -1)
  if (last === "ь") return [`${head}ей`, `${head}ий`]
  if (/[аеиоуыэюя]$/.test(stem)) return [`${stem}й`]
  const fleeting = /[бвгджзклмнпрстфхцчшщьй].$/.test(stem) ? [`${head.replace(/[ьй]$/, "")}е${last}`] : []
  return [`${stem}ь`, `${stem}ей`, ...fleeting.map((form) => `${form}ь`), ...(last === "н" ? [stem, ...fleeting] : [])]
}

/** Endings of a plural that has another stem than the singular: `листья`, `граждане`, `котята`. */
const pluralEndings = [
  ["", "ья"],
  ["", "а"],
  ["", "я"],
  ["", "и"],
  ["", "ы"],
  ["ин", "е"],
  ["ин", "ы"],
  ["ин", "а"],
  ["онок", "ата"],
  ["енок", "ята"],
  ["о", "ья"],
  ["о", "и"],
  ["о", "а"],
  ["о", "еса"],
  ["г", "зья"],
  ["к", "чья"],
  ["ей", "ьи"],
  ["й", "и"],
  ["е", "я"],
  ["е", "а"],
  ["ь", "и"],
  ["ь", "я"],
  ["а", "ы"],
  ["а", "и"],
  ["я", "и"],
] as const

/** Dictionary forms that a plural of this noun could have as an entry of its own. */
export function pluralLemmas(lemma: string): readonly string[] {
  const plurals = pluralEndings.flatMap(([strip, add]) =>
    lemma.endsWith(strip) ? [lemma.slice(0, lemma.length - strip.length) + add] : [],
  )
  const bases = /[бвгджзклмнпрстфхцчшщ]ь?$/.test(lemma)
    ? fleetings(lemma.replace(/ь$/, "")).flatMap((stem) => ["и", "ы", "а", "я", "ья"].map((ending) => stem + ending))
    : []
  return [...plurals, ...bases]
}

/**
 * The plural of a noun that the dictionary knows in the singular only (`перерасчет`, `протечка` have one in
 * complaints). Regular endings; where a fleeting vowel would have to be guessed, the genitive is left out.
 */
export function regularPlural(lemma: string): readonly string[] {
  const stem = lemma.slice(0, -1)
  const hushOrVelar = /[гкхжшщч]$/
  if (/[иь]е$/.test(lemma)) return [`${stem}я`, `${stem.slice(0, -1)}ий`, `${stem}ям`, `${stem}ями`, `${stem}ях`]
  if (lemma.endsWith("ство")) return [`${stem}а`, stem, `${stem}ам`, `${stem}ами`, `${stem}ах`]
  if (lemma.endsWith("ия")) return [`${stem}и`, `${stem}й`, `${stem}ям`, `${stem}ями`, `${stem}ях`]
  if (lemma.endsWith("ка")) {
    const head = lemma.slice(0, -2)
    const genitive = /[жшщч]$/.test(head)
      ? [`${head}ек`]
      : /[ьй]$/.test(head)
        ? [`${head.slice(0, -1)}ек`]
        : /[аеиоуыэюя]$/.test(head)
          ? [`${head}к`]
          : [`${head}ок`]
    return [`${stem}и`, ...genitive, `${stem}ам`, `${stem}ами`, `${stem}ах`]
  }
  if (/[бвгдзклмнпрстфхц]а$/.test(lemma)) {
    const genitive = /[аеиоуыэюя].$/.test(stem) ? [stem] : []
    return [stem + (hushOrVelar.test(stem) ? "и" : "ы"), ...genitive, `${stem}ам`, `${stem}ами`, `${stem}ах`]
  }
  if (lemma.endsWith("ь"))
    return [`${stem}и`, `${stem}ей`, ...(/[жшщч]$/.test(stem) ? ["ам", "ами", "ах"] : ["ям", "ями", "ях"]).map((ending) => stem + ending)]
  if (/[аеиоу]й$/.test(lemma)) return [`${stem}и`, `${stem}ев`, `${stem}ям`, `${stem}ями`, `${stem}ях`]
  if (/[жшчщ]$/.test(lemma)) return ["и", "ей", "ам", "ами", "ах"].map((ending) => lemma + ending)
  if (/[бвгдзклмнпрстфх]$/.test(lemma))
    return [lemma + (hushOrVelar.test(lemma) ? "и" : "ы"), `${lemma}ов`, `${lemma}ам`, `${lemma}ами`, `${lemma}ах`]
  return []
}

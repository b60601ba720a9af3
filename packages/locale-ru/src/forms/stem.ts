const gerund = /(?:(?<=[ая])(?:в|вши|вшись)|[иы](?:в|вши|вшись))$/
const reflexive = /с[яь]$/
const adjective = /(?:ее|ие|ые|ое|ими|ыми|ей|ий|ый|ой|ем|им|ым|ом|его|ого|ему|ому|их|ых|ую|юю|ая|яя|ою|ею)$/
const participle = /(?:(?<=[ая])(?:ем|нн|вш|ющ|щ)|ивш|ывш|ующ)$/
const verb =
  /(?:(?<=[ая])(?:ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно)|ила|ыла|ена|ейте|уйте|ите|или|ыли|ей|уй|ил|ыл|им|ым|ен|ило|ыло|ено|ят|ует|уют|ит|ыт|ены|ить|ыть|ишь|ую|ю)$/
const noun = /(?:иями|иях|иям|ием|ией|ями|ами|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$/
const derived = /ость?$/
const superlative = /ейше?$/

/** A vowel and a consonant behind it: where the next region of a word begins. */
const region = /[аеиоуыэюя][^аеиоуыэюя]/

/**
 * The stem of a word, by the Snowball algorithm for Russian
 * (https://snowballstem.org/algorithms/russian/stemmer.html): for words that no dictionary has.
 *
 * @param word - folded: lower case, ё as е
 */
export function stemOf(word: string): string {
  const from = word.search(/[аеиоуыэюя]/) + 1
  if (from === 0) return word
  let rest = word.slice(from)
  const drop = (ending: RegExp): boolean => {
    const before = rest
    rest = rest.replace(ending, "")
    return rest !== before
  }
  if (!drop(gerund)) {
    drop(reflexive)
    if (drop(adjective)) drop(participle)
    else if (!drop(verb)) drop(noun)
  }
  drop(/и$/)
  const ending = derived.exec(rest)
  if (ending !== null && from + ending.index >= secondRegion(word)) drop(derived)
  if (drop(superlative) || rest.endsWith("нн")) rest = rest.replace(/нн$/, "н")
  else drop(/ь$/)
  return word.slice(0, from) + rest
}

function secondRegion(word: string): number {
  const one = word.search(region)
  const two = one === -1 ? -1 : word.slice(one + 2).search(region)
  return two === -1 ? word.length : one + 2 + two + 2
}

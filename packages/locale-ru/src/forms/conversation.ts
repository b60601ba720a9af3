/** More words are no plain thanks, whatever they are. */
const mostThanks = 12

/** Words that thank, and without which nothing is a thanks. */
const thanking = new Set(
  words(`
  спасибо спасибочки благодарю благодарим благодарна благодарен благодарны благодарность признательна признательны признателен молодцы
  `),
)

/** Words that may be next to a thanks and say nothing else. */
const beside = new Set(
  words(`
  большое огромное огромная огромнейшее вам вас за всем всё все ответ ответы помощь оперативность оперативный быстрый быстро скорый
  работу внимание отклик реакцию реагирование разъяснение разъяснения информацию понимание заботу неравнодушие оперативно подробный
  очень от души и с уважением дня доброго хорошего всего вы ваш вашу ваше так держать человеческое
  `),
)

/** Words that join what another person wrote. */
const joining = new Set(words("тоже также аналогично поддерживаю присоединяюсь плюсую плюс"))

/** Words that may be next to a joining, and the place that it is about. */
const around = new Set(
  words(`
  и у нас меня в на по во со к та такая такое такой же самая самое история ситуация проблема беда картина наш нашем нашей наши доме дом дома д г
  подъезде подъезд улице улица ул переулке переулок пер проспекте проспект пр проезде бульваре бульвар квартале микрорайоне микрорайон мкр
  районе район дворе двор посёлке поселке поселок посёлок селе деревне здесь тут это самое здравствуйте добрый день вечер
  `),
)

/** More words are more than a joining. */
const mostJoining = 10

/** Words that are not on the lists must be a name, as of a street. */
const mostNames = 2

/**
 * Whether a Russian text says nothing but thanks: every word is on a closed list, one of them thanks, and nothing asks
 * or denies. A wrong yes would lose an objection, a wrong no costs a check.
 *
 * @param text - as it was written
 */
export function isPlainThanksRu(text: string): boolean {
  if (text.includes("?")) return false
  const found = wordsOf(withoutMentions(text))
  return found.length > 0 && found.length <= mostThanks && found.some((word) => thanking.has(word)) && found.every(isThanks)
}

/**
 * Whether a Russian text only joins what another person wrote: «и у нас», «на Ленина тоже», «+1», or a bare address as
 * «Ленина 5». It names no trouble of its own, so that no rule finds it.
 *
 * @param text - as it was written
 */
export function isJoiningRu(text: string): boolean {
  const plain = withoutMentions(text).trim()
  if (/^(?:\++\s*1?|плюс\s*1)[\s.!)]*$/iu.test(plain)) return true
  const found = wordsOf(plain)
  if (plain.includes("?") || found.length === 0 || found.length > mostJoining) return false
  const names = found.filter((word) => !joining.has(word) && !around.has(word) && !isHouse(word))
  if (names.length > mostNames || !names.every((name) => !thanking.has(name) && isNamed(plain, name))) return false
  const isBareAddress = names.length > 0 && found.some(isHouse)
  return isBareAddress || found.some((word) => joining.has(word)) || /^и\s+(?:у|на|в|во|по|со|к)\s/iu.test(plain)
}

/**
 * Whom a comment speaks to: `@name` (Telegram, X, Instagram), `[club1|Name],` (VK API, Objects/Wall comments: mentions
 * in texts).
 */
function withoutMentions(text: string): string {
  return text.replaceAll(/@[\p{L}\d_.]+|\[(?:id|club|public)\d+\|[^\]]*\],?/gu, " ")
}

function isThanks(word: string): boolean {
  return thanking.has(word) || beside.has(word)
}

/** A number of a house, as 5, 12а or 7/2. */
function isHouse(word: string): boolean {
  return /^\d{1,4}(?:\/\d{1,3})?[а-яё]?$/u.test(word)
}

/** Whether a word is written as a name: with a capital letter. */
function isNamed(text: string, word: string): boolean {
  const at = text.toLowerCase().indexOf(word)
  return at >= 0 && /\p{Lu}/u.test(text.charAt(at))
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\d]+(?:[/-][\p{L}\d]+)*/gu) ?? []
}

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/u)
}

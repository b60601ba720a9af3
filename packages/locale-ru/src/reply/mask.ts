import type { PersonalDataDetector, PersonalDataFind } from "@otklik/core/replies"
import type { MatchLocale } from "@otklik/core/rules"
import { russian } from "../forms/russian.ts"
import { findFlatRu, findInnRu, findMobileRu, findPassportRu, findSnilsRu } from "./personal-data.ts"
import { replyLanguageRu } from "./reply-language.ts"

/** First names as citizens and workers write them, without endings, so that one stem means every case. */
const firstNames = `
  александр алексе анатоли андре антон аркади арсени артем артур богдан борис вадим валенти валери васили виктор витали владимир
  владислав всеволод вячеслав геннади георги глеб григори давид данил даниил денис дмитри евгени егор захар иван игор иль илл
  ильи кирилл константин лев леонид макар максим марат марк матве михаил назар никит никола олег павел пётр петр платон
  роман руслан савели семен серге станислав степан тагир тимофе тимур федор филипп юри ярослав яков
  алин алл анастаси ангелин анжел анн антонин валенти валери варвар вер вероник виктори галин дарь диан евгени екатерин
  елен елизавет жанн зинаид зо инн ирин карин кир клавди кристин ксени лари лидил лиди любов людмил маргарит марин мари наде
  надежд натал наталь нин оксан олес ольг полин раис регин светлан софи софь таис тамар татьян ульян эльвир юли яни ян
  дим вов паш саш маш даш наташ лен ол тан кат вит кол миш лех серёж сереж ден гален люб люд свет насти оле
`
  .trim()
  .split(/\s+/)
const nameEnds = "(?:а|я|у|ю|е|и|ы|ой|ей|ом|ем|ой|ью|ии|ию|ия|ием|ием|ий|й|ь|ём|ов|ой)?"
const capital = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
const firstName = `(?:${firstNames.map(capital).join("|")})${nameEnds}`
const surname = "\\p{Lu}\\p{Ll}+(?:ов|ев|ёв|ин|ын|ск|цк|ко|ук|юк|ян|дзе|швили|их|ых)(?:\\p{Ll}{0,3})"
const patronymicEnd = "(?:(?:ович|евич|ьич|мич|тич)(?:а|у|ем|е)?|(?:овн|евн|иничн|ичн)(?:а|ы|у|е|ой))"
const patronymic = `\\p{Lu}\\p{Ll}+${patronymicEnd}`
const initials = "\\p{Lu}\\.[ \\u00a0]?(?:\\p{Lu}\\.)?"
const word = "(?:\\p{Lu}\\p{Ll}+(?:-\\p{Lu}\\p{Ll}+)?)"
const edge = "(?<![\\p{L}\\d])"

/** A first name with what follows it, a patronymic with what is around it, two names in a row, initials and a name. */
const named = new RegExp(
  [
    `${edge}(?:${word}[ \\u00a0]){0,2}${patronymic}(?![\\p{L}])(?:[ \\u00a0]${word})?`,
    `${edge}(?:${surname}[ \\u00a0])?${firstName}(?![\\p{L}])(?:[ \\u00a0]${word}){0,2}`,
    `${edge}${word}[ \\u00a0]${word}`,
    `(?<=[\\p{Ll},][ \\u00a0])${surname}(?!\\p{L})`,
    // Without capital letters only what ends as a patronymic, with the two words before it.
    `${edge}(?:\\p{Ll}{3,}[ \\u00a0]){0,2}\\p{Ll}{2,}(?:(?:ович|евич)(?:а|у|ем|е)?|(?:овн|евн)(?:а|ы|у))(?!\\p{L})`,
    `${edge}${word}[ \\u00a0]${initials}`,
    `${edge}${initials}[ \\u00a0]?${word}`,
  ].join("|"),
  "gu",
)
/** A name after words that announce one: «меня зовут», «сосед», «гражданка». */
const announced =
  /(?<=(?:зовут|фамилия|фио|имя|гражданин\p{Ll}{0,2}|гражданк\p{Ll}{1,2}|сосед\p{Ll}{0,4}|мастер\p{Ll}{0,2}|мама|муж|жена|сын|дочь)[:,]?[ \u00a0])\p{L}{3,}(?:[ \u00a0]\p{Lu}\p{Ll}+){0,2}/giu
/** An account, a contract or a policy after its name. */
const account =
  /(?<=(?:лицев\p{Ll}+ счет\p{Ll}*|лицев\p{Ll}+ счёт\p{Ll}*|л\/с|счет\p{Ll}*|счёт\p{Ll}*|договор\p{Ll}*|полис\p{Ll}*|снилс|инн|паспорт\p{Ll}*)[^\d\n]{0,15})\d[\d -]{2,}\d/giu
/** A house and a flat with a dash: «Ленина, 5-12». */
const houseAndFlat = /(?<=\p{L}{3,}[, ]{1,2}(?:д\.? ?|дом )?)\d{1,3}[а-я]?[-–/]\d{1,3}(?!\d|[-–.])/giu

/** Words before a name that make it one of a place. */
const placeWords =
  "улица ул переулок пер проспект пр площадь пл бульвар микрорайон мкр район город г село с посёлок поселок пос деревня станция ст школа парк сквер шоссе тракт проезд набережная остановка".split(
    " ",
  )
const placeBefore = new RegExp(
  `(?<!\\p{L})(?:${placeWords.map((place) => (place.length > 4 ? `${place.slice(0, -1)}\\p{Ll}{0,3}` : place)).join("|")})\\.?[ \\u00a0]$`,
  "iu",
)

/** Options of {@link maskRu}. */
export interface MaskRuOptions {
  /** Names of places and bodies, as they are known to the desk: they are no persons. Default: none. */
  readonly places?: readonly string[]
}

/**
 * Finds what leads to a person in a Russian text, for `createMask` of `@otklik/draft`: names by their shape and by
 * first names, documents, accounts, flats, telephone numbers. It rather takes a street for a person than the reverse;
 * a name after a word of a place (`улица Бабушкина`), and names that the desk knows, are none.
 *
 * @param options - names of places and bodies that are no persons
 */
export function maskRu(options: MaskRuOptions = {}): readonly PersonalDataDetector[] {
  const known = new Set((options.places ?? []).flatMap((title) => title.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map(stem))
  const isPlace = (text: string, start: number, piece: string): boolean =>
    placeBefore.test(text.slice(Math.max(0, start - 20), start)) ||
    (piece.match(/\p{L}+/gu) ?? []).every((part) => known.has(stem(part.toLowerCase())))
  const names: PersonalDataDetector = (text) =>
    [named, announced].flatMap((pattern) =>
      Array.from(text.matchAll(pattern))
        .filter((match) => !isPlace(text, match.index, match[0]))
        .map((match): PersonalDataFind => ({ start: match.index, end: match.index + match[0].length, what: "имя" })),
    )
  const shapes: PersonalDataDetector = (text) =>
    [account, houseAndFlat].flatMap((pattern) =>
      Array.from(text.matchAll(pattern), (match): PersonalDataFind => ({
        start: match.index,
        end: match.index + match[0].length,
        what: "номер",
      })),
    )
  return [findSnilsRu, findInnRu, findPassportRu, findMobileRu, findFlatRu, names, shapes]
}

/** Without the ending: «Читы» and «Чита» are one. */
function stem(text: string): string {
  return text.length > 4 ? text.slice(0, -2) : text.slice(0, 3)
}

const startsWithName = new RegExp(`^(?:${firstName}|${patronymic}|${surname})$`, "u")

/** Words by which `checkGrounds` of `@otklik/draft` knows facts in Russian. */
export interface DraftLanguageRu {
  /** Keys and common words. */
  readonly locale: MatchLocale
  /** Words of times and measures. */
  readonly measures: readonly string[]
  /** Words of times that mean one alone. */
  readonly moments: readonly string[]
  /** Words before a name that make it one of a place. */
  readonly places: readonly string[]
  /** Words of bodies. */
  readonly bodies: readonly string[]
  /** Whether a word is a person's name. */
  readonly isName: (word: string) => boolean
}

/**
 * Russian for `checkGrounds` and `createDrafter` of `@otklik/draft`.
 *
 * @param locale - word forms; default `russian()`
 */
export function draftLanguageRu(locale: MatchLocale = russian()): DraftLanguageRu {
  return {
    locale,
    measures:
      "день сутки час минута неделя месяц квартал год полугодие декада смена сезон рубль копейка миллион тысяча миллиард процент метр километр литр градус тонна".split(
        " ",
      ),
    moments: [
      ..."сегодня завтра послезавтра вчера понедельник вторник среда четверг пятница суббота воскресенье весна лето осень зима утро вечер ночь".split(
        " ",
      ),
      ...replyLanguageRu.months.flatMap((names) => names.filter((name) => name.length > 3 || name === "мая")),
    ],
    places: placeWords,
    bodies:
      "администрация правительство министерство департамент комитет управление инспекция служба мэрия водоканал энергосбыт предприятие учреждение поликлиника больница прокуратура полиция компания отдел дума фонд центр".split(
        " ",
      ),
    isName: (name) => startsWithName.test(name),
  }
}

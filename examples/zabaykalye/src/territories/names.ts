import type { RoutingInput } from "@otklik/core"

/** A territory as a host writes it. */
export type TerritoryInput = RoutingInput["territories"][number]

/** Latitude, longitude (degrees), radius in kilometres. */
export type Circle = readonly [latitude: number, longitude: number, radiusKm: number]

/** Words that stand before the name of a settlement when its name is an everyday word, as in "посёлок Горный". */
const placeWords = "(поселок | =пос | =пгт | село | станция | =зато)"

/**
 * Their shortest forms. They stand before the nominative only ("с. Горный"): before other cases `с` is the preposition
 * ("с горным воздухом").
 */
const placeLetters = "(=п | =с | =ст)"

/**
 * A query for exactly these spellings of a name. Names of places are no dictionary words: stems would merge Чита with
 * читать and Борзя with борзой.
 *
 * @param forms - case forms divided by `|`; a name of several words stands as such ("красный чикой|красного чикоя")
 */
export function nameQuery(forms: string): string {
  return `(${forms.split("|").map(formQuery).join(" | ")})`
}

function formQuery(form: string): string {
  const words = form.split(/[ -]/).map((word) => `=${word}`)
  return words.length === 1 ? words.join("") : `"${words.join(" ")}"`
}

/**
 * A settlement whose name means nothing else.
 *
 * @param id - the territory's id
 * @param title - the name
 * @param parentId - the district
 * @param forms - the case forms of the name, divided by `|`
 * @param circle - where it lies; absent where the source has no coordinates
 * @param notIn - phrases divided by `|` that hold the name and mean something else
 */
export function settlement(id: string, title: string, parentId: string, forms: string, circle?: Circle, notIn?: string): TerritoryInput {
  const exceptions = [...(notIn === undefined ? [] : notIn.split("|")), ...forms.split("|").flatMap(adjectiveUses)].map(
    (phrase) => `"${phrase}"`,
  )
  const unless = exceptions.length === 0 ? "" : ` -(${exceptions.join(" | ")})`
  return { id: `place-${id}`, title, kind: "settlement", parentId, mention: `${nameQuery(forms)}${unless}`, ...place(circle) }
}

/**
 * "Краснокаменском" is the town's own case ("под Краснокаменском") and the district's adjective ("в Краснокаменском
 * районе").
 */
function adjectiveUses(form: string): string[] {
  return /^[а-я]+ском$/.test(form)
    ? ["район", "округ", "муниципальный", "край", "=мо", "поселок", "село", "город"].map((noun) => `=${form} ${noun}`)
    : []
}

/**
 * A settlement whose name is an everyday word too ("горный", "тупик"): it is recognised only after "посёлок", "село",
 * "станция" and the like.
 */
export function ambiguousSettlement(id: string, title: string, parentId: string, forms: string, circle?: Circle): TerritoryInput {
  const [nominative = forms] = forms.split("|")
  const mention = `${placeWords} NEAR/1f ${nameQuery(forms)} | ${placeLetters} NEAR/1f ${nameQuery(nominative)}`
  return { ...settlement(id, title, parentId, forms, circle), mention }
}

/** The `center` of a circle, or nothing. */
export function place(circle?: Circle): Pick<TerritoryInput, "center"> {
  if (circle === undefined) return {}
  const [latitude, longitude, radiusKm] = circle
  return { center: { latitude, longitude, radiusKm } }
}

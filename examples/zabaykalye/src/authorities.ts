import type { RoutingInput } from "@otklik/core"
import { districts } from "./territories/district-table.ts"

type AuthorityInput = RoutingInput["authorities"][number]
type Kind = AuthorityInput["kind"]

/**
 * Regional bodies. Titles of public bodies are theirs; utilities are named by what they do, since the companies behind
 * them change.
 */
const regional: readonly (readonly [id: string, kind: Kind, title: string])[] = [
  ["government", "government", "Правительство Забайкальского края"],
  ["region-centre", "institution", "Центр управления регионом Забайкальского края"],
  ["ministry-health", "ministry", "Министерство здравоохранения Забайкальского края"],
  ["ministry-social", "ministry", "Министерство труда и социальной защиты населения Забайкальского края"],
  ["ministry-education", "ministry", "Министерство образования и науки Забайкальского края"],
  ["ministry-transport", "ministry", "Министерство строительства, дорожного хозяйства и транспорта Забайкальского края"],
  ["ministry-utilities", "ministry", "Министерство жилищно-коммунального хозяйства, энергетики, цифровизации и связи Забайкальского края"],
  ["ministry-nature", "ministry", "Министерство природных ресурсов Забайкальского края"],
  ["ministry-culture", "ministry", "Министерство культуры Забайкальского края"],
  ["ministry-sport", "ministry", "Министерство физической культуры и спорта Забайкальского края"],
  ["ministry-economy", "ministry", "Министерство экономического развития Забайкальского края"],
  ["inspection-housing", "inspection", "Государственная жилищная инспекция Забайкальского края"],
  ["inspection-construction", "inspection", "Государственный строительный надзор Забайкальского края"],
  ["inspection-veterinary", "inspection", "Государственная ветеринарная служба Забайкальского края"],
  ["inspection-sanitary", "inspection", "Управление Роспотребнадзора по Забайкальскому краю"],
  ["inspection-labour", "inspection", "Государственная инспекция труда в Забайкальском крае"],
  ["inspection-traffic", "inspection", "Госавтоинспекция по Забайкальскому краю"],
  ["police", "institution", "Управление МВД по Забайкальскому краю"],
  ["tariff-service", "inspection", "Региональная служба по тарифам и ценообразованию Забайкальского края"],
  ["services-centre", "institution", "Многофункциональный центр Забайкальского края «Мои документы»"],
  ["social-fund", "institution", "Отделение Социального фонда России по Забайкальскому краю"],
  ["road-agency", "institution", "Служба автомобильных дорог Забайкальского края"],
  ["grid-zabaykalye", "utility", "Электросетевая организация Забайкальского края"],
  ["gas-zabaykalye", "utility", "Газоснабжающая организация Забайкальского края"],
  ["waste-operator", "utility", "Региональный оператор по обращению с отходами в Забайкальском крае"],
  ["rail-suburban", "utility", "Пригородная железнодорожная компания Забайкальского края"],
  ["telecom-region", "utility", "Операторы связи Забайкальского края (единая диспетчерская)"],
  ["post-region", "utility", "Управление почтовой связи Забайкальского края"],
  ["heat-chita", "utility", "Теплоснабжающая организация Читы"],
  ["water-chita", "utility", "Водоканал Читы"],
]

const urban: readonly (readonly [id: string, kind: Kind, title: string])[] = [
  ["adm-chita", "administration", "Администрация городского округа «Город Чита»"],
  ["adm-chita-tsentralnyy", "administration", "Администрация Центрального района Читы"],
  ["adm-chita-zheleznodorozhnyy", "administration", "Администрация Железнодорожного района Читы"],
  ["adm-chita-ingodinskiy", "administration", "Администрация Ингодинского района Читы"],
  ["adm-chita-chernovskiy", "administration", "Администрация Черновского района Читы"],
  ["adm-aginskoe", "administration", "Администрация городского округа «Посёлок Агинское»"],
  ["adm-gornyy", "administration", "Администрация городского округа «ЗАТО посёлок Горный»"],
  ["utility-aginskoe", "utility", "Предприятие тепло- и водоснабжения посёлка Агинское"],
  ["utility-gornyy", "utility", "Предприятие тепло- и водоснабжения посёлка Горный"],
]

const ofDistricts = districts.flatMap(({ id, name, form }) => {
  // "Балейский муниципальный округ" → "Балейского муниципального округа"
  const genitive = `${name.replace(/ий$/, "ого")} муниципального ${form.endsWith("район") ? "района" : "округа"}`
  return [
    [`adm-${id}`, "administration", `Администрация ${genitive}`],
    [`utility-${id}`, "utility", `Предприятие тепло- и водоснабжения ${genitive}`],
  ] as const satisfies readonly (readonly [string, Kind, string])[]
})

/** When somebody last tried the contacts, as invented as they are: what is older than half a year is worth a call. */
const contactsCheckedAt = "2026-11-16T00:00:00.000Z"

/**
 * Everybody who owns problems in the region. Telephones begin with 000, which no line does, and addresses stand on
 * example.org: both are invented.
 */
export const authorities: readonly AuthorityInput[] = [...regional, ...urban, ...ofDistricts].map(([id, kind, title], index) => ({
  id,
  kind,
  title,
  contact: { phone: telephone(index + 1), url: `https://example.org/authorities/${id}`, checkedAt: contactsCheckedAt },
}))

function telephone(line: number): string {
  const digits = String(line).padStart(4, "0")
  return `+7 (000) 000-${digits.slice(0, 2)}-${digits.slice(2)}`
}

import type { Circle } from "./names.ts"

/** A district as the official lists name it. */
export interface District {
  readonly id: string
  /** The adjective, as in "Балейский район". */
  readonly name: string
  readonly form: "муниципальный округ" | "муниципальный район"
  /** OKTMO; absent where no observed source names it. */
  readonly oktmo?: string
  /** The administrative centre with the district's reach around it. */
  readonly circle: Circle
}

const reachKm = 60

/**
 * The 31 districts. Forms and OKTMO codes were observed in addresses of courts (2026), where most districts are
 * municipal okrugs by now. Agin and Chita districts have no observed code, so none is given.
 */
export const districts: readonly District[] = [
  district("aginskiy", "Агинский", "район", undefined, 51.1, 114.53),
  district("akshinskiy", "Акшинский", "округ", "76503000", 50.28139, 113.28667),
  district("aleksandrovo-zavodskiy", "Александрово-Заводский", "округ", "76504000", 50.92525, 117.93773),
  district("baleyskiy", "Балейский", "округ", "76506000", 51.58166, 116.63395),
  district("borzinskiy", "Борзинский", "округ", "76509000", 50.38333, 116.51667),
  district("gazimuro-zavodskiy", "Газимуро-Заводский", "округ", "76510000", 51.55352, 118.3446),
  district("duldurginskiy", "Дульдургинский", "округ", "76511000", 50.67611, 113.59306),
  district("zabaykalskiy", "Забайкальский", "округ", "76512000", 49.6513, 117.32557),
  district("kalarskiy", "Каларский", "округ", "76515000", 56.81639, 118.29861),
  district("kalganskiy", "Калганский", "округ", "76518000", 50.92538, 118.89958),
  district("karymskiy", "Карымский", "округ", "76520000", 51.61667, 114.35),
  district("krasnokamenskiy", "Краснокаменский", "округ", "76521000", 50.0979, 118.0369),
  district("krasnochikoyskiy", "Красночикойский", "округ", "76522000", 50.36321, 108.75445),
  district("kyrinskiy", "Кыринский", "округ", "76524000", 49.57903, 111.97638),
  district("mogoytuyskiy", "Могойтуйский", "округ", "76525000", 51.28333, 114.91667),
  district("mogochinskiy", "Могочинский", "округ", "76526000", 53.73417, 119.76515),
  district("nerchinskiy", "Нерчинский", "округ", "76528000", 51.98333, 116.58333),
  district("nerchinsko-zavodskiy", "Нерчинско-Заводский", "округ", "76530000", 51.30829, 119.61597),
  district("olovyanninskiy", "Оловяннинский", "округ", "76532000", 50.95, 115.56667),
  district("ononskiy", "Ононский", "округ", "76534000", 50.51667, 115.13333),
  district("petrovsk-zabaykalskiy", "Петровск-Забайкальский", "округ", "76536000", 51.2753, 108.84301),
  district("priargunskiy", "Приаргунский", "округ", "76538000", 50.3691, 119.1012),
  district("sretenskiy", "Сретенский", "район", "76640000", 52.2478, 117.70835),
  district("tungiro-olyokminskiy", "Тунгиро-Олёкминский", "район", "76642000", 54.4253, 119.9327),
  district("tungokochenskiy", "Тунгокоченский", "округ", "76544000", 52.7, 115.16667),
  district("ulyotovskiy", "Улётовский", "округ", "76546000", 51.35589, 112.4843),
  district("khilokskiy", "Хилокский", "округ", "76547000", 51.36777, 110.46804),
  district("chernyshevskiy", "Чернышевский", "округ", "76548000", 52.52209, 117.01712),
  district("chitinskiy", "Читинский", "район", undefined, 52.03171, 113.50087),
  district("shelopuginskiy", "Шелопугинский", "округ", "76552000", 51.65286, 117.56303),
  district("shilkinskiy", "Шилкинский", "район", "76654000", 51.85, 116.03333),
]

function district(
  id: string,
  name: string,
  form: "округ" | "район",
  oktmo: string | undefined,
  latitude: number,
  longitude: number,
): District {
  return { id, name, form: `муниципальный ${form}`, ...(oktmo === undefined ? {} : { oktmo }), circle: [latitude, longitude, reachKm] }
}

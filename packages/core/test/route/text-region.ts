import { routingSchema, russianAddressWords, type RoutingInput } from "../../src/route/index.ts"

type TerritoryInput = RoutingInput["territories"][number]

const district = (id: string, adjective: string): TerritoryInput => ({
  id,
  title: `${adjective} район`,
  kind: "district",
  parentId: "region",
  textNames: [adjective],
})
const settlement = (id: string, title: string, parentId: string, change: Partial<TerritoryInput> = {}): TerritoryInput => ({
  id,
  title,
  kind: "settlement",
  parentId,
  textNames: [title],
  ...change,
})

/** A region whose names make trouble: forms, compounds, ordinary words, one name in two districts. */
export const textRegion = routingSchema.parse({
  authorities: [],
  rules: [],
  addressWords: russianAddressWords,
  territories: [
    { id: "region", title: "Край", kind: "region" },
    district("borzinskiy", "Борзинский"),
    district("karymskiy", "Карымский"),
    district("kalarskiy", "Каларский"),
    settlement("borzya", "Борзя", "borzinskiy"),
    settlement("sherlovaya-gora", "Шерловая Гора", "borzinskiy"),
    settlement("karymskoe", "Карымское", "karymskiy"),
    settlement("kurorty", "Курорт-Дарасун", "karymskiy"),
    settlement("yasnaya", "Ясная", "borzinskiy", { isOrdinaryWord: true }),
    settlement("petrovsk", "Петровск-Забайкальский", "borzinskiy"),
    settlement("zabaykalsk", "Забайкальск", "borzinskiy"),
    settlement("vershino", "Вершино-Дарасунский", "karymskiy"),
    district("aleksandrovo", "Александрово-Заводский"),
    settlement("tupik", "Тупик", "kalarskiy", { isOrdinaryWord: true }),
    settlement("chara", "Чара", "kalarskiy", { isOrdinaryWord: true }),
    settlement("novaya-chara", "Новая Чара", "kalarskiy"),
    settlement("ozyornyy-b", "Озёрный", "borzinskiy", { isOrdinaryWord: true }),
    settlement("ozyornyy-k", "Озёрный", "karymskiy", { isOrdinaryWord: true }),
    settlement("dalniy-b-1", "Дальняя Падь", "borzinskiy"),
    settlement("dalniy-b-2", "Дальняя Падь", "borzinskiy"),
    settlement("dalniy-k", "Дальняя Падь", "kalarskiy"),
    { id: "far", title: "Другая область", kind: "region" },
    settlement("far-gora", "Белая Гора", "far"),
    settlement("near-gora", "Белая Гора", "kalarskiy"),
  ],
})

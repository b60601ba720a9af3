import { region } from "../src/region.ts"

const topics = new Map(region.topics.map((topic) => [topic.id, topic.title]))
const authorities = new Map(region.routing.authorities.map((authority) => [authority.id, authority.title]))
const territories = new Map(region.routing.territories.map((territory) => [territory.id, territory.title]))
const networks: ReadonlyMap<string, string> = new Map([
  ["vk", "ВКонтакте"],
  ["ok", "Одноклассники"],
  ["facebook", "Facebook"],
  ["instagram", "Instagram"],
  ["x", "X"],
])

/** A topic for people; an id that nobody described stands as it is. */
export function topicTitle(id: string | null): string {
  return id === null ? "Тема не определена" : (topics.get(id) ?? id)
}

/** An authority for people. */
export function authorityTitle(id: string | null): string {
  return id === null ? "Ответственный не найден" : (authorities.get(id) ?? id)
}

/** A territory for people. */
export function territoryTitle(id: string | null): string {
  return id === null ? "Место не определено" : (territories.get(id) ?? id)
}

/** A network for people. */
export function networkTitle(id: string | null): string {
  return id === null ? "—" : (networks.get(id) ?? id)
}

const shortNetworks: ReadonlyMap<string, string> = new Map([
  ["vk", "ВК"],
  ["ok", "ОК"],
  ["facebook", "FB"],
  ["instagram", "IG"],
  ["x", "X"],
])

/** A network in a narrow column. */
export function networkShort(id: string): string {
  return shortNetworks.get(id) ?? id
}

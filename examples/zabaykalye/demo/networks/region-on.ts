import type { MessageKey } from "@otklik/core"
import { region, type Region } from "../../src/region.ts"
import type { Town } from "./town.ts"

/**
 * The region with its communities under the numbers that the networks gave them: whoever sets up a desk writes these
 * into the territories.
 *
 * @param town - the networks
 */
export function regionOn(town: Town): Region {
  const { routing } = region
  const here = (key: MessageKey): readonly MessageKey[] => {
    const account = town.accountOf(key)
    return account === undefined ? [] : [`${account.network}:${account.accountId}`]
  }
  const territories = routing.territories.map(({ communities = [], ...territory }) => ({
    ...territory,
    communities: communities.flatMap(here),
  }))
  return { ...region, routing: { ...routing, territories } }
}

import type { RoutingCase } from "@otklik/core/routing"
import { anywhere } from "./anywhere.ts"
import { byRole } from "./by-role.ts"
import { conditions } from "./conditions.ts"
import { municipalRoads } from "./municipal-roads.ts"
import { municipal } from "./municipal.ts"
import { onX } from "./on-x.ts"
import { queue } from "./queue.ts"
import { regional } from "./regional.ts"

/** The moment at which the cases are asked. */
const at = "2026-11-25T00:00:00.000Z"

/** One hundred and six cases that the routing of the region must do right by: `checkRouting(routing, cases)`. */
export const routingCases: readonly RoutingCase[] = [
  ...[...regional, ...byRole, ...anywhere, ...municipalRoads, ...municipal, ...onX, ...queue].map(
    ([title, topic, territoryId, network, owner, ruleId, why]): RoutingCase => ({
      title,
      facts: { topic, territoryId, network, at },
      owner,
      ...(ruleId === null ? {} : { ruleId }),
      why: [why],
    }),
  ),
  ...conditions,
]

import type { Route } from "../route.ts"
import { caseRoutes } from "./case.ts"
import { evidenceRoutes } from "./evidence.ts"
import { feedRoutes } from "./feed.ts"
import { figureRoutes } from "./figures.ts"
import { incidentRoutes } from "./incidents.ts"
import { listRoutes } from "./list.ts"
import { replyRoutes } from "./reply.ts"
import { serviceRoutes } from "./service.ts"
import { webhookRoutes } from "./webhooks.ts"

/** The one table: the handler, the OpenAPI document and the tests are made of it. */
export const routes: readonly Route[] = [
  ...listRoutes,
  ...caseRoutes,
  ...incidentRoutes,
  ...evidenceRoutes,
  ...feedRoutes,
  ...replyRoutes,
  ...figureRoutes,
  ...webhookRoutes,
  ...serviceRoutes,
]

export {
  edgeMark,
  edgeMoment,
  edgeSchema,
  readEdge,
  listEdge,
  walkEdge,
  type EdgeWalk,
  type GraphEdge,
  type GraphPage,
  type PagePlace,
  type WalkedEdge,
} from "./edge.ts"
export {
  isGoneError,
  isRateError,
  isRightError,
  isTokenError,
  isTooMuchError,
  metaFailureRule,
  readMetaError,
  type MetaError,
} from "./error.ts"
export { appSecretProof, createGraphClient, graphVersion, type GraphCall, type GraphClient, type GraphClientOptions } from "./graph.ts"
export {
  checkSubscriptions,
  checkToken,
  createHealthReport,
  type HealthReport,
  type MetaApp,
  type SubscriptionCheck,
  type TokenCheck,
} from "./health.ts"
export {
  createAppToken,
  inspectToken,
  listAppSubscriptions,
  listSubscribedFields,
  type AppSubscription,
  type InspectedToken,
} from "./inspect.ts"
export { graphIdSchema, graphTimeSchema, graphVersionSchema, instantToSeconds, readGraphTime, secondsToInstant } from "./shape.ts"
export { readMetaUsage, type MetaUsage } from "./usage.ts"
export { createMetaWebhook, metaPushTaken, type MetaChange, type MetaPush, type MetaWebhookOptions } from "./webhook.ts"

export { createOkConnector, type OkConnector } from "./ok-connector.ts"
export type { OkConnectorOptions, OkGroup, OkReply } from "./options.ts"

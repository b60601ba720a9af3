export { createHttpConnector } from "./http-connector.ts"
export type { HttpConnectorOptions, HttpReplies } from "./options.ts"

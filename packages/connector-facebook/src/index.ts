export { createFacebookConnector, type FacebookConnector } from "./facebook-connector.ts"
export type { FacebookApp, FacebookConnectorOptions, FacebookList, FacebookPublicPage, FacebookWebhook } from "./options.ts"

export { createInstagramConnector, type InstagramConnector } from "./instagram-connector.ts"
export type {
  InstagramAccountSource,
  InstagramApp,
  InstagramConnectorOptions,
  InstagramHashtag,
  InstagramLogin,
  InstagramWebhook,
} from "./options.ts"
export { lintInstagramReply } from "./reply/text.ts"
export { createInstagramToken, type InstagramTokenOptions } from "./api/token.ts"

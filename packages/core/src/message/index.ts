export { byHandWays, communityKeyOf, isByHand, networkOf, type ByHandWay, type MessageKey, type Network } from "./message-key.ts"
export {
  attachmentSchema,
  incomingMessageSchema,
  messageKeySchema,
  networkSchema,
  placeSchema,
  webUrlSchema,
  type Attachment,
  type IncomingMessage,
  type IncomingMessageInput,
  type Place,
  reachSchema,
  type MessageReach,
} from "./message.ts"
export { findOrigin, knownAccountSchema, type KnownAccount, type Origin, type OriginFinding } from "./origin.ts"
export { authorKeyTag, authorPseudonym, toStoredMessage, type Message, type NoteFile } from "./stored-message.ts"
export {
  attachmentKinds,
  keyExpected,
  keyLimit,
  keyPattern,
  networkExpected,
  networkPattern,
  textLimit,
  wellFormedExpected,
} from "./limits.ts"

export {
  attachmentSchema,
  byHandWays,
  communityKeyOf,
  incomingMessageSchema,
  isByHand,
  messageKeySchema,
  networkOf,
  networkSchema,
  placeSchema,
  webUrlSchema,
  type Attachment,
  type ByHandWay,
  type IncomingMessage,
  type IncomingMessageInput,
  type MessageKey,
  type Network,
  type Place,
  reachSchema,
  type Reach,
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

export { foldText, tokenText, type FoldedToken, type FoldedTokenKind } from "./fold.ts"
export { firstWordUnit, foldTables, isPlainAstral, unitKind } from "./fold-table.ts"
export { hashUnits, mixHash, seedHash } from "./fold-hash.ts"
export { textOf } from "./fold-text.ts"
export { cyrillicTwin, needsRepair } from "./fold-word.ts"
export { scanText } from "./fold-scan.ts"
export { createTokenList, isNative, tokenKind, type TokenList } from "./fold-tokens.ts"
export { createTokenEngine, type TokenEngine } from "./token-engine.ts"
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
  textLimit,
  webUrlSchema,
  type Attachment,
  type ByHandWay,
  type IncomingMessage,
  type IncomingMessageInput,
  type MessageKey,
  type Network,
  type Place,
} from "./message.ts"
export { findOrigin, knownAccountSchema, type KnownAccount, type Origin, type OriginFinding } from "./origin.ts"
export { toStoredMessage, type Message } from "./stored-message.ts"

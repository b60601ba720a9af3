export type {
  CallOptions,
  Capabilities,
  Connector,
  ConnectorV1,
  FindReplyOptions,
  Gap,
  Health,
  MessageNotice,
  MessagePage,
  PullOptions,
  Received,
  ReplyOptions,
  ReplyPlacement,
  ReplyReceipt,
  SkippedItem,
  Source,
} from "./connector.ts"
export { readReplyReceipt } from "./receipt.ts"

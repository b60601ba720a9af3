export { readJson, readPush } from "./http/body.ts"
export { failureOf, statusFailure, type FailureContext, type FailureRule } from "./http/failure.ts"
export { createHealthLook, type HealthLook } from "./health.ts"
export {
  createHttpClient,
  httpCallChannel,
  type HttpAnswer,
  type HttpCallReport,
  type HttpClient,
  type HttpClientOptions,
  type HttpRequest,
} from "./http/http.ts"
export { parseJson } from "./http/json.ts"
export { createBudget, type Budget } from "./list/budget.ts"
export { finishReading, invalidReading, skippedReading } from "./list/finish-reading.ts"
export { cutWalk, gapItem, gapOf, watchWindow, type WatchWindow } from "./list/gap.ts"
export { createHeadBook, type HeadBookOptions, type SeenHeads } from "./list/head-book.ts"
export { createEditMemory, type EditMemory } from "./list/edit-memory.ts"
export { createWalkEnd, endOfDay, listItems, type ListOptions } from "./list/list-items.ts"
export type { Reading } from "./list/reading.ts"
export { apiUrlSchema, connectorIdSchema, handleSchema, hostShape, plannerSchema, readingShape, tokenSchema } from "./options.ts"
export { createSourceList, type SourceList } from "./list/source-list.ts"
export { readStoredCursor } from "./list/stored-cursor.ts"
export { createThreadBook, type ReadThread, type ThreadsRead, type WatchedThread } from "./list/thread-book.ts"
export {
  createUnreadReader,
  listed,
  type ListedItem,
  type SourceReader,
  type UnreadReaderOptions,
  type Walk,
} from "./list/unread-reader.ts"
export { sightsIn, type Sight } from "./list/watch-list.ts"
export { createWatchReader, type Look, type ShownMessages, type WatchReaderOptions } from "./list/watch-reader.ts"
export {
  createQuotaPlanner,
  type QuotaJob,
  type QuotaLeft,
  type QuotaPlanner,
  type QuotaPlannerOptions,
  type QuotaPriority,
} from "./quota/planner.ts"
export { createSharedQuotaPlanner, type SharedQuotaPlannerOptions } from "./quota/shared-planner.ts"
export type { QuotaLimit } from "./quota/window.ts"
export { createOnceReplier, type OnceReplier, type OnceReplierOptions } from "./reply/once.ts"
export { createRedactor, type Redactor } from "./http/redact.ts"
export { createReplyGate } from "./reply/gate.ts"
export { retry, type Random, type RetryOptions } from "./http/retry.ts"
export { createSilenceWatch, type SilenceWatch, type SilenceWatchOptions } from "./silence-watch.ts"
export {
  isSameSecret,
  signBytes,
  verifySignature,
  type SignatureAlgorithm,
  type SignatureEncoding,
  type SignatureOptions,
} from "./signature.ts"
export { createFixedToken, createRefreshingToken, type RefreshingTokenOptions, type Token, type TokenSource } from "./token.ts"
export { requireWaitingClock, withTimeout, type WaitingClock } from "./http/wait.ts"

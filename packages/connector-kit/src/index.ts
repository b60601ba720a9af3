export { readJson, readPush, parseJson } from "./http/body.ts"
export { failureOf, statusFailure, type FailureContext, type FailureRule } from "./http/failure.ts"
export {
  capabilityNote,
  createHealthLook,
  createSilenceWatch,
  type CapabilityNote,
  type HealthLook,
  type SilenceWatch,
  type SilenceWatchOptions,
} from "./health.ts"
export {
  createHttpClient,
  httpCallChannel,
  type HttpAnswer,
  type HttpCallReport,
  type HttpClient,
  type HttpClientOptions,
  type HttpRequest,
} from "./http/http.ts"
export { createBudget, type Budget, createWalkEnd, endOfDay, listItems, type ListOptions } from "./list/list-items.ts"
export { contentLabel, finishReading, invalidReading, skippedReading, unknownContent, type Reading } from "./list/reading.ts"
export { cutWalk, gapItem, gapOf, watchWindow, type WatchWindow } from "./list/gap.ts"
export { createPostTracker, type PostTrackerOptions, type SeenHeads } from "./list/post-tracker.ts"
export { createEditMemory, type EditMemory } from "./list/edit-memory.ts"
export { apiUrlSchema, connectorIdSchema, handleSchema, hostShape, plannerSchema, readingShape, tokenSchema } from "./options.ts"
export { createSourceList, type SourceList } from "./list/source-list.ts"
export { readStoredCursor } from "./list/cursor.ts"
export { createThreadTracker, type ReadThread, type ThreadsRead, type WatchedThread } from "./list/thread-tracker.ts"
export { createUnreadReader, listed, type SourceReader, type UnreadReaderOptions, type Walk } from "./list/unread-reader.ts"
export { type ListedItem } from "./list/listed-item.ts"
export { observationsIn, type Observation } from "./list/watch-list.ts"
export { createWatchReader, type Look, type ShownMessages, type WatchReaderOptions } from "./list/watch-reader.ts"
export type { QuotaJob, QuotaPriority } from "./quota/job.ts"
export { createQuotaPlanner } from "./quota/planner.ts"
export type { QuotaLeft, QuotaPlanner, QuotaPlannerOptions } from "./quota/queue.ts"
export { createSharedQuotaPlanner, type SharedQuotaPlannerOptions } from "./quota/shared-planner.ts"
export type { QuotaLimit } from "./quota/window.ts"
export { createRedactor, type Redactor } from "./http/redact.ts"
export { retry, type Random, type RetryOptions } from "./http/retry.ts"
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
export { foreignKey, notPossible, tooMuchToSearch } from "./reply/errors.ts"
export { createOnceReplier, createReplyGate, type OnceReplierOptions, type ReplyMembers } from "./reply/once.ts"

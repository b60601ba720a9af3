export { instantSchema } from "./instant-schema.ts"
export { instantToMillis, readInstant, millisToInstant, addMinutes, minutesBetween, type Interval } from "./instant.ts"
export { type Instant } from "./clock.ts"
export type { Clock } from "./clock.ts"
export {
  DeskError,
  isDeskError,
  type AnyDeskError,
  type ConflictSubject,
  type DeskErrorCode,
  type DeskErrorDetails,
  type InputIssue,
  type PhotoFault,
  type Span,
} from "./error.ts"
export { checkInput, inputIssues, schemaOf, readOptions } from "./validate.ts"
export { configError } from "./error.ts"
export { didYouMean } from "./suggest.ts"
export { nextTry } from "./retry.ts"
export { concatBytes, fromBase64url, toBase64url } from "./bytes.ts"
export { canSeal, deriveKey, seal, unseal } from "./seal.ts"
export { compare } from "./compare.ts"
export { keyedId, sha256, stableId, timedId } from "./id.ts"
export {
  traceWork,
  diagnosticsChannels,
  publishDiagnostics,
  type RunInContext,
  type WorkStarted,
  type DiagnosticsChannel,
} from "./diagnostics.ts"

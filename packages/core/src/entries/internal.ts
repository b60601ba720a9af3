// For the packages of this repository alone: changes without notice.
export {
  traceWork,
  checkInput,
  configError,
  didYouMean,
  keyedId,
  publishDiagnostics,
  schemaOf,
  sha256,
  stableId,
  timedId,
  type RunInContext,
  type WorkStarted,
  type ConflictSubject,
  type DiagnosticsChannel,
} from "../base/index.ts"
export { authorPseudonym, networkSchema, toStoredMessage } from "../message/index.ts"
export { blockMillis, offsetAt, pausedDeadline, zoneSchema } from "../sla/index.ts"
export { findEmails, findLinks, findMentions, findPhones, replyTextHash } from "../reply/index.ts"
export { fingerprintDistance, fingerprintOf, squareSide } from "../evidence/index.ts"
export { clockFactsOf, factsOf, labelsOf, marksOf } from "../report/index.ts"
export {
  countSql,
  figuresStatement,
  metricSql,
  findSql,
  labelledSql,
  type FiguresDialect,
  type FiguresIndex,
  type FindDialect,
  type SqlPart,
} from "../storage/index.ts"
export { factColumns, factRow, factsOfRow, isNumberColumn, recordPages, storedView, viewOf, type FactColumn } from "../storage/index.ts"
export {
  burstFactsOf,
  composeRequestSchema,
  conditionsSchema,
  followUpSchema,
  recogniseAuthorKey,
  registrationSchema,
} from "../desk/index.ts"
export type { FiguresStatement } from "../storage/index.ts"

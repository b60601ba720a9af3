export { describeEvidence, type Evidence } from "./evidence.ts"
export { captureSpan, type CaptureSpan } from "./capture-span.ts"
export {
  englishEvidenceWording,
  type DoubtCode,
  type EvidenceDoubt,
  type EvidenceReview,
  type EvidenceWording,
  type UncheckedCode,
  type UncheckedEvidence,
} from "./doubt.ts"
export { findCopies, type EarlierEvidence, type EvidenceCopy } from "./find-copies.ts"
export { fingerprintDistance } from "./fingerprint-distance.ts"
export { squareSide } from "./fingerprint-grid.ts"
export { fingerprintOf, fingerprintSchema, type Fingerprint } from "./fingerprint.ts"
export { captureTimeSchema, photoFactsSchema, pointSchema, type CaptureTime, type PhotoFacts, type Point } from "./photo-facts.ts"
export { evidenceRequired } from "./requirement.ts"
export { reviewEvidence, type EvidenceContext, type EvidenceTolerances } from "./review-evidence.ts"
export { topicSchema, type Topic } from "./topic.ts"

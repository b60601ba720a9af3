export { numberMark, withNumber, withoutMark } from "./number-mark.ts"
export {
  auditGuidance,
  type GuidanceAuditOptions,
  type GuidanceFinding,
  type GuidanceFindingCode,
  type GuidanceUse,
} from "./audit-guidance.ts"
export { chooseTemplate, type PassedTemplate, type TemplateChoice, type TemplateSituation } from "./choose-template.ts"
export {
  findGuidance,
  guidanceSchema,
  guidanceText,
  isValidAt,
  type Guidance,
  type GuidanceContact,
  type GuidanceSituation,
} from "./guidance.ts"
export { findEmails, findLinks, findMentions, findPhones } from "./lint/contacts.ts"
export type { ReplyLintContext, ReplyTarget } from "./lint/context.ts"
export { createReplyLint, replyPhraseSchema, type ReplyLint, type ReplyLintOptions, type ReplyPhrase } from "./lint/create-reply-lint.ts"
export type { ReplyFinding, ReplyFindingCode, ReplySeverity } from "./lint/finding.ts"
export {
  replyLanguageEn,
  type PersonalDataDetector,
  type PersonalDataFind,
  type ReplyLanguage,
  type ReplyQueries,
} from "./lint/language.ts"
export { planReplies, type PlanOptions, type ReplyDraft, type ReplyPlan } from "./plan.ts"
export { replierAfter, replyTargets } from "./replier.ts"
export { replyWordingEn, wordFacts, type ReplyFact, type ReplyWording } from "./reply-facts.ts"
export { replyKindAllowed, unseenPublicationAllowed, type DraftSituation, type Permission } from "./reply-kind.ts"
export {
  replyTemplateSchema,
  replyTemplatesSchema,
  type ReplyTemplate,
  type TemplateConditions,
  type ReplyTemplateInput,
} from "./reply-template.ts"
export { openStock, stockFormat, type ReplyStock } from "./stock.ts"
export type { Misspelling, Speller } from "./speller.ts"
export { replyTextHash } from "./text-hash.ts"
export { fillTemplate, renderReply, templateFacts, type TemplateFacts } from "./template.ts"
export { replyFallback, type ClosedWay, type RefusedWay, type ReplyStep, type ReplyWay } from "./way.ts"

export { findGuidance, guidanceSchema, type Guidance } from "./guidance.ts"
export { planReplies, type ReplyDraft, type ReplyPlan } from "./plan.ts"
export { renderReply, type TemplateFacts } from "./template.ts"

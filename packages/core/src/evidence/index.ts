export { describeEvidence, type Evidence } from "./evidence.ts"
export { evidenceRequired } from "./requirement.ts"
export { topicSchema, type Topic } from "./topic.ts"

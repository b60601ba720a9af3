import type { Topic } from "./topic.ts"

/**
 * Whether a topic asks for proof of the fix before "fixed" may be said. A topic nobody described asks for none.
 *
 * @param topics - the host's topics
 * @param topicId - the incident's topic; null where it has none
 */
export function evidenceRequired(topics: readonly Topic[], topicId: string | null): boolean {
  return topics.find((topic) => topic.id === topicId)?.evidenceRequired ?? false
}

import type { FieldName } from "../../query/query.ts"
import type { MatchableMessage } from "../../rule.ts"

/** Whether a message has a value in a field. */
export function fieldHolds(field: FieldName, value: string, message: MatchableMessage): boolean {
  switch (field) {
    case "network":
      return message.network === value
    case "kind":
      return message.kind === value
    case "has":
      return message.attachments?.some((attachment) => attachment.kind === value) ?? false
    case "source": {
      const key = message.communityKey
      if (key === null || key === undefined) return false
      return key === value || key.slice(key.indexOf(":") + 1) === value
    }
  }
}

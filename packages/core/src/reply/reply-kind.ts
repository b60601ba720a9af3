import type { Instant } from "../base/index.ts"
import type { IncidentKind, ReplyKind } from "../incident/index.ts"
import { isValidAt, type Guidance } from "./guidance.ts"

/** Whether something may be done, and why or why not. */
export interface Permission {
  /** Whether it may be done. */
  readonly allowed: boolean
  /** Why, or why not. */
  readonly why: string
}

/** What a draft is, as far as its kind depends on it. */
export interface DraftSituation {
  /** What the reply does. */
  readonly replyKind: ReplyKind
  /** What the message is. */
  readonly incidentKind: IncidentKind
  /** Whether the text is a guidance text, and not one about this very case. */
  readonly isGuidance: boolean
  /** What the topic says: `guidanceAnswersQuestion` of `topicSchema`. Absent: no. */
  readonly guidanceAnswersQuestion?: boolean | undefined
}

/**
 * Whether a reply may be of a kind. A "what to do" for everybody is the end of a case only where somebody asked a
 * question, and the topic allows it; otherwise it may go out as an interim reply, with its date, and the clock of the
 * final one runs on.
 *
 * @param draft - what the draft is
 */
export function replyKindAllowed(draft: DraftSituation): Permission {
  const { replyKind, incidentKind, isGuidance, guidanceAnswersQuestion = false } = draft
  if (!isGuidance) {
    if (replyKind === "guidance") return { allowed: false, why: 'only a guidance text is a reply of the kind "guidance"' }
    return { allowed: true, why: "it is written about this case" }
  }
  switch (replyKind) {
    case "guidance":
      return { allowed: true, why: "it advises what to do meanwhile, and is no answer" }
    case "interim":
      return { allowed: true, why: "guidance may go out before the final reply" }
    case "final":
      if (incidentKind !== "question") return { allowed: false, why: "guidance ends only a question, never a problem" }
      if (!guidanceAnswersQuestion) return { allowed: false, why: "the topic does not let guidance be the final reply" }
      return { allowed: true, why: "a question, and the topic lets guidance answer it" }
    case "clarify":
    case "redirect":
    case "follow-up":
      return { allowed: false, why: `guidance is no reply of the kind "${replyKind}"` }
  }
}

/**
 * Whether a guidance text may be published without a person who checks it: only one that was approved for that, for
 * this topic, in its time. Everything else that a machine writes is a draft.
 *
 * @param guidance - the text
 * @param wanted - the incident's topic, and the present moment
 */
export function unseenPublicationAllowed(guidance: Guidance, wanted: { readonly topic: string | null; readonly at: Instant }): Permission {
  if (guidance.publishUnseen !== true) return { allowed: false, why: "nobody approved it for that" }
  if (guidance.topic !== wanted.topic) return { allowed: false, why: "it is for another topic" }
  if (!isValidAt(guidance, wanted.at)) return { allowed: false, why: "it is not valid now" }
  return { allowed: true, why: "approved for this topic and this time" }
}

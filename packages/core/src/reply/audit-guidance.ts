import { addMinutes, readInstant, type Instant } from "../base/index.ts"
import type { Guidance } from "./guidance.ts"

/** What can be wrong with guidance. */
export type GuidanceFindingCode = "expired" | "expiring-soon" | "never-used" | "no-guidance" | "unknown-owner" | "unknown-topic" | "hidden"

/** One thing that is wrong with guidance, or worth knowing. */
export interface GuidanceFinding {
  /** What is wrong. */
  readonly code: GuidanceFindingCode
  /** `error`: nobody may use it in its present form; `warning`: somebody must act; `note`: worth knowing. */
  readonly severity: "error" | "warning" | "note"
  /** Null where a topic has no text. */
  readonly guidanceId: string | null
  /** The topic of the text. */
  readonly topic: string
  /** A sentence. */
  readonly message: string
}

/** How often a guidance text was used. */
export interface GuidanceUse {
  /** The text. */
  readonly guidanceId: string
  /** How often it was published. */
  readonly count: number
}

/** What the host knows. */
export interface GuidanceAuditOptions {
  /** The present moment. */
  readonly now: Instant
  /** Topics that there are: one without any text is reported. Absent: none is missed. */
  readonly topics?: readonly string[]
  /** Authorities that there are. Absent: owners are not looked up. */
  readonly authorityIds?: readonly string[]
  /**
   * How long before its end a text is reported, in days of 24 hours. Default 14, a preset: time for a ministry to renew
   * it.
   */
  readonly soonDays?: number
}

/**
 * Reviews the "what to do" texts: which have ended or will, which nobody uses, whose owner is gone, which topics
 * have none. A text that was never used is reported only once it is valid.
 *
 * @param texts - all guidance texts
 * @param uses - how often each was used; absent ones were not
 * @param options - the present moment, and what the host knows of topics and authorities
 */
export function auditGuidance(
  texts: readonly Guidance[],
  uses: readonly GuidanceUse[],
  options: GuidanceAuditOptions,
): readonly GuidanceFinding[] {
  const { topics, authorityIds, soonDays = 14 } = options
  const now = readInstant(options.now, "now")
  const soon = addMinutes(now, soonDays * 24 * 60)
  const counts = new Map<string, number>()
  for (const { guidanceId, count } of uses) counts.set(guidanceId, (counts.get(guidanceId) ?? 0) + count)
  const findings: GuidanceFinding[] = []
  for (const [index, text] of texts.entries()) {
    const { id, topic, ownerId, validFrom, validTo } = text
    const tell = (code: GuidanceFindingCode, severity: GuidanceFinding["severity"], message: string) =>
      findings.push({ code, severity, guidanceId: id, topic, message })
    const isExpired = validTo !== undefined && validTo <= now
    if (isExpired) tell("expired", "error", `it was valid until ${validTo}`)
    else if (validTo !== undefined && validTo <= soon) tell("expiring-soon", "warning", `it is valid until ${validTo}`)
    if (authorityIds !== undefined && !authorityIds.includes(ownerId)) tell("unknown-owner", "error", `there is no authority "${ownerId}"`)
    if (topics !== undefined && !topics.includes(topic)) tell("unknown-topic", "error", `there is no topic "${topic}"`)
    const isInForce = !isExpired && (validFrom === undefined || validFrom <= now)
    const hider = isInForce ? hiderOf(texts, index, now) : undefined
    if (hider !== undefined) tell("hidden", "warning", `"${hider.id}" comes before it, for the same topic and territory`)
    else if (isInForce && (counts.get(id) ?? 0) === 0) tell("never-used", "note", "it was never used")
  }
  for (const topic of topics ?? []) {
    if (texts.some((text) => text.topic === topic && (text.validTo === undefined || text.validTo > now))) continue
    findings.push({ code: "no-guidance", severity: "note", guidanceId: null, topic, message: `the topic "${topic}" has no guidance` })
  }
  return findings
}

/** An earlier text of the list that is always found instead. */
function hiderOf(texts: readonly Guidance[], index: number, now: Instant): Guidance | undefined {
  const text = texts[index]
  return texts
    .slice(0, index)
    .find(
      (other) =>
        other.topic === text?.topic &&
        other.territoryId === text.territoryId &&
        (other.validFrom === undefined || other.validFrom <= now) &&
        (other.validTo === undefined || (text.validTo !== undefined && other.validTo >= text.validTo)),
    )
}

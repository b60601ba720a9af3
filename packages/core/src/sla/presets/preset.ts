import type { PolicyInput } from "../policy.ts"

/** A published regulation as policies, ready to be taken over, changed or laid beside others. */
export interface PolicyPreset {
  readonly id: string
  /** Whose regulation it is. */
  readonly title: string
  /** Where the numbers come from, in words. */
  readonly source: string
  /** What the source leaves open, and how it was read here; null when nothing is. */
  readonly openQuestion: string | null
  /** Terms of working time and of days name the calendar {@link presetCalendarId}. */
  readonly policies: readonly PolicyInput[]
}

/** The calendar that presets name: the host's own, with the zone, the working week and the holidays of the authority. */
export const presetCalendarId = "office"

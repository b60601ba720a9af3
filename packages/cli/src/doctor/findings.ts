import type { CheckFinding } from "../config.ts"

/** All is well. */
export const ok = (why: string): CheckFinding => ({ state: "ok", why, action: null })

/** Somebody should know. */
export const warn = (why: string, action: string): CheckFinding => ({ state: "warn", why, action })

/** Something is wrong. */
export const fail = (why: string, action: string): CheckFinding => ({ state: "fail", why, action })

/** There is nothing to check, or it could not be. */
export const skip = (why: string): CheckFinding => ({ state: "skip", why, action: null })

/** The first few of many, in a sentence. */
export function some(sentences: readonly string[]): string {
  const shown = sentences.slice(0, 3)
  const more = sentences.length - shown.length
  return `${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`
}

/** A number of things, as `1 rule` and `2 rules`. */
export function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? "" : "s"}`
}

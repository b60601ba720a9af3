/** Notes that a field is wrong. */
export type Complain = (path: string, message: string) => void

/** The longest name or key, in UTF-16 units: indexes of databases have limits of about 2 700 bytes. */
const nameLimit = 600

const canonicalInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** Whether a value is an instant in the one spelling that sorts as text. */
export function isCanonical(value: unknown): boolean {
  return typeof value === "string" && canonicalInstant.test(value)
}

/** Whether a value is a whole number from 0 that every driver carries exactly. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0
}

/** Complains about what is no text, or neither text nor null: some drivers would bind it as NULL. */
export function checkText(value: unknown, path: () => string, complain: Complain, allowed: "text" | "text-or-null" = "text"): void {
  if (typeof value === "string" || (value === null && allowed === "text-or-null")) return
  complain(path(), allowed === "text" ? "a text was expected" : "a text or null was expected")
}

/** Complains about what is none of a list of words. */
export function checkWord(value: unknown, words: readonly string[], path: () => string, complain: Complain): void {
  if (typeof value !== "string" || !words.includes(value)) complain(path(), `one of ${words.join(", ")} was expected`)
}

/** Complains about a name that an index of some database cannot hold. */
export function checkName(value: unknown, path: () => string, complain: Complain): void {
  if (typeof value !== "string" || value === "") complain(path(), "a text that is not empty was expected")
  else if (value.length > nameLimit) complain(path(), `at most ${nameLimit} characters were expected`)
  else if (!value.isWellFormed() || value.includes("\u0000")) complain(path(), "well-formed Unicode without U+0000 was expected")
}

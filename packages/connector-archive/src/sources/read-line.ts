import { inputIssues, type IncomingMessage, type SkippedItem } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"

/** What one line of an archive turned out to be. `"blank"` lines are passed over and never counted. */
export type ReadLine =
  | { readonly kind: "blank" }
  | { readonly kind: "message"; readonly message: IncomingMessage }
  | { readonly kind: "fault"; readonly fault: LineFault }

/** What is wrong with a line, without its place. */
export type LineFault = Pick<SkippedItem, "code" | "message" | "path">

const blank: ReadLine = { kind: "blank" }

/** A fault of a whole line. */
export function lineFault(code: SkippedItem["code"], message: string): LineFault {
  return { code, message, path: "" }
}

/** The fault of a line that is not text in UTF-8, as RFC 8259 (section 8.1) asks of JSON. */
export const notUtf8: LineFault = lineFault("not-json", "a line of valid UTF-8 was expected")

/** The fault of a line that is longer than the limit. */
export function tooLong(limit: number): LineFault {
  return lineFault("invalid", `a line of at most ${limit} bytes was expected`)
}

/**
 * Reads one line. Every line goes through the message schema itself: measured, the schema takes less time than JSON
 * does to be worth a second, hand-written way.
 *
 * The engine's own sentence about broken JSON quotes the input, so it never leaves this function.
 *
 * @param text - the line without its line feed; a carriage return at the end and a byte order mark at the beginning are
 * allowed
 */
export function readLine(text: string): ReadLine {
  let value: unknown
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch {
    if (text.trim() === "") return blank // String.prototype.trim also takes a byte order mark away.
    return { kind: "fault", fault: lineFault("not-json", "one JSON object was expected on this line") }
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { kind: "fault", fault: lineFault("not-a-message", "a JSON object with a message was expected") }
  }
  const result = incomingMessageSchema.safeParse(value)
  if (result.success) return { kind: "message", message: result.data }
  const issues = inputIssues(result.error)
  const message = issues.map((issue) => (issue.path === "" ? issue.message : `${issue.path}: ${issue.message}`)).join("; ")
  return { kind: "fault", fault: { code: "invalid", message, path: issues[0]?.path ?? "" } }
}

/**
 * Whether a text is one whole JSON object. A beginning of such a text never is: its last brace is still missing. So a
 * torn line cannot pass.
 *
 * @param text - a line that has no line feed yet
 */
export function isWholeObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
    return typeof value === "object" && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

import { DeskError, type DeskErrorCode } from "@otklik/core"
import type { Tree } from "../tree.ts"
import { declared, reasonsOf } from "./declarations.ts"
import { code, table } from "./tables.ts"

/** What a page's server answers with each code (RFC 9110, section 15), and what a person does. */
const answers: Readonly<Record<DeskErrorCode, readonly [status: number, person: string]>> = {
  config: [400, "corrects the fields that `issues` names; at the start, the host's options"],
  auth: [502, "does what `action` says, as to issue a new token"],
  "rate-limited": [503, "waits until `retryAt`"],
  network: [503, "waits: the same call may succeed later"],
  protocol: [502, "tells a developer: the other side answered in another shape"],
  refused: [409, "answers on another way: the network said no for good"],
  ambiguous: [502, "looks whether it happened before trying again"],
  capability: [501, "does it by hand, or on another network"],
  conflict: [409, "loads again and decides again; `what` and `id` name what was written to"],
  duplicate: [409, "looks at what was done already, or gives a key of its own"],
  "illegal-transition": [409, "gives one of the commands in `legal`"],
  "invalid-query": [400, "corrects the query at `span`"],
  "invalid-rule": [400, "corrects the rule"],
  "missing-fact": [422, "adds the `facts`"],
  forbidden: [403, "asks somebody whose grant reaches it; `reason` names what is missing"],
  "not-found": [404, "looks for the id"],
  "unreadable-photo": [422, "hands in another file"],
}

/** Every code of an error. */
export function errorCodes(tree: Tree): string {
  const rows = declared(tree, "DeskErrorDetails").fields.map(({ name, type, doc }) => {
    const answer: (typeof answers)[DeskErrorCode] | undefined = answers[name as DeskErrorCode]
    if (answer === undefined) throw new TypeError(`what does a person do about ${name}? Say it in scripts/reference/errors.ts`)
    const [status, person] = answer
    const details = [...type.matchAll(/readonly (\w+\??):/g)].map(([, field = ""]) => code(field))
    // Whether a code is worth another try does not depend on its details.
    const { retryable } = new DeskError(name as DeskErrorCode, "", {})
    return [code(name), String(status), doc, details.join(", ") || "–", retryable ? "yes" : "no", person]
  })
  return table(["code", "HTTP", "means", "`details`", "`retryable`", "a person"], rows)
}

/** What a conflict may be about. */
export function conflictSubjects(tree: Tree): string {
  const { doc } = declared(tree, "ConflictSubject")
  return doc
}

/** The reasons of `forbidden` that come from the domain, whatever a host's authorisation says. */
export function forbiddenReasons(tree: Tree): string {
  return reasonsOf(tree, "forbidden").map(code).join(", ")
}

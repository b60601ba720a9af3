import { DeskError, type DeskErrorCode } from "@otklik/core"
import { problemKinds } from "../../packages/http/src/problem.ts"
import type { Tree } from "../tree.ts"
import { declared, reasonsOf } from "./declarations.ts"
import { code, table } from "./tables.ts"

/** What a person does about each code. */
const persons: Readonly<Record<DeskErrorCode, string>> = {
  config: "corrects the fields that `issues` names; at the start, the host's options",
  auth: "does what `action` says, as to issue a new token",
  "rate-limited": "waits until `retryAt`",
  network: "waits: the same call may succeed later",
  protocol: "tells a developer: the other side answered in another shape",
  refused: "answers on another way: the network said no for good",
  ambiguous: "looks whether it happened before trying again",
  capability: "does it by hand, or on another network",
  conflict: "loads again and decides again; `what` and `id` name what was written to",
  duplicate: "looks at what was done already, or gives a key of its own",
  "illegal-transition": "gives one of the commands in `legal`",
  "invalid-query": "corrects the query at `span`",
  "invalid-rule": "corrects the rule",
  "missing-fact": "adds the `facts`",
  forbidden: "asks somebody whose grant reaches it; `reason` names what is missing",
  "not-found": "looks for the id",
  "unreadable-photo": "hands in another file",
}

/** Every code of an error. */
export function errorCodes(tree: Tree): string {
  const rows = declared(tree, "DeskErrorDetails").fields.map(({ name, type, doc }) => {
    const person: string | undefined = persons[name as DeskErrorCode]
    if (person === undefined) throw new TypeError(`what does a person do about ${name}? Say it in scripts/reference/errors.ts`)
    const { statuses } = problemKinds[name as DeskErrorCode]
    const details = [...type.matchAll(/readonly (\w+\??):/g)].map(([, field = ""]) => code(field))
    // Whether a code is worth another try does not depend on its details.
    const { retryable } = new DeskError(name as DeskErrorCode, "", {})
    return [code(name), statuses.join(", "), doc, details.join(", ") || "–", retryable ? "yes" : "no", person]
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

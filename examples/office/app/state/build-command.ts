import type { Command } from "../api/client.ts"
import type { Field } from "./forms.ts"
import { forms } from "./forms.ts"
import type { Filled } from "./kept.ts"

/** What a form needs to become a command. */
export interface Known {
  /** The id of what a person named by its title; undefined: there is no such title. */
  readonly idOf: (kind: "authority" | "territory", title: string) => string | undefined
  /** The id of an incident by its number, where it was looked up. */
  readonly incidentOf: (number: string) => string | undefined
  /** A local date and time as a moment. */
  readonly momentOf: (local: string) => string
}

/** A command, or the fields that keep a form from being one, each with the name of a sentence. */
export type Built = { readonly command: Command } | { readonly faults: Readonly<Record<string, "required" | "badNumber">> }

/** Makes a command of what was filled in. */
export function buildCommand(type: Command["type"], filled: Filled, known: Known): Built {
  if (type === "submit-draft") return buildDraft(filled, known)
  const faults: Record<string, "required" | "badNumber"> = {}
  const body: Record<string, unknown> = { type }
  for (const field of forms[type] ?? []) {
    const value = (filled[field.name] ?? "").trim()
    if (value === "") {
      if (field.isOptional !== true) faults[field.name] = "required"
      continue
    }
    const read = valueOf(field, value, known)
    if (read === undefined) faults[field.name] = field.kind === "incident" ? "badNumber" : "required"
    else put(body, field.name, read)
  }
  return Object.keys(faults).length > 0 ? { faults } : { command: body as Command }
}

/** A field `place.name` is the `name` of the command's `place`. */
function put(body: Record<string, unknown>, name: string, value: unknown): void {
  const [outer = "", inner] = name.split(".")
  body[outer] = inner === undefined ? value : { ...(body[outer] as object | undefined), [inner]: value }
}

function valueOf({ kind }: Field, value: string, { idOf, incidentOf, momentOf }: Known): unknown {
  switch (kind) {
    case "authority":
    case "territory":
      return idOf(kind, value)
    case "incident":
      return incidentOf(value)
    case "tags":
      return value.split(" ")
    case "moment":
      return momentOf(value)
    default:
      return value
  }
}

/** Replies that say something about the problem. */
export const outcomeKinds: readonly string[] = ["interim", "final"]
/** The outcomes that a reply may have. */
export const outcomesOf = (replyKind: string): readonly string[] =>
  replyKind === "interim" ? ["planned", "unknown"] : ["fix-claimed", "explained", "cannot-fix", "not-competent"]

/** The field that an outcome asks for besides. */
export const outcomeField: Readonly<Record<string, string>> = {
  planned: "until",
  unknown: "noDateReason",
  "cannot-fix": "cannotReason",
  "not-competent": "competent",
}

function buildDraft(filled: Filled, { momentOf, idOf }: Known): Built {
  const faults: Record<string, "required" | "badNumber"> = {}
  const { text = "", replyKind = "", outcome = "", override = "", overrideCodes = "", guidanceId = "" } = filled
  if (replyKind === "guidance")
    return guidanceId === "" ? { faults: { guidanceId: "required" } } : { command: { type: "submit-draft", replyKind, guidanceId } }
  if (text.trim() === "") faults["text"] = "required"
  if (replyKind === "") faults["replyKind"] = "required"
  const body: Record<string, unknown> = { type: "submit-draft", text, replyKind }
  if (outcomeKinds.includes(replyKind)) {
    if (!outcomesOf(replyKind).includes(outcome)) faults["outcome"] = "required"
    const name = outcomeField[outcome]
    const value = name === undefined ? "" : (filled[name] ?? "").trim()
    if (name !== undefined && value === "") faults[name] = "required"
    const more: Readonly<Record<string, () => object>> = {
      planned: () => ({ until: momentOf(value) }),
      unknown: () => ({ noDateReason: value }),
      "cannot-fix": () => ({ reason: value }),
      "not-competent": () => ({ competent: idOf("authority", value) ?? value }),
    }
    body["outcome"] = { value: outcome, ...(value === "" ? {} : more[outcome]?.()) }
  }
  if (replyKind === "clarify") body["waitMinutes"] = Number(filled["waitMinutes"] ?? "1440")
  const variants = Object.entries(filled)
    .filter(([name, value]) => name.startsWith("variant:") && value.trim() !== "")
    .map(([name, value]) => ({ network: name.slice("variant:".length), text: value }))
  if (variants.length > 0) body["variants"] = variants
  if (override.trim() !== "" && overrideCodes !== "") body["override"] = { codes: overrideCodes.split(" "), why: override.trim() }
  return Object.keys(faults).length > 0 ? { faults } : { command: body as Command }
}

import type { Command } from "../api/client.ts"

/** A field of a command's form. */
export interface Field {
  readonly name: string
  readonly kind:
    | "choice"
    | "line"
    | "area"
    | "authority"
    | "territory"
    | "topic"
    | "incident"
    | "person"
    | "tags"
    | "message"
    | "draft"
    | "link"
    | "moment"
  /** The words of the label, by their name in the dictionary. Default: the field's name. */
  readonly label?: string
  readonly hint?: string
  readonly options?: readonly string[]
  readonly isOptional?: boolean
}

const reasons = ["not-a-complaint", "advert", "outside-the-region", "private-dispute", "abuse-without-a-problem", "own-post"]
const why: Field = { name: "why", kind: "line", hint: "whyHint" }
const facts: readonly Field[] = [
  { name: "topic", kind: "topic", isOptional: true },
  { name: "territoryId", kind: "territory", isOptional: true },
  { name: "kind", kind: "choice", options: ["problem", "question", "suggestion", "thanks"], isOptional: true },
  { name: "importance", kind: "choice", options: ["normal", "raised"], isOptional: true },
]
const basis: Field = { name: "basis", kind: "choice", options: ["author", "inspector", "official"] }
const message: Field = { name: "messageKey", kind: "message" }
const draftId: Field = { name: "draftId", kind: "draft" }

/** What each command asks for; a command that is not here has a form of its own, or none. */
export const forms: Readonly<Partial<Record<Command["type"], readonly Field[]>>> = {
  register: facts,
  reject: [{ name: "reason", kind: "choice", options: reasons }],
  dismiss: [
    { name: "reason", kind: "choice", options: [...reasons, "news", "same-message"] },
    { ...why, isOptional: true },
  ],
  restore: [why],
  assign: [{ name: "authorityId", kind: "authority" }, why],
  transfer: [{ name: "authorityId", kind: "authority" }, why],
  arbitrate: [{ name: "authorityId", kind: "authority" }, why],
  take: [],
  "name-executor": [{ name: "executorId", kind: "person" }],
  "add-note": [{ name: "text", kind: "area", label: "note", hint: "noteHint" }],
  tag: [
    { name: "add", kind: "tags", isOptional: true },
    { name: "remove", kind: "tags", isOptional: true },
  ],
  reclassify: facts,
  "change-policy": [],
  refuse: [
    { name: "reason", kind: "line" },
    { name: "proposedAuthorityId", kind: "authority", isOptional: true },
  ],
  "return-draft": [{ name: "remark", kind: "area" }],
  "waive-reply": [
    message,
    {
      name: "reason",
      kind: "choice",
      options: ["abuse", "source-deleted", "unpublishable", "answered-elsewhere", "no-answer-needed"],
    },
  ],
  "end-wait": [{ name: "cause", kind: "choice", options: ["author-replied", "decision"] }],
  "claim-fix": [],
  "confirm-fix": [basis],
  "refute-fix": [basis],
  reopen: [{ name: "cause", kind: "choice", options: ["repeat", "author", "supervisor-order"] }],
  convert: [
    { name: "externalId", kind: "line" },
    { name: "channel", kind: "line" },
  ],
  merge: [{ name: "into", kind: "incident" }],
  join: [{ name: "into", kind: "incident" }],
  "link-repeat": [{ name: "repeatOf", kind: "incident" }],
  unmerge: [],
  split: [message, ...facts],
  "register-repeat": [message, ...facts],
  "record-publication": [message, { name: "url", kind: "link" }, { name: "publishedAt", kind: "moment" }, draftId],
  "record-refusal": [message, { name: "reason", kind: "line", label: "refusal" }, draftId],
  "extend-reply": [draftId],
  "end-standing-reply": [],
  "set-place": [
    { name: "place.name", kind: "line", label: "placeName" },
    { name: "place.street", kind: "line", label: "street", isOptional: true },
    { name: "place.house", kind: "line", label: "house", isOptional: true },
  ],
  "note-deletion": [message],
  "note-closed-comments": [message],
  erase: [message],
  close: [{ name: "reason", kind: "choice", options: ["author-satisfied", "no-objection", "decision"] }],
}

/** What comes first in a working day, in this order: the buttons that are seen without opening a menu. */
export const mainCommands: readonly Command["type"][] = [
  "register",
  "join",
  "approve-draft",
  "take",
  "submit-draft",
  "return-draft",
  "assign",
  "arbitrate",
  "confirm-fix",
  "close",
  "merge",
  "reject",
  "restore",
  "reopen",
  "transfer",
]

/** Commands that are offered where their object is: beside the photos. */
export const hiddenCommands: ReadonlySet<string> = new Set(["accept-offer", "attach-evidence"])

import * as z from "zod"
import { DeskError, type InputIssue } from "../base/index.ts"
import type { Outcome, ReplyKind, ReplyOverride } from "../incident/index.ts"
import { zoneSchema } from "../sla/index.ts"
import type { ReplyFinding, ReplyLint } from "../reply/index.ts"
import type { Draft, ExistingIncident } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import { replyPhotosSchema } from "./reply-photo.ts"

/** How the desk checks replies where they are written. */
export const replyRulesSchema = z.strictObject({
  /** What checks replies at `submit-draft` and `approve-draft`, as `createReplyLint` makes it. Absent: nothing is checked. */
  lint: z.custom<ReplyLint>((value) => isLint(value), "a lint of replies was expected, as createReplyLint makes it").optional(),
  /** The region's IANA zone: in it a promised day is a day. Default `UTC`. */
  zone: zoneSchema.default("UTC"),
  /** Contacts that offices publish beside those of the routing's authorities: numbers, links, addresses. They are no personal data. */
  contacts: z.array(z.string().min(1).max(500)).max(10_000).default([]),
  /** From where photos of replies are fetched. Absent: drafts with photos are refused. */
  photos: replyPhotosSchema.optional(),
})

/** How the desk checks replies where they are written. */
export type ReplyRules = z.output<typeof replyRulesSchema>

function isLint(value: unknown): boolean {
  return typeof value === "object" && value !== null && "lint" in value && typeof value.lint === "function"
}

/** The reply that is checked: its texts, and what it says. */
export interface CheckedReply extends Pick<Draft, "text" | "variants" | "photos"> {
  readonly replyKind: ReplyKind
  readonly outcome: Outcome | null
}

/**
 * Checks every text of a reply with the host's lint.
 *
 * @param override - the findings of severity `error` that somebody answers for
 * @returns the findings of all texts
 * @throws DeskError `config` for each `error` that the override does not name, with its place in the text
 */
export function checkReply(
  context: DeskContext,
  state: ExistingIncident,
  reply: CheckedReply,
  override: ReplyOverride | undefined,
): readonly ReplyFinding[] {
  const { lint, zone, contacts } = context.replies
  if (lint === undefined) return []
  const { authorities } = context.routing
  const ownerId = "assignment" in state ? state.assignment?.authorityId : undefined
  const owner = authorities.find(({ id }) => id === ownerId)
  const published = authorities.flatMap(({ contact }) => [contact?.phone, contact?.url, contact?.email])
  const facts = {
    replyKind: reply.replyKind,
    outcome: reply.outcome,
    zone,
    ...(owner === undefined ? {} : { responsible: [owner.title] }),
    contacts: [...contacts, ...published.filter((one) => one !== undefined)],
    photoCount: reply.photos.length,
    goneTexts: state.messages.flatMap(({ deletedAt }) => (deletedAt === null ? [] : [null])),
  }
  const texts = [
    { path: "text", text: reply.text },
    ...reply.variants.map(({ text }, index) => ({ path: `variants[${index}].text`, text })),
  ]
  const found = texts.flatMap(({ path, text }) => lint.lint(text, facts).map((finding) => ({ path, finding })))
  const issues = found
    .filter(({ finding }) => finding.severity === "error" && override?.codes.includes(finding.code) !== true)
    .map(({ path, finding }) => issueOf(path, finding))
  if (issues.length > 0) {
    const codes = [...new Set(issues.map(({ message }) => message))].join("; ")
    throw new DeskError("config", `command: ${codes}; change the text, or name the codes in "override" and say why`, { issues })
  }
  return found.map(({ finding }) => finding)
}

function issueOf(path: string, { code, sentence, span }: ReplyFinding): InputIssue {
  return { path, message: `${code}: ${sentence}`, ...(span === null ? {} : { span }) }
}

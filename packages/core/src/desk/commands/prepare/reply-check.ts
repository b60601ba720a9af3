import { DeskError, type InputIssue } from "../../../base/index.ts"
import type { Outcome, ReplyKind, ReplyOverride } from "../../../incident/index.ts"
import type { ReplyFinding } from "../../../reply/index.ts"
import type { Draft, ExistingIncident } from "../../../storage/index.ts"
import type { DeskContext } from "../../context.ts"

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

import { compare, DeskError, type InputIssue } from "../../../base/index.ts"
import type { Outcome, ReplyKind, ReplyOverride } from "../../../incident/index.ts"
import type { MessageKey, Network } from "../../../message/index.ts"
import { replyTargets, withoutMark, type ReplyFinding } from "../../../reply/index.ts"
import type { Draft, DraftFinding, ExistingIncident } from "../../../storage/index.ts"
import type { DeskContext } from "../../context.ts"
import { readStock } from "../../work/reply-stock.ts"

/** The reply that is checked: its texts, and what it says. */
export interface CheckedReply extends Pick<Draft, "text" | "variants"> {
  readonly replyKind: ReplyKind
  readonly outcome: Outcome | null
  readonly photoCount: number
  /** The messages that it is for. */
  readonly messageKeys: readonly MessageKey[]
}

/** A finding, and which text of the reply it is about. */
export interface FoundInReply {
  readonly path: string
  /** Null: the usual text. */
  readonly network: Network | null
  readonly finding: ReplyFinding
}

/**
 * Checks every text of a reply with the host's lint.
 *
 * @param override - the findings of severity `error` that somebody answers for
 * @returns the findings of all texts
 * @throws DeskError `config` for each `error` that the override does not name, with its place in the text
 */
export async function checkReply(
  context: DeskContext,
  state: ExistingIncident,
  reply: CheckedReply,
  override: ReplyOverride | undefined,
): Promise<readonly FoundInReply[]> {
  const found = await lintReply(context, state, reply)
  const issues = found
    .filter(({ finding }) => finding.severity === "error" && override?.codes.includes(finding.code) !== true)
    .map(({ path, finding }) => issueOf(path, finding))
  if (issues.length > 0) {
    const codes = [...new Set(issues.map(({ message }) => message))].join("; ")
    throw new DeskError("config", `command: ${codes}; change the text, or name the codes in "override" and say why`, { issues })
  }
  return found
}

/** What is kept of findings with the draft: no sentence, and nothing of the text. */
export function storedFindings(found: readonly FoundInReply[]): readonly DraftFinding[] {
  return found.map(({ network, finding: { code, severity, span } }) => ({ code, severity, span, network }))
}

/** The codes of findings, each once, as events name them; absent where nothing was found. */
export function foundCodes(found: readonly FoundInReply[]): { readonly findings?: readonly ReplyFinding["code"][] } {
  const codes = [...new Set(found.map(({ finding }) => finding.code))].toSorted(compare)
  return codes.length === 0 ? {} : { findings: codes }
}

/** How many messages of an incident a reply is compared with: the first ones, which say what it is about. */
const comparedMessages = 20

/** What the host's lint finds in each text of a reply, by what the networks take that the text is for. */
export async function lintReply(context: DeskContext, state: ExistingIncident, reply: CheckedReply): Promise<readonly FoundInReply[]> {
  const { lint, zone, contacts } = context.replies
  if (lint === undefined) return []
  const now = context.clock.now()
  const stock = await readStock(context)
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
    now,
    about: await subjectOf(context, state),
    shareSaidToOthers: (text: string) => stock.shareOf(text, { at: now, incidentId: state.incidentId }),
    photoCount: reply.photoCount,
    goneTexts: state.messages.flatMap(({ deletedAt }) => (deletedAt === null ? [] : [null])),
  }
  const targets = replyTargets(context.connectors, reply.messageKeys)
  return textsOf(reply).flatMap(({ path, network, text, isFor }) =>
    lint
      .lint(withoutMark(text), { ...facts, targets: targets.filter((target) => isFor(target.network)) })
      .map((finding) => ({ path, network, finding })),
  )
}

/** What an incident is about: the texts that are known of its messages, the titles of its topic and group. */
async function subjectOf(context: DeskContext, state: ExistingIncident): Promise<readonly string[]> {
  const messages = await context.storage.read("message", state.messageKeys.slice(0, comparedMessages))
  const topic = "topic" in state ? context.topics.find(({ id }) => id === state.topic) : undefined
  return [...messages.map(({ text }) => text), topic?.title, topic?.group].map((text) => text ?? "")
}

/** The texts of a reply, each with the networks that it is for. */
export function textsOf({ text, variants }: Pick<Draft, "text" | "variants">) {
  const isFor = (network: Network): boolean => !variants.some((variant) => variant.network === network)
  return [
    { path: "text", network: null, text, isFor },
    ...variants.map((variant, index) => ({
      path: `variants[${index}].text`,
      ...variant,
      isFor: (network: Network): boolean => network === variant.network,
    })),
  ]
}

function issueOf(path: string, { code, sentence, span }: ReplyFinding): InputIssue {
  return { path, message: `${code}: ${sentence}`, ...(span === null ? {} : { span }) }
}

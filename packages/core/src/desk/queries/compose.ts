import * as z from "zod"
import { configError, didYouMean, instantSchema, readOptions, schemaOf, type Instant } from "../../base/index.ts"
import { messagesToAnswer, waitingOf, type Outcome } from "../../incident/index.ts"
import { networkOf, type Network } from "../../message/index.ts"
import {
  chooseTemplate,
  fillTemplate,
  isValidAt,
  replyTargets,
  wordFacts,
  type Misspelling,
  type ReplyFact,
  type ReplyFinding,
  type ReplyTemplate,
  type TemplateChoice,
} from "../../reply/index.ts"
import type { StoredCase } from "../../storage/index.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import { authoriseReading } from "../access/authorise.ts"
import { draftShape, type DeskCommandOf } from "../commands/command.ts"
import { draftedText } from "../commands/prepare/drafted-text.ts"
import { lintReply, textsOf } from "../commands/prepare/reply-check.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"

/** A reply that is being written. At most one of `text`, `templateId` and `guidanceId`. */
export interface ComposeRequest extends Pick<
  DeskCommandOf<"submit-draft">,
  "text" | "guidanceId" | "replyKind" | "outcome" | "variants" | "answers" | "photoUrls"
> {
  /** A template of the desk (`replies.templates`), in its present edition. */
  readonly templateId?: string
  /**
   * Facts for the template, by name; they come before those that the desk knows: `number`, `topic`, `territory`,
   * `authority`, `phone`, `email`, `url`, and `published`, `registered`, `due` and `promised`, each with `At` for the
   * moment and `Day` for the day.
   */
  readonly facts?: Readonly<Record<string, Exclude<ReplyFact, undefined>>>
}

/** What one network takes of the reply. */
export interface ComposedTarget {
  /** The network. */
  readonly network: Network
  /** The length of the text for it, in UTF-16 units. */
  readonly length: number
  /** The longest text; null: no limit is known. */
  readonly limit: number | null
  /** Whether the text may hold a link. */
  readonly links: boolean
  /** Whether photos can be attached. */
  readonly photos: boolean
  /** False: no connector replies there, and a person publishes. */
  readonly isAutomatic: boolean
}

/** A reply as it would be handed over, and what its author should know first. */
export interface Composed {
  /** The text. Where a fact is missing its name is left in braces. */
  readonly text: string
  /** The template that it was made of; null: of none. */
  readonly template: Pick<ReplyTemplate, "id" | "version"> | null
  /** Why this template, and why not the others; null where the request named what to take. */
  readonly choice: Pick<TemplateChoice, "why" | "passed"> | null
  /** Names of the facts that are missing. */
  readonly missing: readonly string[]
  /** What the lint finds, each with the network whose own text is meant; null: the usual text. */
  readonly findings: readonly (ReplyFinding & {
    /** Null: the usual text. */
    readonly network: Network | null
  })[]
  /** Words that are probably misspelt, likewise. */
  readonly spelling: readonly (Misspelling & {
    /** Null: the usual text. */
    readonly network: Network | null
  })[]
  /** What the networks of its messages take. */
  readonly targets: readonly ComposedTarget[]
}

const factSchema = z.union([
  z.string(),
  z.number(),
  z.strictObject({ moment: instantSchema }),
  z.strictObject({ day: instantSchema }),
  z.null(),
])

/** Checks a {@link ComposeRequest}. */
export const composeRequestSchema = schemaOf<ComposeRequest>()(
  z
    .strictObject({
      ...draftShape,
      templateId: z.string().min(1).optional(),
      facts: z.record(z.string(), factSchema).optional(),
    })
    .refine(({ text, templateId, guidanceId }) => [text, templateId, guidanceId].filter((one) => one !== undefined).length <= 1, {
      error: "one of text, templateId and guidanceId was expected",
      path: ["text"],
    }),
)

/** Prepares a reply; undefined where there is no such incident, for somebody who may read any. */
export async function compose(
  context: DeskContext,
  incidentId: string,
  given: ComposeRequest,
  reader: ActorOptions,
): Promise<Composed | undefined> {
  const request = readOptions(composeRequestSchema, given, "desk.compose")
  const { actor } = readRequest("actor", reader)
  const stored = await context.storage.readCase(incidentId)
  await authoriseReading(context, { actor }, "case", stored?.incident ?? null)
  if (stored === undefined) return undefined
  const { incident } = stored
  const { replyKind, variants = [], photoUrls = [] } = request
  const outcome: Outcome | null = request.outcome ?? null
  const written = writtenText(context, stored, request)
  const answers = request.answers ?? (replyKind === "follow-up" ? (waitingOf(incident)?.keys ?? null) : null)
  const messageKeys = messagesToAnswer(incident, { draftId: "", answers })
  const draft = { text: written.text, variants, replyKind, outcome, photoCount: photoUrls.length, messageKeys }
  const found = await lintReply(context, incident, draft)
  const findings = found.map(({ network, finding }) => ({ ...finding, network }))
  return { ...written, findings, spelling: await spellingOf(context, draft), targets: targetsOf(context, draft) }
}

type Written = Pick<Composed, "text" | "template" | "choice" | "missing">

function writtenText(context: DeskContext, stored: StoredCase, request: ComposeRequest): Written {
  const at = context.clock.now()
  const { text, guidanceId, replyKind } = request
  if (text !== undefined || guidanceId !== undefined) {
    const drafted = draftedText(context, { replyKind, text, guidanceId }, stored.incident, at)
    return { text: drafted.text, template: null, choice: null, missing: [] }
  }
  const { template, choice } = templateFor(context, stored, request, at)
  if (template === null) return { text: "", template, choice, missing: [] }
  const { zone, wording } = context.replies
  const { id, version } = template
  const facts = { ...knownFacts(context, stored, request), ...request.facts }
  const filled = fillTemplate(template.text, wordFacts(facts, { zone, wording }))
  draftedText(context, { replyKind, text: filled.text }, stored.incident, at)
  return { ...filled, template: { id, version }, choice }
}

function templateFor(context: DeskContext, { incident }: StoredCase, { templateId, replyKind, outcome }: ComposeRequest, at: Instant) {
  const { templates } = context.replies
  if (templateId !== undefined) {
    const editions = templates.filter(({ id }) => id === templateId)
    const template = editions.find((edition) => isValidAt(edition, at))
    if (template !== undefined) return { template, choice: null }
    const ids = templates.map(({ id }) => id)
    const message =
      editions.length > 0 ? "no edition of it is valid now" : `there is no template "${templateId}"${didYouMean(templateId, ids)}`
    throw configError("desk.compose", [{ path: "templateId", message }])
  }
  const situation = {
    topic: "topic" in incident ? incident.topic : null,
    kind: "kind" in incident ? incident.kind : ("problem" as const),
    replyKind,
    outcome: outcome?.value ?? null,
    network: incident.network,
    authorityId: "assignment" in incident ? (incident.assignment?.authorityId ?? null) : null,
    at,
  }
  const { template, ...choice } = chooseTemplate(templates, situation)
  return { template, choice }
}

/** What the desk knows of an incident that may be said in public: nothing of its author, no text and no address. */
function knownFacts(context: DeskContext, { number, facts }: StoredCase, { outcome }: ComposeRequest): Record<string, ReplyFact> {
  const { routing, topics } = context
  const owner = routing.authorities.find(({ id }) => id === facts.authorityId)
  const moments = {
    published: facts.publishedAt,
    registered: facts.registeredAt,
    due: facts.nextDueAt,
    promised: outcome?.value === "planned" ? outcome.until : null,
  }
  const worded = Object.entries(moments).flatMap(([name, moment]): (readonly [string, ReplyFact])[] =>
    moment === null ? [] : [[`${name}At`, { moment }] as const, [`${name}Day`, { day: moment }] as const],
  )
  return {
    number: String(number),
    topic: topics.find(({ id }) => id === facts.topic)?.title,
    territory: routing.territories.find(({ id }) => id === facts.territoryId)?.title,
    authority: owner?.title,
    phone: owner?.contact?.phone,
    email: owner?.contact?.email,
    url: owner?.contact?.url,
    ...Object.fromEntries(worded),
  }
}

async function spellingOf({ replies: { speller } }: DeskContext, draft: Parameters<typeof textsOf>[0]): Promise<Composed["spelling"]> {
  if (speller === undefined) return []
  const found = await Promise.all(
    textsOf(draft).map(async ({ network, text }) => (await speller.check(text)).map((misspelling) => ({ ...misspelling, network }))),
  )
  return found.flat()
}

function targetsOf({ connectors }: DeskContext, draft: Parameters<typeof textsOf>[0] & { readonly messageKeys: readonly string[] }) {
  const targets = replyTargets(connectors, draft.messageKeys)
  const networks = [...new Set(draft.messageKeys.map(networkOf))]
  return networks.map((network): ComposedTarget => {
    const { length } = textsOf(draft).find(({ isFor }) => isFor(network))?.text ?? draft.text
    const { replyLimit = null, replyLinks = true, replyPhoto = true } = targets.find((one) => one.network === network)?.capabilities ?? {}
    const isAutomatic = targets.some((one) => one.network === network)
    return { network, length, limit: replyLimit, links: replyLinks, photos: replyPhoto, isAutomatic }
  })
}

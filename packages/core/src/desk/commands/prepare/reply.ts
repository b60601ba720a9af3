import { addMinutes, configError, DeskError, stableId, type Instant } from "../../../base/index.ts"
import { evidenceRequired } from "../../../evidence/index.ts"
import { illegalTransition, messagesToAnswer } from "../../../incident/index.ts"
import { isByHand, type MessageKey } from "../../../message/index.ts"
import { replyTargets, replyTextHash } from "../../../reply/index.ts"
import type { Draft, ExistingIncident, OutboxEntry } from "../../../storage/index.ts"
import type { Changes } from "../../transact/change.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { draftedText } from "./drafted-text.ts"
import type { Stamp } from "../facts.ts"
import { tellOfReply, propagateToMergedSources } from "../../transact/holders.ts"
import { recordLate } from "../../work/late-reply.ts"
import { checkReply, foundCodes, storedFindings, type CheckedReply } from "./reply-check.ts"
import { pinPhotos } from "./reply-photo.ts"
import { readDraft } from "./read-draft.ts"
import { planOutbox, unpublishableSteps } from "./plan-outbox.ts"
import type { Prepared } from "./prepared.ts"

type Asked<Type extends CheckedCommand["type"]> = Extract<CheckedCommand, { type: Type }>

/** The draft of a reply, which goes to the drafts table. */
export async function submitDraft(
  context: DeskContext,
  command: Asked<"submit-draft">,
  state: ExistingIncident,
  version: number,
  stamp: Stamp,
): Promise<Prepared> {
  const { incidentId, replyKind, outcome = null, waitMinutes = null, photoUrls = [], variants = [], answers, override, madeBy } = command
  const { text, guidanceId } = draftedText(context, command, state, stamp.at)
  const longest = context.handling.maxWaitMinutes
  if (waitMinutes !== null && waitMinutes > longest) throw tooLong(longest)
  const photos = await pinPhotos(context, photoUrls)
  const textHash = replyTextHash({ text, variants, photos })
  const draftId = stableId("drf", incidentId, String(version), textHash)
  const messageKeys = messagesToAnswer(state, { draftId, answers: answers ?? null })
  const reply = { text, variants, replyKind, outcome, photoCount: photos.length, messageKeys }
  refuseTooLong(context, reply)
  const found = await checkReply(context, state, reply, override)
  const topic = "topic" in state ? state.topic : null
  const texts = { text, variants, textHash, photos, guidanceId }
  const draft: Draft = { draftId, incidentId, ...texts, findings: storedFindings(found), remark: null, createdAt: stamp.at }
  const required = evidenceRequired(context.topics, topic)
  const clocks = "registeredAt" in state ? context.planner.onStage(state, "draft-submitted", stamp.at) : []
  const step = {
    type: "submit-draft",
    ...stamp,
    draftId,
    textHash,
    replyKind,
    outcome,
    evidenceRequired: required,
    promiseBy: promiseBy(context, stamp),
    waitMinutes,
    clocks,
    ...(guidanceId === null ? {} : { guidanceId }),
    ...(override === undefined ? {} : { override }),
    ...(madeBy === undefined ? {} : { madeBy }),
    ...(answers === undefined ? {} : { answers }),
  } as const
  return { steps: [() => step], unit: { drafts: [draft] }, findings: found.map(({ finding }) => finding) }
}

/**
 * Refuses a text that no connector of a message's network could publish: it would wait for a person after it was
 * approved, and nobody would notice. Where no connector replies at all, a person publishes by hand, and no limit is
 * known.
 *
 * @throws DeskError `config` that names the network, its limit and the length
 */
function refuseTooLong(context: DeskContext, { text, variants, messageKeys }: CheckedReply): void {
  const issues = replyTargets(context.connectors, messageKeys).flatMap(({ network, capabilities }) => {
    const at = variants.findIndex((variant) => variant.network === network)
    const { length } = variants[at]?.text ?? text
    const limit = capabilities.replyLimit
    if (limit === null || length <= limit) return []
    const message = `"${network}" takes at most ${limit} characters, and the text has ${length}: shorten it, or give "variants" one for "${network}"`
    return [{ path: at === -1 ? "text" : `variants[${at}].text`, message }]
  })
  if (issues.length > 0) throw configError("command", issues)
}

function promiseBy({ handling }: DeskContext, { at }: Stamp): Instant {
  return addMinutes(at, handling.promiseMaxDays * 1440)
}

function tooLong(longest: number): DeskError<"config"> {
  const message = `at most ${longest} minutes are allowed`
  return new DeskError("config", `command: waitMinutes: ${message}`, { issues: [{ path: "waitMinutes", message }] })
}

/** The replies that an approval plans: one for each message that has none of this draft yet. */
export async function approveDraft(
  context: DeskContext,
  command: Asked<"approve-draft">,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, textHash, override } = command
  if (state.status !== "reply-review") throw illegalTransition("approve-draft", state)
  const { replyKind, outcome, override: answered } = state.draft
  const codes = [...(answered?.codes ?? []), ...(override?.codes ?? [])]
  const draft = await readDraft(context, draftId)
  const messageKeys = messagesToAnswer(state, state.draft)
  const reply = { ...draft, replyKind, outcome, photoCount: draft.photos.length, messageKeys }
  refuseTooLong(context, reply)
  const found = await checkReply(context, state, reply, { codes, why: "" })
  const stage = context.planner.onReply(state, stamp.at)
  const plans = await planOutbox(context, draftId, state, stamp)
  const latest = promiseBy(context, stamp)
  return {
    steps: [
      () => ({
        type: "approve-draft",
        ...stamp,
        draftId,
        textHash,
        sameActorAllowed: context.drafterMayApprove,
        promiseBy: latest,
        stage,
        ...(override === undefined ? {} : { override }),
        ...foundCodes(found),
      }),
      ...unpublishableSteps(plans, draftId, stamp),
    ],
    unit: { outbox: plans.map(({ entry }) => entry), drafts: [{ ...draft, findings: storedFindings(found) }] },
    findings: found.map(({ finding }) => finding),
  }
}

/** The replies that go out once more: under the messages that joined after the reply was published. */
export async function extendReply(
  context: DeskContext,
  command: Asked<"extend-reply">,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId } = command
  const plans = await planOutbox(context, draftId, state, stamp)
  return {
    steps: [() => ({ type: "extend-reply", ...stamp, draftId }), ...unpublishableSteps(plans, draftId, stamp)],
    unit: { outbox: plans.map(({ entry }) => entry) },
  }
}

/**
 * A published reply settles its entry in the outbox, and stops the clocks of the incidents that its message came from.
 */
export async function recordPublication(
  context: DeskContext,
  command: Asked<"record-publication">,
  changes: Changes,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, messageKey, publishedAt, incidentId } = command
  const { replyKey, url } = receiptOf(command)
  const entry = await findEntry(context, incidentId, draftId, messageKey)
  if (state.status !== "publishing" || state.draft.draftId !== draftId) {
    // Only a reply of this desk can have come too late: without its entry in the outbox it is no such thing.
    if (entry === undefined) throw illegalTransition("record-publication", state)
    return {
      steps: [],
      unit: { outbox: [{ ...entry, state: "published" }] },
      after: async (change) =>
        void (await recordLate(context, changes, change, { draftId, messageKey, replyKey, url, publishedAt }, stamp)),
    }
  }
  const { replyKind } = state.draft
  const stage = context.planner.onReply(state, publishedAt)
  return {
    steps: [() => ({ type: "record-publication", ...stamp, draftId, messageKey, replyKey, url, publishedAt, stage })],
    unit: { outbox: entry === undefined ? [] : [{ ...entry, state: "published" }] },
    after: (change) => tellOfReply(context, changes, change, { draftId, replyKind, messageKey, replyKey, url, publishedAt }, stamp),
  }
}

/** Where a reply is published: what a person says, and of one that was given by phone or letter a name of its own. */
function receiptOf({ draftId, messageKey, replyKey, url }: Asked<"record-publication">): {
  readonly replyKey: MessageKey
  readonly url: string
} {
  if (isByHand(messageKey)) return { replyKey: replyKey ?? `${messageKey}_${draftId}`, url: url ?? `urn:otklik:reply:${draftId}` }
  if (replyKey !== undefined && url !== undefined) return { replyKey, url }
  const facts = [...(replyKey === undefined ? ["replyKey"] : []), ...(url === undefined ? ["url"] : [])]
  throw new DeskError("missing-fact", "a reply in a network is recorded with its key and its link", { facts })
}

/** A message that gets no reply takes its entry out of the outbox; the incidents that it came with learn of it. */
export async function waiveReply(
  context: DeskContext,
  command: Asked<"waive-reply">,
  changes: Changes,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { messageKey, reason, incidentId } = command
  const planned = (await context.storage.readOutbox(incidentId)).filter(
    (entry) => entry.messageKey === messageKey && (entry.state === "planned" || entry.state === "manual"),
  )
  const stage = "registeredAt" in state ? context.planner.onReply(state, stamp.at) : {}
  return {
    steps: [() => ({ type: "waive-reply", ...stamp, messageKey, reason, stage })],
    unit: { outbox: planned.map((entry) => ({ ...entry, state: "refused" })) },
    after: (change) =>
      propagateToMergedSources(context, changes, change, messageKey, () => ({ type: "waive-reply", ...stamp, messageKey, reason })),
  }
}

/** A reply that can never be published settles its entry in the outbox as well. */
export async function recordRefusal(context: DeskContext, command: Asked<"record-refusal">, stamp: Stamp): Promise<Prepared> {
  const { draftId, messageKey, reason, incidentId } = command
  const entry = await findEntry(context, incidentId, draftId, messageKey)
  return {
    steps: [() => ({ type: "record-refusal", ...stamp, draftId, messageKey, reason })],
    unit: { outbox: entry === undefined ? [] : [{ ...entry, state: "refused", refusal: reason }] },
  }
}

async function findEntry(
  context: DeskContext,
  incidentId: string,
  draftId: string,
  messageKey: MessageKey,
): Promise<OutboxEntry | undefined> {
  const entries = (await context.storage.readOutbox(incidentId)).filter(
    (entry) => entry.draftId === draftId && entry.messageKey === messageKey,
  )
  // Of several ways the one that is open; else the one that was planned last.
  return entries.find(({ state }) => state === "planned" || state === "manual") ?? entries.at(-1)
}

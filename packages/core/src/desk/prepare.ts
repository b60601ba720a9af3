import { DeskError, sha256, stableId } from "../base/index.ts"
import { evidenceRequired } from "../evidence/index.ts"
import { illegalTransition, type IncidentCommand } from "../incident/index.ts"
import { planReplies } from "../reply/index.ts"
import type { Draft, ExistingIncident, OutboxEntry, UnitOfWork } from "../storage/index.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import { assignCommand, handOverClocks, registerCommand, type Stamp } from "./facts.ts"

/** A command with its facts: what to decide, step by step, and what to store beside the events. */
export interface Prepared {
  readonly steps: readonly ((state: ExistingIncident) => IncidentCommand)[]
  readonly unit: Pick<UnitOfWork, "drafts" | "outbox">
}

/** Gathers the facts that a person's command needs. It reads the storage and writes nothing. */
export async function prepare(
  context: DeskContext,
  command: CheckedCommand,
  state: ExistingIncident,
  version: number,
  stamp: Stamp,
): Promise<Prepared> {
  const only = (step: IncidentCommand): Prepared => ({ steps: [() => step], unit: {} })
  switch (command.type) {
    case "register": {
      const [message] = await context.storage.readMessages(state.messageKeys.slice(0, 1))
      const communityKey = message?.communityKey ?? null
      const whereabouts = { text: message?.text ?? null, place: message?.place ?? null, communityKey }
      return {
        steps: [
          (at) => registerCommand(context, at, whereabouts, command, stamp),
          // Routing follows at once, so that nobody has to think of it.
          (at) => assignCommand(context, at, communityKey, stamp),
        ],
        unit: {},
      }
    }
    case "reject":
      return only({ type: "reject", ...stamp, reason: command.reason })
    case "assign": {
      const { authorityId, why } = command
      if (!context.routing.authorities.some((authority) => authority.id === authorityId)) {
        const issues = [{ path: "authorityId", message: `there is no authority "${authorityId}"` }]
        throw new DeskError("config", `command: authorityId: there is no authority "${authorityId}"`, { issues })
      }
      return {
        steps: [(at) => ({ type: "assign", ...stamp, authorityId, ruleId: null, why, clocks: "territory" in at ? handOverClocks(context, at, authorityId, stamp) : [] })],
        unit: {},
      }
    }
    case "take":
      return only({ type: "take", ...stamp, executorId: command.executorId ?? null })
    case "attach-evidence": {
      const { evidenceId, shows, contentHash } = command
      return only({ type: "attach-evidence", ...stamp, evidenceId, shows, contentHash })
    }
    case "submit-draft":
      return submitDraft(context, command, state, version, stamp)
    case "approve-draft":
      return approveDraft(context, command, state, stamp)
    case "return-draft": {
      const draft = await readDraft(context, command.draftId)
      return {
        steps: [() => ({ type: "return-draft", ...stamp, draftId: command.draftId })],
        unit: { drafts: [{ ...draft, remark: command.remark }] },
      }
    }
    case "record-publication":
      return recordPublication(context, command, stamp)
    case "close":
      return only({ type: "close", ...stamp, reason: command.reason })
  }
}

function submitDraft(
  context: DeskContext,
  command: Extract<CheckedCommand, { type: "submit-draft" }>,
  state: ExistingIncident,
  version: number,
  stamp: Stamp,
): Prepared {
  const { incidentId, text, replyKind, outcome, photoUrls = [] } = command
  const textHash = sha256(text)
  const draftId = stableId("drf", incidentId, String(version), textHash)
  const topic = "topic" in state ? state.topic : null
  const draft: Draft = { draftId, incidentId, text, textHash, photoUrls, remark: null, createdAt: stamp.at }
  const required = evidenceRequired(context.topics, topic)
  return {
    steps: [() => ({ type: "submit-draft", ...stamp, draftId, textHash, replyKind, outcome, evidenceRequired: required })],
    unit: { drafts: [draft] },
  }
}

async function approveDraft(
  context: DeskContext,
  command: Extract<CheckedCommand, { type: "approve-draft" }>,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, textHash, incidentId } = command
  if (state.status !== "reply-review") throw illegalTransition("approve-draft", state)
  const draft = await readDraft(context, draftId)
  const answered = new Set(state.replies.filter((reply) => reply.draftId === draftId).map((reply) => reply.messageKey))
  const open = state.messageKeys.filter((key) => !answered.has(key))
  const dueAt = state.clocks.filter((clock) => clock.stoppedAt === null).reduce<string | null>((least, { dueAt: due }) => (least === null || due < least ? due : least), null)
  const outbox = planReplies(draft, open, context.connectors).map(
    ({ outboxId, messageKey, connectorId }): OutboxEntry => ({
      outboxId,
      incidentId,
      draftId,
      connectorId,
      messageKey,
      text: draft.text,
      photoUrls: draft.photoUrls,
      plannedAt: stamp.at,
      dueAt,
      state: connectorId === null ? "manual" : "planned",
      attempts: 0,
      nextTryAt: stamp.at,
    }),
  )
  return {
    steps: [() => ({ type: "approve-draft", ...stamp, draftId, textHash, sameActorAllowed: context.drafterMayApprove })],
    unit: { outbox },
  }
}

async function recordPublication(
  context: DeskContext,
  command: Extract<CheckedCommand, { type: "record-publication" }>,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, messageKey, replyKey, url, publishedAt, incidentId } = command
  const entry = (await context.storage.readOutbox(incidentId)).find((candidate) => candidate.draftId === draftId && candidate.messageKey === messageKey)
  return {
    steps: [() => ({ type: "record-publication", ...stamp, draftId, messageKey, replyKey, url, publishedAt })],
    unit: { outbox: entry === undefined ? [] : [{ ...entry, state: "published" }] },
  }
}

async function readDraft(context: DeskContext, draftId: string): Promise<Draft> {
  const [draft] = await context.storage.readDrafts([draftId])
  if (draft === undefined) throw new DeskError("not-found", `there is no draft "${draftId}"`, { id: draftId })
  return draft
}

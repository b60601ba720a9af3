import { timedId } from "../../../base/index.ts"
import type { Message, MessageKey } from "../../../message/index.ts"
import type { ExistingIncident, UnitOfWork } from "../../../storage/index.ts"
import { illegalTransition, type EarlierMoments } from "../../../incident/index.ts"
import { applyTo, changeOf, openChange, type Changes, type IncidentChange } from "../../transact/change.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { assignCommand, registerCommand, type Stamp } from "../facts.ts"
import { findClaims, talkKey } from "../../transact/message-claims.ts"
import { planOutbox, unpublishableSteps } from "./plan-outbox.ts"
import type { Prepared } from "./prepared.ts"

/** What can be asked between incidents. */
export type LinkRequest = Extract<CheckedCommand, { type: "merge" | "join" | "unmerge" | "split" | "register-repeat" | "link-repeat" }>

/** Gathers the facts of a command between incidents; what happens to the other one is stored in the same commit. */
export async function prepareLink(
  context: DeskContext,
  command: LinkRequest,
  changes: Changes,
  change: IncidentChange,
  stamp: Stamp,
): Promise<Prepared> {
  switch (command.type) {
    case "merge":
      return merge(context, changes, command.into, stamp)
    case "join": {
      const [message] = await context.storage.read("message", change.incident.messageKeys.slice(0, 1))
      const { text = null, place = null, communityKey = null } = message ?? {}
      const target = (await changeOf(context, changes, command.into)).incident
      const topic = "topic" in target && target.topic !== null ? { topic: target.topic } : {}
      const merging = merge(context, changes, command.into, stamp)
      return {
        ...merging,
        steps: [(at) => registerCommand(context, at, { text, place, communityKey }, topic, stamp), ...merging.steps],
      }
    }
    case "unmerge": {
      if (change.incident.status !== "merged") throw illegalTransition("unmerge", change.incident)
      const target = await changeOf(context, changes, change.incident.into)
      return {
        steps: [() => ({ type: "unmerge", ...stamp })],
        unit: {},
        async after({ incident: { incidentId } }) {
          if (target.incident.messages.some((message) => message.joinedFrom.includes(incidentId))) {
            applyTo(target, { type: "release-messages", ...stamp, from: incidentId })
          }
        },
      }
    }
    case "split": {
      const into = splitIdOf(change.incident)
      return {
        steps: [() => ({ type: "split", ...stamp, into, messageKey: command.messageKey })],
        unit: {},
        async after(source) {
          const earlier = momentsOf(source.incident)
          await openSplit(context, command, changes, source, into, stamp, earlier)
        },
      }
    }
    case "register-repeat": {
      const { messageKey } = command
      const { incident } = change
      const into = splitIdOf(incident)
      const word = incident.messages.find((message) => message.messageKey === messageKey)
      const isWord = word?.role === "follow-up" && word.waiver === null
      const waive = { type: "waive-reply", ...stamp, messageKey, reason: "answered-elsewhere" } as const
      return {
        steps: [...(isWord ? [() => waive] : []), () => ({ type: "split", ...stamp, into, messageKey })],
        unit: {},
        async after(source) {
          const { opened, message } = await openSplit(context, command, changes, source, into, stamp, {
            registeredAt: word?.seenAt ?? null,
            assignedAt: null,
          })
          applyTo(opened, { type: "link-repeat", ...stamp, repeatOf: incident.incidentId })
          return moveTalk(context, message, into)
        },
      }
    }
    case "link-repeat": {
      const { repeatOf } = command
      return { steps: [() => ({ type: "link-repeat", ...stamp, repeatOf })], unit: {} }
    }
  }
}

/**
 * An incident takes over what is to be answered of one that is merged into it. Who joins while its replies go out gets
 * the same reply, in the same commit.
 */
export async function joinInto(
  context: DeskContext,
  target: IncidentChange,
  { incidentId: from, messages }: ExistingIncident,
  stamp: Stamp,
): Promise<Pick<UnitOfWork, "outbox">> {
  const taken = messages.filter(({ role, waiver }) => role === "complaint" && waiver === null)
  const known = target.incident.messageKeys
  applyTo(target, { type: "join-messages", ...stamp, from, messages: taken.map(joined) })
  return planForNewcomers(context, target, known, stamp)
}

async function planForNewcomers(
  context: DeskContext,
  target: IncidentChange,
  known: readonly MessageKey[],
  stamp: Stamp,
): Promise<Pick<UnitOfWork, "outbox">> {
  const { incident } = target
  if (incident.status !== "publishing") return {}
  const { draftId } = incident.draft
  const plans = (await planOutbox(context, draftId, incident, stamp)).filter(({ plan }) => !known.includes(plan.messageKey))
  for (const step of unpublishableSteps(plans, draftId, stamp)) applyTo(target, step())
  return { outbox: plans.map(({ entry }) => entry) }
}

function merge(context: DeskContext, changes: Changes, into: string, stamp: Stamp): Prepared {
  return {
    steps: [() => ({ type: "merge", ...stamp, into })],
    unit: {},
    async after(source) {
      return joinInto(context, await changeOf(context, changes, into), source.incident, stamp)
    },
  }
}

/** From now on the author's talk in the thread leads to the new incident. */
async function moveTalk(
  context: DeskContext,
  message: Message | undefined,
  incidentId: string,
): Promise<Pick<UnitOfWork, "claims" | "releases">> {
  const key = message === undefined ? null : talkKey(context, message)
  if (key === null) return {}
  const before = (await findClaims(context, { others: [key] })).others.get(key)
  return { claims: [{ key, incidentId }], releases: before === undefined ? [] : [{ key, incidentId: before }] }
}

/**
 * The next incident that is split off, beside the one that it comes from: the same however often the command is tried.
 */
function splitIdOf({ incidentId, publishedAt, splitInto }: IncidentChange["incident"]): string {
  return timedId("inc", publishedAt, incidentId, "split", String(splitInto.length + 1))
}

function momentsOf(incident: IncidentChange["incident"]): EarlierMoments {
  const isRegistered = "registeredAt" in incident
  return { registeredAt: isRegistered ? incident.registeredAt : null, assignedAt: isRegistered ? (incident.owners[0]?.from ?? null) : null }
}

function joined({ messageKey, publishedAt }: { readonly messageKey: string; readonly publishedAt: string }) {
  return { messageKey, publishedAt }
}

/**
 * Opens the incident of the second question, or of what its author wrote later: from `earlier` on its citizen has
 * waited.
 */
async function openSplit(
  context: DeskContext,
  command: Extract<LinkRequest, { type: "split" | "register-repeat" }>,
  changes: Changes,
  source: IncidentChange,
  into: string,
  stamp: Stamp,
  earlier: EarlierMoments,
): Promise<{ readonly opened: IncidentChange; readonly message: Message | undefined }> {
  const { messageKey } = command
  const { incident } = source
  const { incidentId: from, network, detectedAt, matches, intake } = incident
  const publishedAt = incident.messages.find((message) => message.messageKey === messageKey)?.publishedAt ?? incident.publishedAt
  const facts = { incidentId: into, from, messageKey, network, publishedAt, detectedAt, matches, intake, earlier }
  const named = incident.communityKey === null ? {} : { communityKey: incident.communityKey }
  const opened = openChange({ type: "open-split", ...stamp, ...facts, ...named })
  changes.set(into, opened)
  const [message] = await context.storage.read("message", [messageKey])
  const communityKey = message?.communityKey ?? null
  const whereabouts = { text: message?.text ?? null, place: message?.place ?? null, communityKey }
  applyTo(opened, registerCommand(context, opened.incident, whereabouts, command, stamp, earlier.registeredAt ?? stamp.at))
  applyTo(opened, assignCommand(context, opened.incident, communityKey, stamp, earlier))
  return { opened, message }
}

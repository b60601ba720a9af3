import { DeskError } from "../base/index.ts"
import type { IncidentCommand } from "../incident/index.ts"
import type { ExistingIncident, UnitOfWork } from "../storage/index.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import { assignCommand, handOverClocks, registerCommand, type Stamp } from "./facts.ts"
import { approveDraft, readDraft, recordPublication, recordRefusal, submitDraft } from "./prepare-reply.ts"

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
      checkTerritory(context, command.territoryId)
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
      if (!context.routing.authorities.some((authority) => authority.id === authorityId))
        throw unknownId("authorityId", "authority", authorityId)
      return {
        steps: [
          (at) => ({
            type: "assign",
            ...stamp,
            authorityId,
            ruleId: null,
            why,
            clocks: "territory" in at ? handOverClocks(context, at, authorityId, stamp) : [],
          }),
        ],
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
    case "record-refusal":
      return recordRefusal(context, command, stamp)
    case "close":
      return only({ type: "close", ...stamp, reason: command.reason })
  }
}

function checkTerritory(context: DeskContext, territoryId: string | undefined): void {
  if (territoryId === undefined || context.routing.territories.some((territory) => territory.id === territoryId)) return
  throw unknownId("territoryId", "territory", territoryId)
}

function unknownId(path: string, what: string, id: string): DeskError<"config"> {
  const message = `there is no ${what} "${id}"`
  return new DeskError("config", `command: ${path}: ${message}`, { issues: [{ path, message }] })
}

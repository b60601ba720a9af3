import { attachEvidence } from "./attach-evidence.ts"
import { dismiss, restore } from "./dismissal.ts"
import type { Changes, IncidentChange } from "../../transact/change.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { assignCommand, registerCommand, type Stamp } from "../facts.ts"
import { prepareHandling } from "./handling.ts"
import { prepareLink } from "./link.ts"
import { addNote, changeTags, setPlace } from "./office.ts"
import { prepareNote } from "./note.ts"
import { approveDraft, extendReply, recordPublication, recordRefusal, submitDraft, waiveReply } from "./reply.ts"
import type { Prepared } from "./prepared.ts"
import { approveStandingReply, endStandingReply } from "./standing-reply.ts"
import { readDraft } from "./read-draft.ts"
import { reclassify } from "./reclassify.ts"

/** Gathers the facts that a person's command needs. It reads the storage and writes nothing. */
export async function prepare(
  context: DeskContext,
  command: CheckedCommand,
  changes: Changes,
  change: IncidentChange,
  stamp: Stamp,
): Promise<Prepared> {
  const { incident: state, expectedVersion: version } = change
  switch (command.type) {
    case "register": {
      const [message] = await context.storage.read("message", state.messageKeys.slice(0, 1))
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
    case "dismiss":
      return dismiss(context, command, state, stamp)
    case "restore":
      return restore(context, command, state, stamp)
    case "attach-evidence":
    case "accept-offer":
      return attachEvidence(context, command, state, stamp)
    case "submit-draft":
      return submitDraft(context, command, state, version, stamp)
    case "approve-draft":
      return approveDraft(context, command, state, stamp)
    case "extend-reply":
      return extendReply(context, command, state, stamp)
    case "approve-standing-reply":
      return approveStandingReply(context, command, state, stamp)
    case "end-standing-reply":
      return endStandingReply(context, state, stamp)
    case "return-draft": {
      const draft = await readDraft(context, command.draftId)
      return {
        steps: [() => ({ type: "return-draft", ...stamp, draftId: command.draftId })],
        unit: { drafts: [{ ...draft, remark: command.remark }] },
      }
    }
    case "record-publication":
      return recordPublication(context, command, changes, state, stamp)
    case "record-refusal":
      return recordRefusal(context, command, stamp)
    case "waive-reply":
      return waiveReply(context, command, changes, state, stamp)
    case "reclassify":
      return reclassify(context, command, state, stamp)
    case "merge":
    case "join":
    case "unmerge":
    case "split":
    case "register-repeat":
    case "link-repeat":
      return prepareLink(context, command, changes, change, stamp)
    case "add-note":
      return addNote(context, command, change, stamp)
    case "tag":
      return changeTags(context, command, state, stamp)
    case "set-place":
      return setPlace(context, command, changes, state, stamp)
    case "note-deletion":
    case "note-closed-comments":
    case "erase":
      return prepareNote(context, command, changes, state, stamp)
    default:
      return prepareHandling(context, command, stamp)
  }
}

import type { Actor, IncomingMessage, MessageKey } from "@otklik/core"
import { messagesToAnswer, waitingOf, type ExistingIncident, type ReplyKind } from "@otklik/core/incident"
import type { Networks } from "../networks/open-networks.ts"
import type { Office } from "./office.ts"
import type { TalkScript } from "./talk-scripts.ts"

/** A conversation that goes on over the days: residents write under replies, and are answered. */
export interface Talk {
  /** What is said next, and what the office does next. */
  step(): Promise<void>
  /**
   * What residents said, when the days are over.
   *
   * @throws Error when the conversation did not reach its end
   */
  end(): readonly MessageKey[]
}

const executor: Actor = { id: "executor-of-the-authority", kind: "person" }
const editor: Actor = { id: "editor-of-the-region", kind: "person" }

/** A photo of a resident, as a network names it. */
const residentPhoto = { kind: "photo", url: "https://example.org/residents/proof.jpg" } as const

/** How long the office waits for an answer to its question. */
const waitMinutes = 2 * 24 * 60

/**
 * Begins a conversation: complaint, question, answer under the question, reply, objection under the reply, a neighbour
 * who joins, proof, thanks, closing, the same trouble again, reply.
 *
 * @param networks - the desk and what it works on
 * @param office - leaves the incident of the conversation alone
 * @param script - who says what
 */
export function beginTalk({ desk, clock, town }: Networks, office: Office, script: TalkScript): Talk {
  const { network, communityKey } = script
  const author = `author of a talk in ${network}`
  const said: MessageKey[] = []
  let incidentId: string | undefined
  let isOver = false
  desk.events.on("incident-registered", ({ incidentId: id, incident }) => {
    if (incident.messageKeys.some((key) => town.archiveKeys.get(key) === said[0])) incidentId ??= id
  })

  function say(text: string, more: Partial<Pick<IncomingMessage, "parentKey" | "authorId" | "attachments">> = {}): void {
    const key = `${network}:talk_${said.length + 1}`
    const [complaint] = said
    const thread = complaint === undefined ? { kind: "post" as const } : { kind: "comment" as const, threadKey: complaint }
    const url = `https://example.org/talks/${network}/${said.length + 1}`
    town.publish({ key, network, url, text, publishedAt: clock.now(), authorId: author, communityKey, ...thread, ...more })
    said.push(key)
  }

  /** A resident says what comes next, when it is time. */
  function speak(incident: ExistingIncident): void {
    const isQuiet = incident.status === "replied-final" && waitingOf(incident) === null
    const under = (kind: ReplyKind, place = 0): { readonly parentKey: MessageKey } | undefined => {
      const parentKey = repliesOf(incident, kind)[place]
      return parentKey === undefined ? undefined : { parentKey }
    }
    const [question, final] = [under("clarify"), under("final")]
    const [heard, fixed] = [under("follow-up", 0), under("follow-up", 1)]
    if (said.length === 1 && incident.status === "needs-info" && question !== undefined) say(script.answer, question)
    else if (said.length === 2 && isQuiet && final !== undefined) say(script.objection, final)
    else if (said.length === 3 && isQuiet && heard !== undefined) say(script.joins, { authorId: `neighbour of a talk in ${network}` })
    else if (said.length === 4 && isQuiet && heard !== undefined && isAllAnswered(incident) && hasJoined(incident))
      say(script.proof, { ...heard, attachments: [residentPhoto] })
    else if (said.length === 5 && isQuiet && fixed !== undefined) say(script.thanks, fixed)
    else if (said.length === 6 && incident.status === "closed") say(script.again)
  }

  /** The office does one thing. */
  async function handle(id: string, incident: ExistingIncident): Promise<void> {
    const isAgain = "reopenings" in incident && incident.reopenings.length > 0
    const isAnswered = incident.messages.some(({ act }) => act === "answer")
    const isWaiting = waitingOf(incident) !== null
    if (incident.status === "assigned" || incident.status === "reopened") {
      await desk.execute({ type: "take", incidentId: id }, { actor: executor })
    } else if (incident.status === "in-work" && !isAnswered) {
      await reply(id, { text: script.question, replyKind: "clarify", waitMinutes })
    } else if (incident.status === "in-work") {
      const text = isAgain ? script.finalAgain : script.final
      await reply(id, { text, replyKind: "final", outcome: { value: "explained" } })
    } else if (incident.status === "replied-final" && isAgain && !isWaiting) {
      isOver = isAllAnswered(incident)
    } else if (incident.status === "replied-final" && isWaiting) {
      const text = repliesOf(incident, "follow-up").length === 0 ? script.heard : script.fixed
      await reply(id, { text, replyKind: "follow-up" })
    } else if (incident.status === "replied-final" && incident.standing !== null && !isAllAnswered(incident)) {
      await desk.execute({ type: "extend-reply", incidentId: id, draftId: incident.standing.draftId }, { actor: editor })
    } else if (incident.status === "replied-final" && incident.messages.some(({ act }) => act === "thanks")) {
      await desk.execute({ type: "close", incidentId: id, reason: "author-satisfied" }, { actor: editor })
    }
    const { incidents } = await desk.find({ statuses: ["candidate"] }, { limit: 1000 })
    for (const { incident: other } of incidents) {
      if (other.relation?.how !== "joins" || other.relation.incidentId !== id) continue
      await desk.execute({ type: "join", incidentId: other.incidentId, into: id }, { actor: editor })
    }
  }

  type Words =
    | { readonly text: string; readonly replyKind: "clarify"; readonly waitMinutes: number }
    | { readonly text: string; readonly replyKind: "final"; readonly outcome: { readonly value: "explained" } }
    | { readonly text: string; readonly replyKind: "follow-up" }

  async function reply(id: string, words: Words): Promise<void> {
    const { incident } = await desk.execute({ type: "submit-draft", incidentId: id, ...words }, { actor: executor })
    if (incident.status !== "reply-review") throw new Error("a draft that waits for its approver was expected")
    const { draftId, textHash } = incident.draft
    await desk.execute({ type: "approve-draft", incidentId: id, draftId, textHash }, { actor: editor })
  }

  return {
    async step() {
      if (said.length === 0 && clock.now() >= script.begins) return say(script.complaint)
      if (incidentId === undefined || isOver) return
      office.leave(incidentId)
      const before = (await desk.case(incidentId, { actor: editor }))?.incident
      if (before === undefined) return
      speak(before.state)
      await handle(incidentId, before.state)
    },
    end() {
      if (!isOver) throw new Error(`the conversation in ${network} stopped after ${said.length} messages`)
      return said
    },
  }
}

function isAllAnswered(incident: ExistingIncident): boolean {
  return incident.status === "replied-final" && incident.standing !== null && messagesToAnswer(incident, incident.standing).length === 0
}

function hasJoined({ messages }: ExistingIncident): boolean {
  return messages.some(({ joinedFrom }) => joinedFrom.length > 0)
}

/** Replies of a kind to the author, in the order of their publishing. */
function repliesOf({ messageKeys: [own], messages, replies }: ExistingIncident, kind: ReplyKind): readonly MessageKey[] {
  const isAuthors = (key: MessageKey): boolean => key === own || messages.some(({ messageKey, of }) => messageKey === key && of === own)
  return replies.filter(({ messageKey, replyKind }) => replyKind === kind && isAuthors(messageKey)).map(({ replyKey }) => replyKey)
}

import type { Desk, Storage } from "@otklik/core"
import { waitingOf } from "@otklik/core/incident"
import { allIncidents } from "../incident-pages.ts"
import { numberText } from "../wording.ts"
import { networkTitle } from "../titles.ts"

/**
 * What was said besides complaints and first answers, in a line: questions, what authors wrote later, neighbours,
 * thanks, and who still waits.
 *
 * @param open - everything that the desk has stored is counted
 * @returns null when no author wrote again
 */
export async function talksText({ desk, storage }: { readonly desk: Desk; readonly storage: Storage }): Promise<string | null> {
  const talks = (await allIncidents(desk))
    .map(({ incident }) => incident)
    .filter(({ messages }) => messages.some(({ role }) => role === "follow-up"))
  if (talks.length === 0) return null
  const messages = talks.flatMap((incident) => incident.messages)
  const replies = talks.flatMap((incident) => incident.replies)
  const words = messages.filter(({ act }) => act === "word").map(({ messageKey }) => messageKey)
  const photos = (await storage.read("message", words)).filter(({ attachments }) => attachments?.some(({ kind }) => kind === "photo"))
  const networks = [...new Set(talks.map(({ messageKeys: [key = ""] }) => key.slice(0, key.indexOf(":"))))]
  const acts = (act: "answer" | "thanks"): number => messages.filter((message) => message.act === act).length
  const kinds = (kind: "clarify" | "follow-up"): number => replies.filter(({ replyKind }) => replyKind === kind).length
  const counts = [
    ["вопросов жителям", kinds("clarify")],
    ["ответов под вопросом", acts("answer")],
    ["возражений и новых слов", words.length],
    ["из них со снимком", photos.length],
    ["ответов на новые слова", kinds("follow-up")],
    ["«и у нас» присоединено", messages.filter(({ joinedFrom }) => joinedFrom.length > 0).length],
    ["благодарностей", acts("thanks")],
    ["открыто заново", talks.reduce((sum, talk) => sum + ("reopenings" in talk ? talk.reopenings.length : 0), 0)],
    ["ждут ответа", talks.filter((talk) => waitingOf(talk) !== null).length],
  ] as const
  const told = counts.map(([title, count]) => `${title} ${numberText(count)}`).join(", ")
  return `Разговоры: ${numberText(talks.length)} (${networks.map(networkTitle).join(", ")}); ${told}.`
}

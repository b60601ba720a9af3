import type { Guidance } from "@otklik/core/replies"
import { authorities } from "../authorities.ts"

/** The moment from which these texts were approved. */
const validFrom = "2026-01-01T00:00:00.000Z"

/**
 * A "what to do" text: numbered steps and the contact of the body that answers for it.
 *
 * @param topic - the topic
 * @param ownerId - the authority that answers for the text
 * @param opening - one sentence
 * @param steps - what to do, in order
 * @throws TypeError when there is no such authority
 */
export function advice(topic: string, ownerId: string, opening: string, steps: readonly string[]): Guidance {
  const owner = authorities.find((authority) => authority.id === ownerId)
  if (owner === undefined) throw new TypeError(`there is no authority "${ownerId}"`)
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`)
  const contacts = [owner.contact?.phone, owner.contact?.url].filter((contact) => contact !== undefined).join(", ")
  return { id: `guidance-${topic}`, topic, ownerId, text: [opening, ...numbered, `${owner.title}: ${contacts}`].join("\n"), validFrom }
}

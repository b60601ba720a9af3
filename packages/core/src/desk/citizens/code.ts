import { DeskError, keyedId } from "../../base/index.ts"
import type { StoredIncident } from "../../storage/index.ts"
import type { Reader } from "../access/authorisation.ts"
import { authoriseReading } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"

/** A code: the incident's number, and letters that only the holder of a key for authors can make. */
const codePattern = /^(\d{1,15})-([0-9a-z]{16})$/

/** What a code is made of. */
type Coded = Pick<StoredIncident, "number"> & { readonly incident: Pick<StoredIncident["incident"], "incidentId" | "publishedAt"> }

/**
 * The code by which a citizen follows an incident. Made with the key of the moment in which the complaint was
 * published, so that it outlives an exchange of keys, and whoever had an earlier key makes none of a later complaint;
 * it says nothing of the incident but its number.
 */
export function codeOf({ authorKeys }: Pick<DeskContext, "authorKeys">, { number, incident }: Coded): string {
  return codeUnder(authorKeys.at(incident.publishedAt)[0], number, incident.incidentId)
}

function codeUnder(key: Uint8Array, number: number, incidentId: string): string {
  return `${number}-${keyedId(key, "otklik status", incidentId).slice(0, 16)}`
}

/** The code of an incident that the reader may read. */
export async function statusCode(context: DeskContext, incidentId: string, reader: Reader): Promise<string> {
  const stored = await context.storage.get(incidentId)
  await authoriseReading(context, reader, "case", stored?.incident ?? null)
  if (stored === undefined) throw new DeskError("not-found", `there is no incident "${incidentId}"`, { id: incidentId })
  await context.authorKeys.check()
  return codeOf(context, stored)
}

/**
 * The incident of a code; undefined for a wrong code and for a number that there is not, after the same work: nobody
 * learns which of them it was.
 */
export async function findByCode(context: DeskContext, code: string): Promise<StoredIncident | undefined> {
  await context.authorKeys.check()
  const [, number = ""] = codePattern.exec(code) ?? []
  if (number === "") return undefined
  const wanted = Number(number)
  const { incidents } = await context.storage.find({ limit: 1, numbers: [wanted] })
  const [stored] = incidents
  const { incident }: Coded = stored ?? { number: 0, incident: { incidentId: "", publishedAt: context.clock.now() } }
  const right = context.authorKeys.at(incident.publishedAt).map((key) => codeUnder(key, stored?.number ?? 0, incident.incidentId))
  return right.filter((one) => isSame(one, code)).length > 0 ? stored : undefined
}

/** Compares all characters, however early one differs. */
function isSame(one: string, other: string): boolean {
  let differs = one.length ^ other.length
  for (let index = 0; index < one.length; index += 1) differs |= one.charCodeAt(index) ^ (other.charCodeAt(index) || 0)
  return differs === 0
}

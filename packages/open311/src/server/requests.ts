import { addMinutes, minutesBetween, type CaseConditions, type StoredIncident } from "@otklik/core"
import type { RegisteredIncident } from "@otklik/core/incident"
import { namesOf, serviceOf, type Answered, type Call, type Names } from "./call.ts"
import { listOf, type Fields } from "./document.ts"
import { counted, listed, longestMinutes, moment, secondsOf, shown, type Interval } from "./input.ts"
import type { CheckedOptions } from "./options.ts"
import { Refusal } from "./refusal.ts"
import { endedAt, endedStatuses, openStatuses, publicStateOf, type PublicState } from "./status.ts"

/** A page holds at most so many: the limit of GeoReport. */
const pageLimit = 1000

/** So many are walked through at most to reach a page; what lies behind has an earlier date. Our choice. */
const walkLimit = 10_000

/** An incident that is public: registered, and of a topic that is offered. */
export interface PublicIncident {
  readonly number: number
  readonly state: RegisteredIncident
  readonly topic: string
}

/** The public incidents that conditions find, the newest first or those that changed last. */
export async function* publicIncidents(
  { jurisdiction: { desk, reader } }: Call,
  names: Names,
  where: CaseConditions,
  { order, limit }: { readonly order: "newest" | "updated"; readonly limit: number },
): AsyncGenerator<PublicIncident, void, undefined> {
  let after: string | undefined
  do {
    const topics = where.topics ?? names.services.map(({ topic }) => topic)
    const page = await desk.find({ ...where, topics }, { actor: reader, order, limit, ...(after === undefined ? {} : { after }) })
    for (const stored of page.incidents) {
      const one = publicOne(stored)
      if (one !== undefined) yield one
    }
    after = page.next ?? undefined
  } while (after !== undefined)
}

function publicOne({ number, incident }: StoredIncident): PublicIncident | undefined {
  return "registeredAt" in incident && incident.topic !== null ? { number, state: incident, topic: incident.topic } : undefined
}

/** GET requests: by numbers, or by the dates of their registration, services and status. */
export async function listRequests(call: Call): Promise<Answered> {
  const names = await namesOf(call)
  const { given } = call
  const ids = listed(given, "service_request_id")
  if (ids !== undefined) return answer(call, names, await byNumbers(call, names, ids))
  const size = counted(given, "page_size", pageLimit, pageLimit)
  const page = counted(given, "page", walkLimit, 1)
  if (page * size > walkLimit + pageLimit)
    throw new Refusal(400, `page: only ${walkLimit} requests can be paged through; ask by start_date and end_date for others.`)
  const { from, to } = askedInterval(call)
  const topics = listed(given, "service_code")?.map((code) => serviceOf(names, code).topic)
  const status = askedStatus(call)
  const where: CaseConditions = {
    registered: { from, to },
    ...(topics === undefined ? {} : { topics }),
    ...(status === undefined ? {} : { statuses: status === "open" ? openStatuses : endedStatuses }),
  }
  const [found, first] = [new Array<PublicIncident>(), (page - 1) * size]
  let seen = 0
  for await (const one of publicIncidents(call, names, where, { order: "newest", limit: Math.min(pageLimit, first + size) })) {
    if (status !== undefined && publicStateOf(one.state).status !== status) continue
    seen += 1
    if (seen > first) found.push(one)
    if (found.length === size) break
  }
  return answer(call, names, found)
}

/** GET requests/{id}. */
export async function getRequest(call: Call): Promise<Answered> {
  const names = await namesOf(call)
  const found = await byNumbers(call, names, [call.id])
  if (found.length === 0) throw new Refusal(404, "service_request_id was not found.")
  return answer(call, names, found)
}

async function byNumbers(call: Call, names: Names, ids: readonly string[]): Promise<readonly PublicIncident[]> {
  if (ids.length > pageLimit) throw new Refusal(400, `service_request_id: at most ${pageLimit} were expected.`)
  const numbers = [...new Set(ids.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number))]
  if (numbers.length === 0) return []
  const found: PublicIncident[] = []
  for await (const one of publicIncidents(call, names, { numbers }, { order: "newest", limit: pageLimit })) found.push(one)
  return found
}

/** The interval that is asked for, at most 90 days: the most recent ones where nothing else is said. */
export function askedInterval({ given, options: { clock } }: Call, minutes = longestMinutes): Interval {
  const now = clock.now()
  const [start, end] = [moment(given, "start_date"), moment(given, "end_date")]
  const last = end ?? (start === undefined ? now : earlier(addMinutes(start, longestMinutes), now))
  const first = start ?? addMinutes(last, -minutes)
  if (minutesBetween(first, last) > longestMinutes) throw new Refusal(400, "start_date and end_date may span at most 90 days.")
  if (first > last) throw new Refusal(400, "end_date is before start_date.")
  return secondsOf(first, last)
}

function earlier(one: string, other: string): string {
  return one < other ? one : other
}

function askedStatus({ given }: Call): PublicState["status"] | undefined {
  const statuses = new Set(listed(given, "status")?.map((status) => status.toLowerCase()))
  for (const status of statuses)
    if (status !== "open" && status !== "closed") throw new Refusal(400, "status: open or closed was expected.")
  const [only] = statuses
  return statuses.size === 1 ? (only === "open" ? "open" : "closed") : undefined
}

function answer(call: Call, names: Names, found: readonly PublicIncident[]): Answered {
  const items = found.map((one) => requestView(call, names, one))
  return { document: { root: "service_requests", body: listOf("request", items) } }
}

/** A request as everybody may read it: no text, no author, nobody of the staff, and no place of a person. */
function requestView({ options, jurisdiction }: Call, names: Names, { number, state, topic }: PublicIncident): Fields {
  const publicState = publicStateOf(state)
  const name = serviceOf(names, topic).name
  const { territoryId } = state.territory
  const territory = territoryId === null ? null : (names.territories.get(territoryId) ?? null)
  const place = territoryId === null ? undefined : jurisdiction.placeOf?.(territoryId)
  return {
    service_request_id: String(number),
    status: statusOf(options, publicState),
    status_notes: notesOf(options, names, state, publicState),
    service_name: name,
    service_code: topic,
    description: territory === null ? name : `${name}, ${territory}`,
    agency_responsible: ownerOf(names, state),
    service_notice: null,
    requested_datetime: shown(state.registeredAt),
    updated_datetime: shown(endedAt(state) ?? state.updatedAt),
    expected_datetime: publicState.until === null ? null : shown(publicState.until),
    address: territory,
    address_id: null,
    zipcode: null,
    lat: place?.latitude ?? null,
    long: place?.longitude ?? null,
    media_url: null,
  }
}

/** The status in the asked words. */
export function statusOf({ statuses }: Pick<CheckedOptions, "statuses">, publicState: PublicState): string {
  return statuses === "georeport" ? publicState.status : publicState.extended
}

/** A state in sentences. */
export function notesOf(
  { wording }: Pick<CheckedOptions, "wording">,
  names: Names,
  state: RegisteredIncident,
  publicState: PublicState,
): string {
  const [owner, date] = [ownerOf(names, state) ?? "", publicState.until?.slice(0, 10) ?? ""]
  return publicState.notes.map((note) => wording[note].replaceAll("{owner}", () => owner).replaceAll("{date}", () => date)).join(" ")
}

function ownerOf({ authorities }: Names, { assignment }: RegisteredIncident): string | null {
  return assignment === null ? null : (authorities.get(assignment.authorityId) ?? null)
}

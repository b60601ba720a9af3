import { evolve, initialIncident, type RegisteredIncident } from "@otklik/core/incident"
import type { Incident, IncidentEvent, Instant } from "@otklik/core"
import { namesOf, type Answered, type Call, type Names } from "./call.ts"
import { listOf, type Fields } from "./document.ts"
import { optional, shown } from "./input.ts"
import { Refusal } from "./refusal.ts"
import { askedInterval, notesOf, publicIncidents, statusOf } from "./requests.ts"
import { publicStateOf } from "./status.ts"

/** So many requests that have changed are read at most. Our choice. */
const changedLimit = 5000

/** Updates of the last day, where no dates are given. */
const byDefaultMinutes = 24 * 60

/** GET servicerequestupdates, the extension of mySociety: what became of requests between two dates, oldest first. */
export async function listUpdates(call: Call): Promise<Answered> {
  const names = await namesOf(call)
  if ((optional(call.given, "start_date") === undefined) !== (optional(call.given, "end_date") === undefined))
    throw new Refusal(400, "start_date and end_date are given together, or not at all.")
  const { from, to } = askedInterval(call, byDefaultMinutes)
  const { desk, reader } = call.jurisdiction
  const found: { readonly at: Instant; readonly view: Fields }[] = []
  let read = 0
  // What has changed again since then is among them too.
  for await (const { number, state } of publicIncidents(call, names, { updated: { from } }, { order: "updated", limit: 1000 })) {
    read += 1
    if (read > changedLimit)
      throw new Refusal(400, `start_date: more than ${changedLimit} requests have changed since then; ask from a later date.`)
    if (state.registeredAt >= to) continue
    const { timeline = [] } = (await desk.case(state.incidentId, { actor: reader })) ?? {}
    const events = timeline.map(({ event }) => event)
    found.push(...updatesOf(call, names, number, events).filter(({ at }) => at >= from && at < to))
  }
  const items = found.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)).map(({ view }) => view)
  return { document: { root: "service_request_updates", body: listOf("request_update", items) } }
}

/** Every change of what is shown of an incident, after its registration. */
function updatesOf(
  { options }: Call,
  names: Names,
  number: number,
  events: readonly IncidentEvent[],
): readonly { readonly at: Instant; readonly view: Fields }[] {
  let state: Incident = initialIncident
  let last: string | undefined
  return events.flatMap((event, index) => {
    state = evolve(state, event)
    const present = registered(state)
    if (present === undefined) return []
    const visible = publicStateOf(present)
    const [status, description] = [statusOf(options, visible), notesOf(options, names, present, visible)]
    const before = last
    last = `${status} ${description}`
    if (before === undefined || before === last) return []
    const view = {
      update_id: `${number}-${index + 1}`,
      service_request_id: String(number),
      status,
      updated_datetime: shown(event.at),
      description,
      media_url: null,
    }
    return [{ at: event.at, view }]
  })
}

function registered(state: Incident): RegisteredIncident | undefined {
  return "registeredAt" in state ? state : undefined
}

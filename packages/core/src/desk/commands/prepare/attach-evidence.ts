import type { Instant } from "../../../base/index.ts"
import { captureSpan, reviewEvidence, type EarlierEvidence, type PhotoFacts, type Point } from "../../../evidence/index.ts"
import type { ExistingIncident, StoredEvidence } from "../../../storage/index.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import type { Stamp } from "../facts.ts"
import type { Prepared } from "./prepared.ts"

/**
 * Checks a piece of evidence before it is attached: against everything that is on file, the time and the place of the
 * incident. What comes out are doubts for a person; they are returned, stored with the piece, and named in the log.
 * None of them refuses anything.
 */
export async function attachEvidence(
  context: DeskContext,
  command: Extract<CheckedCommand, { type: "attach-evidence" | "accept-offer" }>,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { evidenceId, shows, contentHash, incidentId, photo } = command
  const facts: PhotoFacts = { fingerprint: null, captured: null, place: null, ...photo, contentHash }
  const { zone, ...tolerances } = context.evidence
  const wording = context.evidenceWording
  const review = reviewEvidence(facts, {
    incidentId,
    shows,
    publishedAt: state.publishedAt,
    now: stamp.at,
    zone,
    place: await placeOf(context, state),
    earlier: (await onFile(context)).filter((piece) => piece.incidentId !== incidentId || piece.evidenceId !== evidenceId),
    linkedIncidentIds: linked(state),
    tolerances: Object.fromEntries(Object.entries(tolerances).filter(([, value]) => value !== undefined)),
    // The hour is enough to see that a photo is older than the complaint.
    wording: { ...wording, moment: (instant, inZone) => (wording.moment ?? ((text: Instant) => text))(hourOf(instant), inZone) },
  })
  const span = facts.captured === null ? null : captureSpan(facts.captured, zone)
  const piece: StoredEvidence = {
    evidenceId,
    incidentId,
    shows,
    contentHash,
    fingerprint: facts.fingerprint,
    attachedAt: stamp.at,
    capturedAt: span === null ? null : hourOf(span.latest),
    place: facts.place === null ? null : coarse(facts.place),
    doubts: review.doubts.map(({ code, facts: of }) => ({ code, facts: of })),
    unchecked: review.unchecked.map(({ code }) => code),
  }
  const doubts = review.doubts.map(({ code }) => code)
  const offer = command.type === "accept-offer" ? { offer: { messageKey: command.messageKey, index: command.index } } : {}
  return {
    steps: [() => ({ type: "attach-evidence", ...stamp, evidenceId, shows, contentHash, doubts, ...offer })],
    unit: { evidence: [piece] },
    review,
  }
}

/** All evidence on file, page by page: a check costs some 25 µs for each piece. */
async function onFile(context: DeskContext): Promise<readonly EarlierEvidence[]> {
  const found: EarlierEvidence[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await context.storage.readEvidence({ limit: 1000, ...(after === undefined ? {} : { after }) })
    found.push(...page.evidence)
    after = page.next
  }
  return found
}

/** Where the message says that it is, else the middle of its territory. */
async function placeOf(context: DeskContext, state: ExistingIncident): Promise<(Point & { readonly radiusKm?: number }) | null> {
  const [message] = await context.storage.read("message", state.messageKeys.slice(0, 1))
  const { latitude, longitude } = message?.place ?? {}
  if (latitude !== undefined && longitude !== undefined) return { latitude, longitude }
  const territoryId = "territory" in state ? state.territory.territoryId : null
  return context.routing.territories.find(({ id }) => id === territoryId)?.center ?? null
}

/** Incidents that are the same case: merged into this one, or the one that this was merged into. */
function linked(state: ExistingIncident): readonly string[] {
  const joined = state.messages.flatMap(({ joinedFrom }) => joinedFrom)
  return state.status === "merged" ? [...joined, state.into] : joined
}

function hourOf(instant: Instant): Instant {
  return `${instant.slice(0, 13)}:00:00.000Z`
}

/** Two decimals of a degree: a square of about a kilometre. */
function coarse({ latitude, longitude }: Point): Point {
  const round = (degrees: number) => Math.round(degrees * 100) / 100
  return { latitude: round(latitude), longitude: round(longitude) }
}

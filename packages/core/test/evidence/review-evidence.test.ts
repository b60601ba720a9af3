import { describe, expect, it } from "vitest"
import { sha256 } from "../../src/base/index.ts"
import {
  englishEvidenceWording,
  evidenceRequired,
  fingerprintDistance,
  fingerprintOf,
  reviewEvidence,
  type DoubtCode,
  type EarlierEvidence,
  type EvidenceContext,
  type PhotoFacts,
} from "../../src/evidence/index.ts"
import { blobSquare, remap } from "./squares.ts"

const bare: PhotoFacts = { contentHash: sha256("photo"), fingerprint: fingerprintOf(blobSquare(1)), captured: null, place: null }
const before: EarlierEvidence = {
  evidenceId: "evi_before",
  incidentId: "inc_1",
  shows: "problem",
  contentHash: sha256("before"),
  fingerprint: fingerprintOf(blobSquare(2)),
}
const elsewhere: EarlierEvidence = { ...before, evidenceId: "evi_far", incidentId: "inc_2", shows: "fix" }
const context: EvidenceContext = {
  incidentId: "inc_1",
  shows: "fix",
  publishedAt: "2026-11-24T00:00:00.000Z",
  now: "2026-11-26T00:00:00.000Z",
  zone: "Asia/Chita",
  place: { latitude: 52.03, longitude: 113.5 },
  earlier: [before],
}
const taken = (wallClock: string, offset: string | null = "+09:00"): PhotoFacts => ({
  ...bare,
  captured: { wallClock, offset, satelliteAt: null },
})

function doubts(photo: PhotoFacts, change: Partial<EvidenceContext> = {}): readonly DoubtCode[] {
  return reviewEvidence(photo, { ...context, ...change }).doubts.map(({ code }) => code)
}

describe("guard of evidence: checks before a fix is claimed", () => {
  it("same file used in another incident", () => {
    const earlier = [before, { ...elsewhere, contentHash: bare.contentHash }]
    const review = reviewEvidence(bare, { ...context, earlier })
    expect(review.doubts).toEqual([
      {
        code: "used-elsewhere",
        why: "the same file is evidence of another incident: inc_2",
        facts: { evidenceId: "evi_far", incidentId: "inc_2", percent: "0" },
      },
    ])
  })

  it("near-duplicate used in another incident", () => {
    const mirrored = fingerprintOf(remap(blobSquare(1), (x, y) => [255 - x, y]))
    expect(doubts(bare, { earlier: [before, { ...elsewhere, fingerprint: mirrored }] })).toEqual(["looks-used-elsewhere"])
    expect(doubts(bare, { earlier: [before, elsewhere] })).toEqual([])
  })

  it("the complaint's own photo handed in as the fix", () => {
    expect(doubts(bare, { earlier: [{ ...before, contentHash: bare.contentHash }] })).toEqual(["same-as-before"])
    expect(doubts(bare, { earlier: [{ ...before, fingerprint: bare.fingerprint }] })).toEqual(["same-as-before"])
    expect(doubts(bare, { earlier: [{ ...before, fingerprint: bare.fingerprint }], shows: "problem" })).toEqual([])
  })

  it("the view after from the same spot is no copy of the view before", () => {
    const moved = fingerprintOf(remap(blobSquare(1), (x, y) => [Math.min(255, x + 12), y]))
    const share = fingerprintDistance(bare.fingerprint ?? "", moved ?? "")
    expect(share).toBeGreaterThan(0.02)
    expect(share).toBeLessThan(0.2)
    expect(doubts(bare, { earlier: [{ ...before, fingerprint: moved }] })).toEqual([])
    expect(doubts(bare, { earlier: [{ ...before, fingerprint: moved }], tolerances: { sameViewShare: 0.2 } })).toEqual(["same-as-before"])
  })

  it("a photo of a merged incident is of the same case", () => {
    const earlier = [{ ...elsewhere, shows: "problem" as const, contentHash: bare.contentHash }]
    expect(doubts(bare, { earlier })).toEqual(["used-elsewhere", "no-before-view"])
    expect(doubts(bare, { earlier, linkedIncidentIds: ["inc_2"] })).toEqual(["same-as-before"])
  })

  it("capture time before the complaint, by the camera's offset or by the zone of the incident", () => {
    expect(doubts(taken("2026-11-24T08:44:00"))).toEqual(["captured-before-complaint"])
    expect(doubts(taken("2026-11-24T08:46:00"))).toEqual([])
    expect(doubts(taken("2026-11-24T08:44:00", null))).toEqual(["captured-before-complaint"])
    expect(doubts(taken("2026-11-24T08:44:00", "+03:00"))).toEqual([])
    expect(doubts(taken("2020-01-01T00:00:00"), { shows: "problem" })).toEqual([])
    expect(doubts(taken("2026-11-24T08:00:00"), { tolerances: { clockMinutes: 90 } })).toEqual([])
  })

  it("capture time in the future", () => {
    expect(doubts(taken("2026-11-26T09:16:00"))).toEqual(["captured-in-future"])
    expect(doubts(taken("2026-11-26T09:14:00"))).toEqual([])
    expect(doubts(taken("2026-12-26T09:00:00"), { shows: "problem" })).toEqual(["captured-in-future"])
  })

  it("place far from the incident, measured from the edge of what is known of its place", () => {
    const at = (latitude: number): PhotoFacts => ({ ...bare, place: { latitude, longitude: 113.5 } })
    expect(doubts(at(52.0344))).toEqual([])
    const far = reviewEvidence(at(52.075), context).doubts[0]
    expect(far?.why).toBe("taken 5.0 km away from the place of the incident")
    expect(doubts(at(52.075), { place: { latitude: 52.03, longitude: 113.5, radiusKm: 10 } })).toEqual([])
    expect(doubts(at(52.075), { tolerances: { awayKm: 6 } })).toEqual([])
  })

  it("no view of the problem to compare with", () => {
    expect(doubts(bare, { earlier: [] })).toEqual(["no-before-view"])
    expect(doubts(bare, { earlier: [], shows: "problem" })).toEqual([])
    expect(doubts(bare, { earlier: [{ ...before, shows: "fix" }] })).toEqual(["no-before-view"])
  })

  it("a failed check is a doubt with its reason, and what was not checked is told: nothing is refused", () => {
    const review = reviewEvidence({ ...bare, fingerprint: null }, context)
    expect(review.doubts).toEqual([])
    expect(review.unchecked.map(({ code }) => code)).toEqual(["no-look", "no-capture-time", "no-place"])
    expect(reviewEvidence({ ...bare, place: { latitude: 0, longitude: 0 } }, { ...context, place: null }).unchecked.at(-1)?.code).toBe(
      "no-incident-place",
    )
    for (const doubt of reviewEvidence(taken("2020-01-01T00:00:00"), { ...context, earlier: [] }).doubts) expect(doubt.why).not.toBe("")
  })

  it("speaks the host's language, with its moments", () => {
    const wording = {
      ...englishEvidenceWording,
      doubts: { ...englishEvidenceWording.doubts, "captured-before-complaint": "снято {capturedAt}, жалоба {publishedAt}" },
      moment: (instant: string, zone: string) => `${instant.slice(0, 10)} (${zone})`,
    }
    expect(reviewEvidence(taken("2026-11-20T09:00:00"), { ...context, wording }).doubts[0]?.why).toBe(
      "снято 2026-11-20 (Asia/Chita), жалоба 2026-11-24 (Asia/Chita)",
    )
  })
})

describe("guard of evidence: required by topic", () => {
  it("asks for proof where the topic does, and nowhere else", () => {
    const topics = [{ id: "roads", title: "Roads", evidenceRequired: true }]
    expect([evidenceRequired(topics, "roads"), evidenceRequired(topics, "other"), evidenceRequired(topics, null)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

import { erasedEvidence } from "@otklik/core/storage"
import { buildEvidence } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

const piece = buildEvidence({
  shows: "problem",
  doubts: [{ code: "captured-before-complaint", facts: { capturedAt: "2026-03-02T08:00:00.000Z" } }],
  unchecked: ["no-look"],
})

describe("what is left of a piece of evidence", () => {
  it("says which file it was, and what a person was told of it, and neither where nor when it was taken", () => {
    expect(erasedEvidence(piece)).toEqual({
      ...piece,
      fingerprint: null,
      capturedAt: null,
      place: null,
      doubts: [{ code: "captured-before-complaint", facts: {} }],
    })
    expect(erasedEvidence(erasedEvidence(piece))).toEqual(erasedEvidence(piece))
  })

  it("keeps the look of a photo of the fix for good, and that of the problem while somebody works on the incident", () => {
    expect(erasedEvidence({ ...piece, shows: "fix" }).fingerprint).toBe(piece.fingerprint)
    expect(erasedEvidence(piece, false).fingerprint).toBe(piece.fingerprint)
  })
})

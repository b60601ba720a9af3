import { sha256 } from "@otklik/core/internal"
import type { StoredEvidence } from "@otklik/core/storage"

/**
 * Builds a piece of evidence on file. The same options always build the same piece.
 *
 * @param special - what is to be different
 */
export function buildEvidence(special: Partial<StoredEvidence> = {}): StoredEvidence {
  const { evidenceId = "evidence-1" } = special
  return {
    evidenceId,
    incidentId: "incident-1",
    shows: "fix",
    contentHash: sha256(evidenceId),
    fingerprint: "0123456789abcdef".repeat(16),
    attachedAt: "2026-03-02T09:00:00.000Z",
    capturedAt: "2026-03-02T08:00:00.000Z",
    place: { latitude: 52.03, longitude: 113.5 },
    doubts: [{ code: "no-before-view", facts: {} }],
    unchecked: ["no-incident-place"],
    ...special,
  }
}

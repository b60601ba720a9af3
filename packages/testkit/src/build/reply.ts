import type { PhotoToPublish } from "@otklik/core/connector"
import { replyTextHash, sha256 } from "@otklik/core/internal"
import type { Draft, OutboxEntry } from "@otklik/core/storage"

/**
 * Builds a draft. The same options always build the same draft.
 *
 * @param special - what is to be different; the hash follows from the text
 */
export function buildDraft(special: Partial<Draft> = {}): Draft {
  const { text = "The hole will be filled by Friday.", variants = [], photos = [] } = special
  return {
    draftId: "draft-1",
    incidentId: "incident-1",
    text,
    variants,
    textHash: replyTextHash({ text, variants, photos }),
    photos,
    guidanceId: null,
    findings: [],
    remark: null,
    createdAt: "2026-03-02T08:00:00.000Z",
    ...special,
  }
}

/**
 * Builds a reply that waits for a worker. The same options always build the same reply.
 *
 * @param special - what is to be different
 */
export function buildOutboxEntry(special: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    outboxId: "outbox-1",
    incidentId: "incident-1",
    draftId: "draft-1",
    connectorId: "vk:club1",
    messageKey: "vk:-1_1",
    placement: "under-message",
    text: "The hole will be filled by Friday.",
    photos: [],
    plannedAt: "2026-03-02T08:10:00.000Z",
    dueAt: "2026-03-02T10:00:00.000Z",
    state: "planned",
    refusal: null,
    attempts: 0,
    nextTryAt: "2026-03-02T08:10:00.000Z",
    ...special,
  }
}

/**
 * Builds a photo as a connector gets it with a reply. The same options always build the same photo.
 *
 * @param special - what is to be different; the hash follows from the content
 */
export function buildReplyPhoto(
  special: {
    /** Where it is. */
    readonly url?: string
    /** Its bytes, as a text. */
    readonly content?: string
    /** Its media type. */
    readonly type?: string
  } = {},
): PhotoToPublish {
  const { url = "https://city.example.org/photo/1.png", content = "a photo of the fix", type = "image/png" } = special
  const bytes = new Uint8Array(Buffer.from(content))
  return { url, contentHash: sha256(bytes), read: async () => ({ bytes, type }) }
}

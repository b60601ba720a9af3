import { DeskError, type Actor } from "@otklik/core"
import type { StoredEvidence } from "@otklik/core/storage"
import * as z from "zod"
import { invalidRequest } from "../problem.ts"
import { defineRoute, type PhotoStore, type Route, type RouteContext } from "../route.ts"
import { executedSchema } from "../views/incident.ts"
import { executedHeaders, executedView } from "./incidents.ts"

function photosOf({ photos }: RouteContext): PhotoStore {
  if (photos !== undefined) return photos
  throw new DeskError("capability", "this desk keeps no photos: createDeskHandler was given no `photos`", { capability: "photos" })
}

const beginnings: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ["image/jpeg", 0, [0xff, 0xd8]],
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
]

/** What the bytes are, by their beginning: what a client said of them is not believed. */
function photoType(bytes: Uint8Array): string {
  const fits = ([, at, wanted]: (typeof beginnings)[number]) => wanted.every((byte, index) => bytes[at + index] === byte)
  return beginnings.find(fits)?.[0] ?? "application/octet-stream"
}

/** The pieces on file; `forbidden` where the reader's level of personal data does not reach them. */
async function piecesOf({ desk }: RouteContext, incidentId: string, actor: Actor): Promise<readonly StoredEvidence[]> {
  const found = await desk.case(incidentId, { actor })
  if (found === undefined) throw new DeskError("not-found", `there is no incident "${incidentId}"`, { id: incidentId })
  if (found.evidence !== null) return found.evidence
  throw new DeskError("forbidden", `"${actor.id}" may not read the evidence of this incident`, { reason: "personal-data" })
}

export const evidenceRoutes: readonly Route[] = [
  defineRoute({
    operationId: "addEvidence",
    method: "post",
    path: "/incidents/{incidentId}/evidence",
    tag: "evidence",
    summary: "Attach a photo of the problem or of its fix",
    description:
      "The body is the photo itself. The same photo again changes nothing: its id follows from its bytes. One that the author sent, as `offers` of the case tell, is accepted by naming its message and its place there.",
    query: z.strictObject({
      shows: z.enum(["problem", "fix"]),
      messageKey: z.string().min(1).optional(),
      index: z.coerce.number().int().min(0).optional(),
    }),
    bodyKind: "photo",
    ifMatch: "optional",
    answer: {
      status: 201,
      description: "It is on file; `review` holds the doubts for a person.",
      schema: executedSchema,
      headers: ["ETag", "Location"],
    },
    problems: ["forbidden", "not-found", "illegal-transition", "conflict", "unreadable-photo", "capability"],
    async handle({ context, actor, params, query, bytes, expectedVersion }) {
      const photos = photosOf(context)
      const { contentHash, ...photo } = await photos.read(bytes)
      const { incidentId } = params
      const evidenceId = `photo_${contentHash.slice(0, 32)}`
      const { shows, messageKey, index } = query
      if ((messageKey === undefined) !== (index === undefined))
        throw invalidRequest([{ in: "query", pointer: "/index", detail: "messageKey and index were expected together" }])
      const piece = { incidentId, evidenceId, shows, contentHash, photo }
      const executed = await context.desk.execute(
        messageKey === undefined || index === undefined
          ? { type: "attach-evidence", ...piece }
          : { type: "accept-offer", ...piece, messageKey, index },
        { actor, ...(expectedVersion === undefined ? {} : { expectedVersion }) },
      )
      await photos.put(evidenceId, bytes)
      const location = `${context.mount}/incidents/${encodeURIComponent(incidentId)}/evidence/${evidenceId}/photo`
      return { headers: { ...executedHeaders(executed), location }, body: executedView(executed) }
    },
  }),
  defineRoute({
    operationId: "getPhoto",
    method: "get",
    path: "/incidents/{incidentId}/evidence/{evidenceId}/photo",
    tag: "evidence",
    summary: "Read a photo, with the rights of its incident",
    answer: { status: 200, description: "The bytes as they were sent.", mediaType: "image/*" },
    problems: ["forbidden", "not-found", "capability"],
    async handle({ context, actor, params }) {
      const { incidentId, evidenceId } = params
      const pieces = await piecesOf(context, incidentId, actor)
      const photo = pieces.some((piece) => piece.evidenceId === evidenceId) ? await photosOf(context).get(evidenceId) : undefined
      if (photo === undefined) throw new DeskError("not-found", "there is no such photo of this incident", { id: evidenceId })
      const headers = {
        "content-type": photoType(photo),
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "inline",
      }
      return { body: new Response(new Uint8Array(photo), { headers }) }
    },
  }),
]

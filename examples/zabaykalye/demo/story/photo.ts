import type { DeskOptions } from "@otklik/core"
import { readFile } from "node:fs/promises"
import { region } from "../../src/region.ts"

/** The proof. A drawing stands in for the photo, since the case is invented. */
export const photo = new URL("../photos/manhole-closed.png", import.meta.url)

/** Where the desk fetches it, and networks that fetch themselves. */
export const photoUrl = "https://example.org/evidence/manhole-closed.png"

/** The region's own server, where the photo of the fix lies. */
export async function servePhoto(): Promise<Response> {
  return new Response(await readFile(photo), { headers: { "content-type": "image/png" } })
}

/** The region's way with replies; photos are fetched from its own server alone. */
export const repliesWithPhotos: DeskOptions["replies"] = {
  ...region.replies,
  photos: { hosts: [new URL(photoUrl).host], fetch: servePhoto },
}

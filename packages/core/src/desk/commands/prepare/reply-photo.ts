import { concatBytes, configError, DeskError, sha256 } from "../../../base/index.ts"
import type { PhotoBytes, PhotoToPublish, ReplyPhoto } from "../../../connector/index.ts"
import type { DeskContext } from "../../context.ts"
import type { ReplyPhotos } from "../../options/reply-rules.ts"

/** A photo, or why it is none that may be published. */
type Fetched = PhotoBytes | { readonly unfit: string }

/**
 * Fetches the photos of a draft and pins each by its hash.
 *
 * @throws DeskError `config` for an address that may not be asked, or that holds no photo; `network` where no answer
 * comes
 */
export async function pinPhotos(context: DeskContext, urls: readonly string[]): Promise<readonly ReplyPhoto[]> {
  const pinned: ReplyPhoto[] = []
  for (const [index, url] of urls.entries()) {
    const fetched = await fetchPhoto(context, url, undefined)
    if ("unfit" in fetched) throw configError("command", [{ path: `photoUrls[${index}]`, message: fetched.unfit }])
    pinned.push({ url, contentHash: sha256(fetched.bytes) })
  }
  return pinned
}

/** The photos of a reply as its connector gets them. */
export function photosToPublish(
  context: DeskContext,
  photos: readonly ReplyPhoto[],
  signal: AbortSignal | undefined,
): readonly PhotoToPublish[] {
  return photos.map((photo) => ({ ...photo, read: () => readApproved(context, photo, signal) }))
}

async function readApproved(context: DeskContext, { url, contentHash }: ReplyPhoto, signal: AbortSignal | undefined): Promise<PhotoBytes> {
  const fetched = await fetchPhoto(context, url, signal)
  if ("unfit" in fetched) throw unapproved(fetched.unfit)
  if (sha256(fetched.bytes) !== contentHash) throw unapproved("the picture was changed after it was approved")
  return fetched
}

async function fetchPhoto({ replies: { photos } }: DeskContext, url: string, signal: AbortSignal | undefined): Promise<Fetched> {
  if (photos === undefined)
    return { unfit: "createDesk({ replies: { photos: { hosts, fetch } } }) names the hosts that photos are fetched from; none is named" }
  const { host } = new URL(url)
  if (!photos.hosts.includes(host)) return { unfit: `the host "${host}" is not among those that photos are fetched from` }
  try {
    const response = await photos.fetch(url, { redirect: "manual", credentials: "omit", ...(signal === undefined ? {} : { signal }) })
    const { status, headers } = response
    const unfit = faultOf(response, photos)
    if (unfit === null) {
      const bytes = await readUpTo(response, photos.maxBytes)
      return bytes === null ? tooLarge(photos) : { bytes, type: headers.get("content-type") ?? "" }
    }
    await response.body?.cancel()
    if (status < 500 && status !== 429) return { unfit }
    throw new DeskError("network", "photo of the reply: its server does not answer now", { status })
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof DeskError) throw error
    throw new DeskError("network", "photo of the reply: its server cannot be reached", {}, { cause: error })
  }
}

function faultOf({ status, type, headers }: Response, photos: Required<ReplyPhotos>): string | null {
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) return "its address leads elsewhere, and redirects are not followed"
  if (status !== 200) return `its server answered with status ${status}`
  if (!/^image\//i.test(headers.get("content-type") ?? "")) return "a photo was expected at its address"
  return Number(headers.get("content-length") ?? 0) > photos.maxBytes ? tooLarge(photos).unfit : null
}

function tooLarge({ maxBytes }: Required<ReplyPhotos>): { readonly unfit: string } {
  return { unfit: `a photo of at most ${maxBytes} bytes was expected` }
}

/** null when there is more. */
async function readUpTo({ body }: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const stream: AsyncIterable<Uint8Array> | readonly Uint8Array[] = body ?? []
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > maxBytes) return null // Leaving the loop cancels the stream.
    chunks.push(chunk)
  }
  return concatBytes(chunks)
}

function unapproved(why: string): DeskError<"refused"> {
  const reason = `photo of the reply: ${why}`
  return new DeskError("refused", reason, { reason })
}

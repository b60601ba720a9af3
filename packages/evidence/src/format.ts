/** Kinds of photo that are read. */
export type PhotoFormat = "jpeg" | "png" | "webp"

/**
 * What the first bytes of a file say: a format that is read, the name of one that is not, or null for no picture at
 * all.
 */
export type Sniffed = { readonly format: PhotoFormat } | { readonly unsupported: string } | null

/**
 * Recognises a file by its first bytes, whatever its name says. Only what is recognised here ever reaches a decoder:
 * the library behind it would read much more, drawings that fetch other files among it.
 *
 * @param bytes - the file, or its beginning
 */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return { format: "jpeg" }
  if (text(0, 8) === "\u0089PNG\r\n\u001a\n") return { format: "png" }
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return { format: "webp" }
  // An ISO media file names its brand: photos of phones (HEIC, AVIF) and videos.
  if (text(4, 8) === "ftyp")
    return { unsupported: /^(?:hei|hev|mif1|msf1)/.test(text(8, 12)) ? "HEIC" : text(8, 12) === "avif" ? "AVIF" : "video" }
  if (text(0, 4) === "GIF8") return { unsupported: "GIF" }
  if (text(0, 4) === "II*\0" || text(0, 4) === "MM\0*") return { unsupported: "TIFF" }
  if (text(0, 2) === "BM") return { unsupported: "BMP" }
  return null
}

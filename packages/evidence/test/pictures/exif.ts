import sharp from "sharp"

/** What a phone writes: who made it, when, and where. Every word of it must be gone from a public copy. */
const phoneExif = {
  IFD0: { Make: "SECRET-MAKER", Artist: "SECRET-ARTIST", ImageDescription: "SECRET-DESCRIPTION" },
  IFD2: { DateTimeOriginal: "2026:11:24 12:30:00", OffsetTimeOriginal: "+09:00", UserComment: "SECRET-COMMENT" },
  IFD3: {
    GPSLatitudeRef: "N",
    GPSLatitude: "52/1 1/1 48/1",
    GPSLongitudeRef: "E",
    GPSLongitude: "113/1 30/1 0/1",
    GPSDateStamp: "2026:11:24",
    GPSTimeStamp: "3/1 30/1 5/1",
  },
}

/** Words that the photos of these tests hide in their metadata. */
export const secretWord = "SECRET"

const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="SECRET-XMP"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

/** Puts metadata into a photo, as a phone does. */
export function withMetadata(
  photo: Uint8Array,
  format: "jpeg" | "png" | "webp",
  exif: Parameters<ReturnType<typeof sharp>["withExif"]>[0] = phoneExif,
) {
  return sharp(photo).withExif(exif).withXmp(xmp).toFormat(format).toBuffer()
}

/** A JPEG with a segment of our own right after its beginning. */
export function withSegment(jpeg: Uint8Array, marker: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt8(0xff, 0)
  head.writeUInt8(marker, 1)
  head.writeUInt16BE(payload.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, payload, jpeg.subarray(2)])
}

/** A JPEG that a viewer turns: EXIF with an orientation alone. */
export function withOrientation(jpeg: Uint8Array, orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write("MM\0*", 0, "latin1")
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return withSegment(jpeg, 0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]))
}

/** An EXIF block made to be large when it is read: thousands of tags, each of which points at the whole block. */
export function greedyBlock(): Buffer {
  const [entries, size] = [5000, 65_000]
  const tiff = Buffer.alloc(size)
  tiff.write("MM\0*", 0, "latin1")
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(entries, 8)
  for (let entry = 0; entry < entries; entry++) {
    const place = 10 + entry * 12
    tiff.writeUInt16BE(0x90_00 + entry, place)
    tiff.writeUInt16BE(1, place + 2)
    tiff.writeUInt32BE(64_000, place + 4)
    tiff.writeUInt32BE(8, place + 8)
  }
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff])
}

import sharp, { type Sharp } from "sharp"
import type { Picture } from "./street.ts"

/** A picture as a file of a phone: JPEG of good quality. */
export function photoOf({ width, height, pixels }: Picture): Promise<Buffer> {
  return sharp(Buffer.from(pixels.buffer), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

const caption = Buffer.from('<svg width="640" height="480"><rect y="420" width="640" height="60" fill="black"/></svg>')
const part = (left: number, top: number, width: number, height: number) => (photo: Sharp) => photo.extract({ left, top, width, height })

/** What may become of a photo of 640 × 480 on its way into another incident. */
export const copies = {
  "compressed hard": (photo) => photo.jpeg({ quality: 30 }),
  "scaled to 200 × 150": (photo) => photo.resize(200, 150),
  "turned by 90°": (photo) => photo.rotate(90),
  "turned by 180°": (photo) => photo.rotate(180),
  mirrored: (photo) => photo.flop(),
  "lighter by a quarter": (photo) => photo.linear(1.25, 10),
  "without colours": (photo) => photo.grayscale(),
  blurred: (photo) => photo.blur(4),
  "5 % off each side": part(32, 24, 576, 432),
  "10 % off the right": part(0, 0, 576, 480),
  "20 % off the right": part(0, 0, 512, 480),
  "15 % off the bottom": part(0, 0, 640, 408),
  "25 % off the left and the top": part(160, 120, 480, 360),
  "30 % off both ways": part(100, 70, 448, 336),
  "cut to a square": part(80, 0, 480, 480),
  "with a caption": (photo) => photo.composite([{ input: caption }]),
  "with a border": (photo) => photo.extend({ top: 20, bottom: 20, left: 20, right: 20, background: "white" }),
} satisfies Readonly<Record<string, (photo: Sharp) => Sharp>>

/** The name of a way of copying. */
export type CopyName = keyof typeof copies

/** A copy, compressed once more, as networks do. */
export async function copyOf(photo: Uint8Array, name: CopyName): Promise<Buffer> {
  const changed = await copies[name](sharp(photo)).png().toBuffer()
  return sharp(changed).jpeg({ quality: 80 }).toBuffer()
}

/** Turned and cropped at once. */
export async function turnedCropOf(photo: Uint8Array): Promise<Buffer> {
  const turned = await sharp(photo).rotate(270).png().toBuffer()
  return sharp(turned).extract({ left: 20, top: 30, width: 430, height: 570 }).jpeg({ quality: 70 }).toBuffer()
}

/** Turned a little, as to straighten the horizon, and cropped to a rectangle again. */
export async function tiltedOf(photo: Uint8Array, degrees: number): Promise<Buffer> {
  const share = 1 - Math.tan((degrees * Math.PI) / 180) * 1.4
  const [width, height] = [Math.floor(640 * share), Math.floor(480 * share)]
  const { data, info } = await sharp(photo).rotate(degrees).png().toBuffer({ resolveWithObject: true })
  const [left, top] = [(info.width - width) >> 1, (info.height - height) >> 1]
  return sharp(data).extract({ left, top, width, height }).jpeg({ quality: 80 }).toBuffer()
}

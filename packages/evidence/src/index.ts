export type { PhotoFormat } from "./format.ts"
export type { PhotoLimits } from "./limits.ts"
export { makePublicCopy, type PublicCopy, type PublicCopyOptions } from "./public-copy.ts"
export { readPhoto, type PhotoReading } from "./read-photo.ts"

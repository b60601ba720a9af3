import * as z from "zod"
import { canSeal, schemaOf } from "../../base/index.ts"

const keyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "letters, digits, _ and - were expected, at most 64")

/** The host's keys for authors: which one seals, and all that still open. */
export interface KeyRing {
  /** The id of the key that seals from now on: letters, digits, `_` and `-`. */
  readonly current: string
  /** Keys of 32 bytes by their ids. A key that seals nothing any more (`desk.reseal`) may be removed. */
  readonly keys: Readonly<Record<string, Uint8Array>>
}

/** Checks a {@link KeyRing}. */
export const keyRingSchema = schemaOf<KeyRing>()(
  z
    .strictObject({
      current: keyIdSchema,
      keys: z.record(
        keyIdSchema,
        z.instanceof(Uint8Array).refine((key) => key.byteLength === 32, "32 bytes were expected"),
      ),
    })
    .refine(({ current, keys }) => Object.hasOwn(keys, current), { error: "`current` must be one of `keys`", path: ["current"] })
    .refine(canSeal, { error: "authors are sealed with node:crypto, which is not here: leave keyRing out" }),
)

import * as z from "zod"
import { canSeal } from "../../base/index.ts"

const keyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "letters, digits, _ and - were expected, at most 64")

/** The host's keys for authors: which one seals, and all that still open. */
export const keyRingSchema = z
  .strictObject({
    /** The id of the key that seals from now on. */
    current: keyIdSchema,
    /** Keys of 32 bytes by their ids. A key that nothing is sealed with any more (`desk.reseal`) may go. */
    keys: z.record(
      keyIdSchema,
      z.instanceof(Uint8Array).refine((key) => key.byteLength === 32, "32 bytes were expected"),
    ),
  })
  .refine(({ current, keys }) => Object.hasOwn(keys, current), { error: "`current` must be one of `keys`", path: ["current"] })
  .refine(canSeal, { error: "authors are sealed with node:crypto, which is not here: leave keyRing out" })

/** The host's keys for authors. */
export type KeyRing = z.output<typeof keyRingSchema>

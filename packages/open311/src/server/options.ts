import { readOptions, type Actor, type Clock, type Desk } from "@otklik/core"
import * as z from "zod"
import type { StatusMode } from "./status.ts"
import { englishOpen311Wording, type Open311Wording } from "./wording.ts"

/** A service that citizens may ask for: a topic of the desk. */
export interface Open311Service {
  /** The id of the topic; it is the `service_code`. */
  readonly topic: string
  /** Default: the title of the topic. */
  readonly name?: string
  /** What belongs here, for people. */
  readonly description?: string
  /** Other words for it. */
  readonly keywords?: readonly string[]
  /** What it is listed under. */
  readonly group?: string
}

/** Where something is, WGS 84, in degrees. */
export interface Open311Place {
  /** -90 to 90. */
  readonly latitude: number
  /** -180 to 180. */
  readonly longitude: number
}

/** A city or region that is served. */
export interface Open311Jurisdiction {
  /** The `jurisdiction_id`, by convention the address of its site: `chita.example`. */
  readonly id: string
  /** The desk that answers. */
  readonly desk: Desk
  /** In whose name the public reads. What this actor may find is public: grant it a role without personal data. */
  readonly reader: Actor
  /** What is offered, and what is shown: an incident of another topic is not. Default: every topic of the desk. */
  readonly services?: readonly Open311Service[]
  /**
   * The point that is shown for an incident in a territory, as the centre of a district; undefined: none. Where a
   * citizen said that something is, is never shown. Default: none.
   */
  readonly placeOf?: (territoryId: string) => Open311Place | undefined
}

/** What the server is made of. */
export interface Open311HandlerOptions {
  /** At least one; of several a client has to name the one it means (`jurisdiction_id`). */
  readonly jurisdictions: readonly Open311Jurisdiction[]
  /** Where clients see the handler, as `https://desk.example.org/open311/v2`: shown by service discovery. */
  readonly publicUrl: string
  /** Whom developers write to; shown by service discovery. */
  readonly contact: string
  /** Where developers get a key; shown by service discovery. */
  readonly keyService: string
  /** What service discovery says of the endpoint. Default `production`. */
  readonly stage?: "production" | "test"
  /** Who registers with a key: the desk's authorisation says what that actor may do. Null: the key is wrong (403). */
  readonly actorOfKey: (apiKey: string) => Actor | null | Promise<Actor | null>
  /** The desk's own clock. */
  readonly clock: Clock
  /** Default `georeport`. For FixMyStreet `fixmystreet`: it shows a plain `closed` as fixed. */
  readonly statuses?: StatusMode
  /** What becomes of `email`, `phone` and names: not stored, or sealed under the desk's key ring. Default `drop`. */
  readonly contacts?: "drop" | "seal"
  /** What citizens read. Default {@link englishOpen311Wording}. */
  readonly wording?: Open311Wording
  /** The longest body, in bytes. Default 65,536. */
  readonly bodyBytes?: number
  /** Called with every failure that clients do not see. */
  readonly onError?: (error: unknown) => void
}

const aFunction = z.custom<(...given: never[]) => unknown>((value) => typeof value === "function", "a function was expected")
const text = z.string().min(1)
const actor = z.strictObject({ id: text, kind: z.enum(["person", "system"]) })

const optionsSchema = z.strictObject({
  jurisdictions: z
    .array(
      z.strictObject({
        id: text,
        desk: z.looseObject({ find: aFunction, register: aFunction, followUp: aFunction, case: aFunction }),
        reader: actor,
        services: z
          .array(
            z.strictObject({
              topic: text,
              name: text.optional(),
              description: z.string().optional(),
              keywords: z.array(text).optional(),
              group: text.optional(),
            }),
          )
          .min(1)
          .optional(),
        placeOf: aFunction.optional(),
      }),
    )
    .min(1)
    .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "duplicate id"),
  publicUrl: z.url().refine((url) => !url.endsWith("/"), "an address without a slash at its end was expected"),
  contact: text,
  keyService: text,
  stage: z.enum(["production", "test"]).default("production"),
  actorOfKey: aFunction,
  clock: z.looseObject({ now: aFunction }),
  statuses: z.enum(["georeport", "fixmystreet"]).default("georeport"),
  contacts: z.enum(["drop", "seal"]).default("drop"),
  wording: z.strictObject(Object.fromEntries(Object.keys(englishOpen311Wording).map((name) => [name, text]))).optional(),
  bodyBytes: z.int().min(1).default(65_536),
  onError: aFunction.optional(),
})

/** The options with their defaults; functions are the host's own. */
export type CheckedOptions = Required<Omit<Open311HandlerOptions, "onError">> & Pick<Open311HandlerOptions, "onError">

/** Refuses what a server cannot be made of. */
export function checkOptions(options: Open311HandlerOptions): CheckedOptions {
  const { stage, statuses, contacts, bodyBytes } = readOptions(optionsSchema, options, "createOpen311Handler options")
  return { ...options, stage, statuses, contacts, bodyBytes, wording: options.wording ?? englishOpen311Wording }
}

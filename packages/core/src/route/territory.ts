import * as z from "zod"
import { schemaOf } from "../base/index.ts"
import { messageKeySchema, type MessageKey } from "../message/index.ts"
import { periodShape, type Validity } from "./period.ts"
import { routingIdSchema } from "./routing-id.ts"

/** Who has a role in a territory for a time. */
export interface TerritoryOwner extends Validity {
  /** The role, as `heating`. */
  readonly role: string
  /** The authority that has it. */
  readonly authorityId: string
}

/** A circle on the map. */
export interface TerritoryCenter {
  /** Degrees, -90 to 90. */
  readonly latitude: number
  /** Degrees, -180 to 180. */
  readonly longitude: number
  /** Its radius in kilometres. */
  readonly radiusKm: number
}

/** A part of the region, in a tree: region, districts, settlements. */
export interface Territory {
  /** Unique among the territories: lower-case letters, digits and hyphens. */
  readonly id: string
  /** Its name, for people. */
  readonly title: string
  /** What it is. */
  readonly kind: "region" | "district" | "urban-okrug" | "settlement" | "city-district"
  /** The territory that this one lies in. */
  readonly parentId?: string
  /** Names that recognise a message's explicit place, compared without regard to case and `ё`; the title is one. */
  readonly names?: readonly string[]
  /** A keyword query that recognises it in a text (`docs/query-language.md`). */
  readonly mention?: string
  /**
   * How people write its name in a text, in the dictionary form: `["Борзя"]`. Forms come from the locale; see
   * `addressWords`. Several territories may have one name: then the text alone does not decide.
   */
  readonly textNames?: readonly string[]
  /**
   * Whether a name in `textNames` is also an ordinary word, a surname or a street's name: then it counts only as a
   * named place or in an address.
   */
  readonly isOrdinaryWord?: boolean
  /** Communities that are about this territory, as `vk:club1`. */
  readonly communities?: readonly MessageKey[]
  /** For messages with coordinates. */
  readonly center?: TerritoryCenter
  /**
   * Who has which role here, as `{ administration: "adm-chita", heating: "tgk-14" }`; inherited by the parts inside.
   */
  readonly owners?: Readonly<Record<string, string>>
  /** Who has a role here for a time, as when a utility changes; goes before `owners`, the first that is valid. */
  readonly ownersByTime?: readonly TerritoryOwner[]
  /** The code of the official classifier (OKTMO). */
  readonly oktmo?: string
}

/** Checks a {@link Territory}. */
export const territorySchema = schemaOf<Territory>()(
  z.strictObject({
    id: routingIdSchema,
    title: z.string().min(1),
    kind: z.enum(["region", "district", "urban-okrug", "settlement", "city-district"]),
    parentId: routingIdSchema.optional(),
    names: z.array(z.string().min(1)).optional(),
    mention: z.string().min(1).optional(),
    textNames: z.array(z.string().min(1).max(100)).optional(),
    isOrdinaryWord: z.boolean().optional(),
    communities: z.array(messageKeySchema).optional(),
    center: z
      .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180), radiusKm: z.number().positive() })
      .optional(),
    owners: z.record(z.string(), routingIdSchema).optional(),
    ownersByTime: z.array(z.strictObject({ role: z.string().min(1), authorityId: routingIdSchema, ...periodShape })).optional(),
    oktmo: z.string().optional(),
  }),
)

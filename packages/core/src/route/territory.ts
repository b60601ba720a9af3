import * as z from "zod"
import { messageKeySchema } from "../message/index.ts"
import { periodShape } from "./period.ts"
import { routingIdSchema } from "./routing-id.ts"

/** A part of the region, in a tree: region, districts, settlements. */
export const territorySchema = z.strictObject({
  id: routingIdSchema,
  title: z.string().min(1),
  kind: z.enum(["region", "district", "urban-okrug", "settlement", "city-district"]),
  parentId: routingIdSchema.optional(),
  /**
   * Names by which a message's explicit place is recognised, compared without regard to case and `ё`. The title is one
   * of them.
   */
  names: z.array(z.string().min(1)).optional(),
  /** A keyword query that recognises it in a text (`docs/query-language.md`). */
  mention: z.string().min(1).optional(),
  /**
   * How people write its name in a text, in the dictionary form: `["Борзя"]`. Forms come from the locale; see
   * `addressWords`. Several territories may bear one name: then the text alone does not decide.
   */
  textNames: z.array(z.string().min(1).max(100)).optional(),
  /**
   * Whether a name in `textNames` is also an ordinary word, a surname or a street's name: then it counts only as a
   * named place or in an address.
   */
  isOrdinaryWord: z.boolean().optional(),
  /** Communities that are about this territory, as `vk:club1`. */
  communities: z.array(messageKeySchema).optional(),
  /** For messages with coordinates. */
  center: z
    .strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180), radiusKm: z.number().positive() })
    .optional(),
  /**
   * Who plays which role here, as `{ administration: "adm-chita", heating: "tgk-14" }`; inherited by the parts inside.
   */
  owners: z.record(z.string(), routingIdSchema).optional(),
  /** Who plays a role here for a time, as when a utility changes; goes before `owners`, the first that holds. */
  ownersByTime: z.array(z.strictObject({ role: z.string().min(1), authorityId: routingIdSchema, ...periodShape })).optional(),
  /** The official classifier's code. */
  oktmo: z.string().optional(),
})

/** A part of the region. */
export type Territory = z.output<typeof territorySchema>

import { z } from "zod"
import { instantSchema } from "../base/index.ts"
import { messageKeySchema, networkSchema } from "../message/index.ts"

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "an id is lower-case letters, digits and hyphens")

/** A body that owns problems: a ministry, an inspection, an administration, a utility. */
export const authoritySchema = z.object({
  id,
  title: z.string().min(1),
  kind: z.enum(["government", "ministry", "inspection", "administration", "utility", "institution"]),
  /** How a citizen reaches it: it stands in every reply that names it. */
  contact: z
    .object({ phone: z.string().optional(), url: z.url().optional(), email: z.email().optional(), address: z.string().optional() })
    .optional(),
})

/** A body that owns problems. */
export type Authority = z.output<typeof authoritySchema>

/** A part of the region, in a tree: region, districts, settlements. */
export const territorySchema = z.object({
  id,
  title: z.string().min(1),
  kind: z.enum(["region", "district", "urban-okrug", "settlement", "city-district"]),
  parentId: id.optional(),
  /** Names by which a message's explicit place is recognised, compared without regard to case and `ё`. The title is one of them. */
  names: z.array(z.string().min(1)).optional(),
  /** A keyword query that recognises it in a text (`docs/query-language.md`). */
  mention: z.string().min(1).optional(),
  /** Communities that are about this territory, as `vk:club1`. */
  communities: z.array(messageKeySchema).optional(),
  /** For messages with coordinates. */
  center: z
    .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180), radiusKm: z.number().positive() })
    .optional(),
  /** Who plays which role here, as `{ administration: "adm-chita", heating: "tgk-14" }`; inherited by the parts inside. */
  owners: z.record(z.string(), id).optional(),
  /** The official classifier's code. */
  oktmo: z.string().optional(),
})

/** A part of the region. */
export type Territory = z.output<typeof territorySchema>

/** Which incidents go where. The first rule that fits and finds an owner decides. */
export const routingRuleSchema = z.object({
  id,
  /** Every condition given must hold; a territory stands for all parts inside it. */
  when: z.object({
    topics: z.array(z.string()).min(1).optional(),
    territoryIds: z.array(id).min(1).optional(),
    networks: z.array(networkSchema).min(1).optional(),
    communities: z.array(messageKeySchema).min(1).optional(),
    kinds: z
      .array(z.enum(["problem", "question", "suggestion", "thanks"]))
      .min(1)
      .optional(),
    importance: z.enum(["normal", "raised"]).optional(),
  }),
  /** An authority, or whoever plays a role in the incident's territory. */
  assign: z.union([z.object({ authorityId: id }).strict(), z.object({ role: z.string().min(1) }).strict()]),
  validFrom: instantSchema.optional(),
  validTo: instantSchema.optional(),
})

/** Which incidents go where. */
export type RoutingRule = z.output<typeof routingRuleSchema>

/** Everything that routing knows, as data. */
export const routingSchema = z
  .object({
    authorities: z.array(authoritySchema),
    territories: z.array(territorySchema),
    rules: z.array(routingRuleSchema),
  })
  .superRefine((routing, context) => {
    const authorities = uniqueIds(routing.authorities, "authorities", context)
    const territories = uniqueIds(routing.territories, "territories", context)
    uniqueIds(routing.rules, "rules", context)
    const need = (known: ReadonlySet<string>, wanted: string, path: PropertyKey[]) => {
      if (!known.has(wanted)) context.addIssue({ code: "custom", path, message: `there is no "${wanted}"` })
    }
    routing.territories.forEach((territory, index) => {
      if (territory.parentId !== undefined) need(territories, territory.parentId, ["territories", index, "parentId"])
      for (const [role, owner] of Object.entries(territory.owners ?? {})) need(authorities, owner, ["territories", index, "owners", role])
    })
    routing.rules.forEach((rule, index) => {
      if ("authorityId" in rule.assign) need(authorities, rule.assign.authorityId, ["rules", index, "assign", "authorityId"])
      rule.when.territoryIds?.forEach((wanted, at) => need(territories, wanted, ["rules", index, "when", "territoryIds", at]))
    })
    const parents = new Map(routing.territories.map((territory) => [territory.id, territory.parentId]))
    routing.territories.forEach((territory, index) => {
      const seen = new Set<string>()
      for (let at: string | undefined = territory.id; at !== undefined; at = parents.get(at)) {
        if (seen.has(at)) {
          context.addIssue({ code: "custom", path: ["territories", index, "parentId"], message: "a territory cannot lie inside itself" })
          return
        }
        seen.add(at)
      }
    })
  })

function uniqueIds(items: readonly { readonly id: string }[], path: string, context: z.RefinementCtx): ReadonlySet<string> {
  const seen = new Set<string>()
  items.forEach((item, index) => {
    if (seen.has(item.id)) context.addIssue({ code: "custom", path: [path, index, "id"], message: `"${item.id}" stands twice` })
    seen.add(item.id)
  })
  return seen
}

/** Everything that routing knows. */
export type Routing = z.output<typeof routingSchema>

/** {@link Routing} as a host writes it. */
export type RoutingInput = z.input<typeof routingSchema>

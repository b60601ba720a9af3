import * as z from "zod"
import { didYouMean, schemaOf } from "../base/index.ts"
import { addressWordsSchema, type AddressWords } from "./address-words.ts"
import { authoritySchema, type Authority } from "./authority.ts"
import { checkPeriod } from "./period.ts"
import { routingCaseSchema, type RoutingCase } from "./routing-case.ts"
import { routingRuleSchema, type RoutingRule } from "./routing-rule.ts"
import { territorySchema, type Territory } from "./territory.ts"

/** Everything that routing works with, as data. */
export interface Routing {
  /** The bodies that own problems. */
  readonly authorities: readonly Authority[]
  /** The parts of the region, in a tree. */
  readonly territories: readonly Territory[]
  /** Which incidents go where: the first whose conditions are met and that finds an owner decides. */
  readonly rules: readonly RoutingRule[]
  /** Examples whose owner the rules must find: `checkRouting` tries them. */
  readonly cases?: readonly RoutingCase[]
  /** Words around place names; given, texts are read for the territories' `textNames`. */
  readonly addressWords?: AddressWords
}

/** {@link Routing} as a host writes it: lists of address words may be absent. */
export interface RoutingInput extends Omit<Routing, "addressWords"> {
  /** Words around place names; given, texts are read for the territories' `textNames`. */
  readonly addressWords?: Partial<AddressWords>
}

/** Checks {@link RoutingInput}: unique ids, and every id that is named is defined. */
export const routingSchema = schemaOf<Routing, RoutingInput>()(
  z
    .strictObject({
      authorities: z.array(authoritySchema),
      territories: z.array(territorySchema),
      rules: z.array(routingRuleSchema),
      cases: z.array(routingCaseSchema).optional(),
      addressWords: addressWordsSchema.optional(),
    })
    .superRefine((routing, context) => {
      const authorities = uniqueIds(routing.authorities, "authorities", context)
      const territories = uniqueIds(routing.territories, "territories", context)
      uniqueIds(routing.rules, "rules", context)
      const need = (known: ReadonlySet<string>, wanted: string, path: PropertyKey[]) => {
        if (!known.has(wanted)) context.addIssue({ code: "custom", path, message: `there is no "${wanted}"${didYouMean(wanted, known)}` })
      }
      routing.authorities.forEach((authority, index) => checkPeriod(authority, ["authorities", index], context))
      routing.territories.forEach((territory, index) => {
        if (territory.parentId !== undefined) need(territories, territory.parentId, ["territories", index, "parentId"])
        for (const [role, owner] of Object.entries(territory.owners ?? {})) need(authorities, owner, ["territories", index, "owners", role])
        territory.ownersByTime?.forEach((owner, at) => {
          need(authorities, owner.authorityId, ["territories", index, "ownersByTime", at, "authorityId"])
          checkPeriod(owner, ["territories", index, "ownersByTime", at], context)
        })
      })
      routing.rules.forEach((rule, index) => {
        if ("authorityId" in rule.assign) need(authorities, rule.assign.authorityId, ["rules", index, "assign", "authorityId"])
        rule.coExecutors?.forEach((assignee, at) => {
          if ("authorityId" in assignee) need(authorities, assignee.authorityId, ["rules", index, "coExecutors", at, "authorityId"])
        })
        rule.when.territoryIds?.forEach((wanted, at) => need(territories, wanted, ["rules", index, "when", "territoryIds", at]))
        checkPeriod(rule, ["rules", index], context)
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
    }),
)

function uniqueIds(items: readonly { readonly id: string }[], path: string, context: z.RefinementCtx): ReadonlySet<string> {
  const seen = new Set<string>()
  items.forEach((item, index) => {
    if (seen.has(item.id)) context.addIssue({ code: "custom", path: [path, index, "id"], message: `duplicate id "${item.id}"` })
    seen.add(item.id)
  })
  return seen
}

import type { Topic } from "../../evidence/index.ts"
import type { Rule } from "../../match/index.ts"
import type { RoutingInput } from "../../route/index.ts"
import type { Calendar, PolicyInput } from "../../sla/index.ts"

type AuthorityInput = RoutingInput["authorities"][number]
type TerritoryInput = RoutingInput["territories"][number]
type RoutingRuleInput = RoutingInput["rules"][number]
type AssigneeOf<AuthorityId extends string> =
  | {
      /** The authority itself. */
      readonly authorityId: AuthorityId
    }
  | {
      /** The authority that has this role in the incident's territory. */
      readonly role: string
    }
type TermInput = PolicyInput["term"]
type TermOf<Term, CalendarId extends string> = Term extends { readonly time: "calendar-days" }
  ? Omit<Term, "calendarId"> & {
      /** The calendar, by its id in this region. */
      readonly calendarId?: CalendarId
    }
  : Term extends { readonly calendarId: string }
    ? Omit<Term, "calendarId"> & {
        /** The calendar, by its id in this region. */
        readonly calendarId: CalendarId
      }
    : Term

/** The data of a region, whose parts name one another by ids. */
export interface RegionInput<TopicId extends string, AuthorityId extends string, TerritoryId extends string, CalendarId extends string> {
  /** What complaints are about. Rules, routing and policies name no other topics. */
  readonly topics: readonly (Topic & {
    /** Its id, by which the other parts name it. */
    readonly id: TopicId
  })[]
  /** The bodies that own problems. */
  readonly authorities: readonly (AuthorityInput & {
    /** Its id, by which the other parts name it. */
    readonly id: AuthorityId
  })[]
  /** The parts of the region, in a tree. */
  readonly territories: readonly (Omit<TerritoryInput, "parentId" | "owners" | "ownersByTime"> & {
    /** Its id, by which the other parts name it. */
    readonly id: TerritoryId
    /** The territory that this one lies in. */
    readonly parentId?: NoInfer<TerritoryId>
    /** Who plays which role here; inherited by the parts inside. */
    readonly owners?: Readonly<Record<string, NoInfer<AuthorityId>>>
    /** Who plays a role here for a time; goes before `owners`. */
    readonly ownersByTime?: readonly (Omit<NonNullable<TerritoryInput["ownersByTime"]>[number], "authorityId"> & {
      /** The authority, by its id in this region. */
      readonly authorityId: NoInfer<AuthorityId>
    })[]
  })[]
  /** Working time by the ids that policies name. */
  readonly calendars?: Readonly<Record<CalendarId, Calendar>>
  /** What to search for, in the order of importance: the first that matches names the topic. */
  readonly rules: readonly (Omit<Rule, "topic"> & {
    /** The topic that a message with this match is about. */
    readonly topic?: NoInfer<TopicId>
  })[]
  /** Which incidents go where: the first that fits and finds an owner decides. */
  readonly routing: readonly (Omit<RoutingRuleInput, "when" | "assign" | "coExecutors"> & {
    /** Which incidents it is for. */
    readonly when: Omit<RoutingRuleInput["when"], "topics" | "territoryIds"> & {
      /** One of these topics. */
      readonly topics?: readonly NoInfer<TopicId>[]
      /** In one of these territories, the parts inside included. */
      readonly territoryIds?: readonly NoInfer<TerritoryId>[]
    }
    /** The owner: an authority, or the one that has a role in the incident's territory. */
    readonly assign: AssigneeOf<NoInfer<AuthorityId>>
    /** Who works on it next to the owner. */
    readonly coExecutors?: readonly AssigneeOf<NoInfer<AuthorityId>>[]
  })[]
  /** Examples that routing must do right by: `checkRouting` tries them. */
  readonly cases?: RoutingInput["cases"]
  /** Words around place names; given, texts are read for the territories' `textNames`. */
  readonly addressWords?: RoutingInput["addressWords"]
  /** How long what may take. */
  readonly policies: readonly (Omit<PolicyInput, "term" | "appliesTo"> & {
    /** How long it may take. */
    readonly term: TermOf<TermInput, NoInfer<CalendarId>>
    /** Which incidents it is for. Default: all. */
    readonly appliesTo?: Omit<NonNullable<PolicyInput["appliesTo"]>, "topics" | "authorityIds"> & {
      /** One of these topics. */
      readonly topics?: readonly NoInfer<TopicId>[]
      /** Owned by one of these authorities. */
      readonly authorityIds?: readonly NoInfer<AuthorityId>[]
    }
  })[]
}

/** The options of `createDesk` that a region gives. */
export interface Region {
  /** What complaints are about. */
  readonly topics: readonly Topic[]
  /** What to search for. */
  readonly rules: readonly Rule[]
  /** Authorities, territories, and which incidents go where. */
  readonly routing: RoutingInput
  /** How long what may take. */
  readonly policies: readonly PolicyInput[]
  /** Working time by the ids that policies name. */
  readonly calendars: Readonly<Record<string, Calendar>>
}

/**
 * Takes the data of a region for `createDesk({ ...region, … })`, so that an id which is misspelt does not compile:
 * topics, authorities, territories and calendars are known by the ids that they have here. Nothing is checked at run
 * time: `createDesk` does that, for hosts without types as well.
 *
 * Policies of a preset name `presetCalendarId` and are added after it:
 * `policies: [...region.policies, ...preset.policies]`.
 *
 * @param region - the data, written out in place: ids that come from elsewhere as `string` allow any
 */
export function defineRegion<
  TopicId extends string,
  AuthorityId extends string,
  TerritoryId extends string,
  CalendarId extends string = never,
>(region: RegionInput<TopicId, AuthorityId, TerritoryId, CalendarId>): Region
export function defineRegion(region: object): Region {
  const { authorities, territories, calendars = {}, rules, routing, cases, addressWords, topics, policies } = region as LooseRegion
  return { topics, rules, policies, calendars, routing: { authorities, territories, rules: routing, cases, addressWords } }
}

/** A region whose ids are any texts. */
type LooseRegion = Omit<Region, "routing" | "calendars"> &
  Omit<RoutingInput, "rules"> & { readonly routing: RoutingInput["rules"]; readonly calendars?: Region["calendars"] }

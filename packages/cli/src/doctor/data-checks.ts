import { addMinutes } from "@otklik/core"
import { auditGuidance } from "@otklik/core/replies"
import { checkRouting, lintRouting, routingSchema } from "@otklik/core/routing"
import { checkRules, lintRules } from "@otklik/core/rules"
import type { DeskParts } from "../parts.ts"
import { count, fail, ok, skip, some, warn } from "./findings.ts"
import type { OwnCheck } from "./own-check.ts"

/** How far ahead calendars must know their holidays: the longest terms that are set today end by then. Our choice. */
const calendarDays = 400

/** The data of the region, and the rules of the desk. */
export const dataChecks: readonly OwnCheck[] = [
  {
    id: "desk",
    title: "the desk takes its options",
    action: "mend what the sentence names, in what `desk` returns",
    async run(context) {
      const { connectors } = await context.parts()
      const issue = await context.deskIssues("desk")
      return issue === undefined ? ok(`it has ${count(connectors.length, "connector")}`) : fail(issue, this.action)
    },
  },
  {
    id: "rules",
    title: "rules find what they are for",
    action: "see each with `otklik rules check`",
    async run(context) {
      const { rules, locale } = await context.parts()
      if (rules === undefined) return skip("the desk has a matcher that was compiled elsewhere")
      const withLocale = locale === undefined ? {} : { locale }
      const findings = lintRules(rules, withLocale).map((one) => ({ ...one, sentence: `${one.ruleId ?? ""}: ${one.message}` }))
      const { counts, failures, untested } = checkRules(rules, withLocale)
      const wrong = [
        ...failures.map(({ ruleId, list, index }) => `${ruleId}: examples.${list}[${index}] does not do as it says`),
        ...findings.filter(({ code }) => code === "forbidden-purpose").map(({ sentence }) => sentence),
      ]
      if (wrong.length > 0) return fail(some(wrong), this.action)
      const doubts = [
        ...findings.map(({ sentence }) => sentence),
        ...untested.map(({ ruleId, lists }) => `${ruleId}: no examples of ${lists.join(" and ")}`),
      ]
      if (doubts.length > 0) return warn(some(doubts), this.action)
      return ok(`${count(counts.rules, "rule")}, ${count(counts.match + counts.skip, "example")}`)
    },
  },
  {
    id: "topics",
    title: "every topic that is named is defined",
    action: "define it in `topics`, or write its id as it is defined",
    async run(context) {
      const { topics } = await context.parts()
      if (topics === undefined) return warn("no topics are defined, so nobody notices one that is misspelt", "list them in `topics`")
      return ok(count(topics.length, "topic"))
    },
  },
  {
    id: "routing",
    title: "every topic has an owner everywhere",
    action: "mend rules and cases of the routing",
    async run(context) {
      if ((await context.deskIssues("topics")) !== undefined) return skip("first: topics")
      const { routing: given, topics = [] } = await context.parts()
      const routing = routingSchema.parse(given)
      const { failures, counts, untested } = checkRouting(routing)
      const findings = lintRouting(routing, topics, { from: context.clock.now() })
      const sentences = (severity: string) =>
        findings.filter((one) => one.severity === severity).map(({ path, message }) => `${path}: ${message}`)
      const wrong = [...failures.map(({ title, problems }) => `${title}: ${problems.join(", ")}`), ...sentences("error")]
      if (wrong.length > 0) return fail(some(wrong), this.action)
      const doubts = [...sentences("warning"), ...untested.map((id) => `no case needs the rule "${id}"`)]
      return doubts.length > 0 ? warn(some(doubts), this.action) : ok(`${count(counts.rules, "rule")}, ${count(counts.cases, "case")}`)
    },
  },
  {
    id: "policies",
    title: "every goal of a policy is known",
    action: "write the goal as the glossary has it, or list your own in `goals`",
    async run(context) {
      const { policies } = await context.parts()
      if (policies.length === 0) return warn("there is no policy: nothing is ever due", "give the desk its terms in `policies`")
      return ok(count(policies.length, "policy").replace("policys", "policies"))
    },
  },
  {
    id: "calendars",
    title: `calendars cover ${calendarDays} days`,
    action: "give the calendar the holidays of the coming years, as `workingWeekRu({ years })`",
    async run(context) {
      const { calendars = {} } = await context.parts()
      const now = context.clock.now()
      const wanted = addMinutes(now, calendarDays * 1440).slice(0, 10)
      const ends = Object.entries(calendars).map(([id, { exceptions }]) => ({ id, last: lastOf(exceptions) }))
      if (ends.length === 0) return skip("there are no calendars")
      const over = ends.filter(({ last }) => last !== null && last < now.slice(0, 10))
      if (over.length > 0) return fail(some(over.map(({ id, last }) => `"${id}" knows no holiday after ${last ?? ""}`)), this.action)
      const near = ends.filter(({ last }) => last === null || last < wanted)
      const said = (last: string | null) => (last === null ? "knows no holiday at all" : `knows no holiday after ${last}`)
      if (near.length > 0) return warn(some(near.map(({ id, last }) => `"${id}" ${said(last)}`)), this.action)
      return ok(count(ends.length, "calendar"))
    },
  },
  {
    id: "guidance",
    title: "guidance is valid",
    action: "renew the texts, or take them out",
    async run(context) {
      const { guidance = [], topics, routing } = await context.parts()
      if (guidance.length === 0) return skip("there is none")
      const known = topics === undefined ? {} : { topics: topics.map(({ id }) => id) }
      const authorityIds = routing.authorities.map(({ id }) => id)
      const findings = auditGuidance(guidance, [], { now: context.clock.now(), authorityIds, ...known })
      const of = (severity: string) =>
        findings.filter((one) => one.severity === severity).map(({ guidanceId, message }) => `${guidanceId ?? ""}: ${message}`)
      if (of("error").length > 0) return fail(some(of("error")), this.action)
      return of("warning").length > 0 ? warn(some(of("warning")), this.action) : ok(count(guidance.length, "text"))
    },
  },
  {
    id: "roles",
    title: "every command can be given by somebody",
    action: "grant the role to somebody, or add whoever has it to `people` of the config",
    async run(context) {
      const { authorisation } = await context.parts()
      if (authorisation === undefined)
        return warn("everybody may give every command", "give the desk an `authorisation`, as createRoleAuthorisation makes one")
      const { people } = await context.config()
      if (people === undefined) return skip("the config has no `people`")
      const desk = await context.desk()
      const { env, clock, fetch, random } = context
      const ids = await people({ env, clock, fetch, random })
      const rights = await Promise.all(ids.map((id) => desk.rights({ actor: { id, kind: "person" } })))
      const types = Object.keys(rights[0]?.commands ?? {}) as readonly (keyof (typeof rights)[number]["commands"])[]
      if (ids.length === 0) return fail("`people` names nobody", this.action)
      const lost = types.filter((type) => rights.every(({ commands }) => commands[type] === "nowhere"))
      return lost.length > 0
        ? fail(`nobody may give: ${lost.join(", ")}`, this.action)
        : ok(count(ids.length, "person").replace("persons", "people"))
    },
  },
  {
    id: "quota",
    title: "workers share their quotas",
    action:
      "make the planner of connectors by createSharedQuotaPlanner of @otklik/connector-kit, with the `storage` that `desk` is offered",
    async run(context) {
      const { workers = 1 } = await context.config()
      const networks = (await context.parts()).connectors.filter(({ capabilities }) => !capabilities.relay)
      if (workers === 1) return ok("there is one worker")
      if (networks.length === 0) return ok("no connector asks a network")
      if (await context.tookStorage()) return ok(`${workers} workers, and \`desk\` took the storage`)
      return fail(`${workers} workers count quotas of ${count(networks.length, "connector")} each for itself`, this.action)
    },
  },
  {
    id: "retention",
    title: "retention keeps its terms",
    action: "run `otklik serve`, whose worker retains; or desk.retain()",
    async run(context) {
      const { retention } = await (await context.desk()).health()
      if (retention.length === 0) return skip("there is no policy of retention")
      const late = (days: number) => retention.filter(({ lateMinutes }) => lateMinutes > days * 1440)
      const said = (days: number) => some(late(days).map((one) => `${one.policyId} is ${Math.floor(one.lateMinutes / 1440)} days late`))
      if (late(7).length > 0) return fail(said(7), this.action)
      return late(1).length > 0 ? warn(said(1), this.action) : ok(count(retention.length, "policy").replace("policys", "policies"))
    },
  },
  {
    id: "replies",
    title: "no reply waits for a person for a day",
    action: "publish them by hand and record each link (`record-publication`)",
    async run(context) {
      const { work } = await (await context.desk()).health()
      const waiting = (work?.replies ?? []).filter(({ wait }) => wait === "manual")
      const number = waiting.reduce((sum, one) => sum + one.count, 0)
      if (number === 0) return ok("none waits")
      const since = waiting.map(({ plannedAt }) => plannedAt).toSorted()[0] ?? ""
      const why = `${count(number, "reply").replace("replys", "replies")} to publish by hand, the first since ${since}`
      return since < addMinutes(context.clock.now(), -1440) ? fail(why, this.action) : warn(why, this.action)
    },
  },
]

type Exceptions = NonNullable<DeskParts["calendars"]>[string]["exceptions"]

function lastOf(exceptions: Exceptions): string | null {
  return (
    exceptions
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? null
  )
}

import { createReadStream } from "node:fs"
import { resolve } from "node:path"
import { createInterface } from "node:readline"
import { compareRules, readRuleFile, type TrialMessage } from "@otklik/core/rules"
import { policySchema, simulatePolicies, type IncidentHistory } from "@otklik/core/sla"
import { readOptions, type Storage } from "@otklik/core"
import { configError } from "@otklik/core/internal"
import * as z from "zod"
import type { SimulateRulesAnswer, SimulateSlaAnswer } from "../answers.ts"
import type { CommandContext, CommandResult } from "../command.ts"
import { exitCodes } from "../exit.ts"
import type { DeskParts } from "../parts.ts"
import { partsIfAny, readGivenJson } from "../region-data.ts"

/** Incidents that are read at once. */
const pageSize = 500

/** What would have been late under the policies of a file. Nothing is written. */
export async function simulateSla(context: CommandContext, { policies: file }: { readonly policies: string }): Promise<CommandResult> {
  const { machine, host, talk } = context
  const policies = readOptions(z.array(policySchema), await readGivenJson(machine, file), file)
  const { calendars = {}, handling } = await host.parts()
  const { storage } = await host.opened()
  const histories: IncidentHistory[] = []
  for await (const history of historiesOf(storage)) histories.push(history)
  if (machine.isTerminal.err) talk(`${histories.length} incidents`)
  const { asOf, totals, goals } = simulatePolicies({
    policies,
    calendars,
    histories,
    asOf: machine.clock.now(),
    ...(handling === undefined ? {} : { handling: clockHandling(handling) }),
  })
  const changed = goals
    .filter(({ before, after }) => before?.dueAt !== after?.dueAt || before?.isLate !== after?.isLate)
    .map(({ incidentId, goal, cycle, before, after }) => ({ incidentId, goal, cycle, before: clockOf(before), after: clockOf(after) }))
  const answer: SimulateSlaAnswer = { asOf, incidents: histories.length, totals, changed }
  const lines = totals.map(
    (one) =>
      `${one.goal}: ${one.clocksBefore} → ${one.clocksAfter} clocks, late ${one.lateBefore} → ${one.lateAfter} ` +
      `(${one.becameLate} became late, ${one.becameInTime} in time), ${one.moved} moved`,
  )
  return { answer, text: `${[`${histories.length} incidents as of ${asOf}`, ...lines].join("\n")}\n`, exit: exitCodes.ok }
}

/** What other rules would find in messages: an archive of a line of JSON each. */
export async function simulateRules(
  context: CommandContext,
  { rules: file, over, samples }: { readonly rules: string; readonly over: string; readonly samples: number },
): Promise<CommandResult> {
  const { machine, host } = context
  const parts = await partsIfAny(host)
  if (parts?.rules === undefined)
    throw configError("simulate rules", [{ path: "desk().rules", message: "the rules of today were expected" }])
  const { rules: after } = readRuleFile(await readGivenJson(machine, file))
  const locale = parts.locale === undefined ? {} : { locale: parts.locale }
  const found = await compareRules(parts.rules, after, messagesOf(resolve(machine.folder, over), over), { ...locale, samples })
  const answer: SimulateRulesAnswer = {
    messages: found.messages,
    rules: found.rules.map(({ ruleId, change, hitsBefore, hitsAfter, appeared, disappeared }) => ({
      ruleId,
      change,
      hitsBefore,
      hitsAfter,
      appeared: { count: appeared.count, samples: appeared.samples.map(placeOf) },
      disappeared: { count: disappeared.count, samples: disappeared.samples.map(placeOf) },
    })),
    topics: found.topics.map((one) => ({ before: one.before, after: one.after, count: one.count })),
  }
  const { read, matchedBefore, matchedAfter, caught, lost } = found.messages
  const lines = [
    `${read} messages: ${matchedBefore} → ${matchedAfter} match, ${caught} caught, ${lost} lost`,
    ...answer.rules.map(
      (one) => `${one.ruleId} (${one.change}): ${one.hitsBefore} → ${one.hitsAfter}, +${one.appeared.count} −${one.disappeared.count}`,
    ),
    ...answer.topics.map((one) => `${one.before ?? "no topic"} → ${one.after ?? "no topic"}: ${one.count}`),
  ]
  return { answer, text: `${lines.join("\n")}\n`, exit: exitCodes.ok }
}

async function* historiesOf(storage: Storage): AsyncGenerator<IncidentHistory> {
  let after: Awaited<ReturnType<Storage["find"]>>["next"] = null
  do {
    const page: Awaited<ReturnType<Storage["find"]>> = await storage.find({ limit: pageSize, ...(after === null ? {} : { after }) })
    const loaded = await storage.load(page.incidents.map(({ incident }) => incident.incidentId))
    for (const { incidentId, events } of loaded) yield { incidentId, events }
    after = page.next
  } while (after !== null)
}

/** What of the desk's rules clocks depend on. */
function clockHandling(handling: NonNullable<DeskParts["handling"]>): NonNullable<Parameters<typeof simulatePolicies>[0]["handling"]> {
  const { resumeGraceMinutes, reclassify, pausedByQuestion, questionIsFirstReply } = handling
  const graceMinutes = reclassify?.graceMinutes
  return {
    ...(resumeGraceMinutes === undefined ? {} : { resumeGraceMinutes }),
    ...(graceMinutes === undefined ? {} : { reclassify: { graceMinutes } }),
    ...(pausedByQuestion === undefined ? {} : { pausedByQuestion }),
    ...(questionIsFirstReply === undefined ? {} : { questionIsFirstReply }),
  }
}

function clockOf(clock: { readonly policyId: string; readonly dueAt: string; readonly isLate: boolean } | null) {
  return clock === null ? null : { policyId: clock.policyId, dueAt: clock.dueAt, isLate: clock.isLate }
}

function placeOf({ index, key }: { readonly index: number; readonly key?: string }) {
  return { index, key: key ?? null }
}

const messageSchema = z.looseObject({ text: z.string() })

/** The messages of an archive, read line by line. */
async function* messagesOf(path: string, name: string): AsyncGenerator<TrialMessage> {
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })
  let line = 0
  for await (const text of lines) {
    line += 1
    if (text.trim() === "") continue
    yield readOptions(messageSchema, parseLine(text, `${name}:${line}`), `${name}:${line}`) as TrialMessage
  }
}

function parseLine(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw configError(place, [{ path: "", message: "a line of JSON was expected" }])
  }
}

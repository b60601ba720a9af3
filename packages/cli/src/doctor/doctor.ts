import { configError, didYouMean } from "@otklik/core/internal"
import type { CommandContext, CommandResult } from "../command.ts"
import type { CheckedPart, DoctorAnswer } from "../answers.ts"
import { exitCodes } from "../exit.ts"
import { messageOf, openHost, type HostOptions } from "../host.ts"
import type { CheckFinding, DoctorCheck } from "../config.ts"
import { createContext, StageFailure, type OwnContext } from "./context.ts"
import { dataChecks } from "./data-checks.ts"
import { fail, skip } from "./findings.ts"
import { machineChecks } from "./machine-checks.ts"
import { networkChecks } from "./network-checks.ts"
import { dataChecks as reportDesk } from "./owners.ts"
import type { OwnCheck } from "./own-check.ts"

/** The checks of the package, in the order in which they are made: the first that fails is usually the cause. */
export const ownChecks: readonly OwnCheck[] = [...machineChecks, ...dataChecks, ...networkChecks]

/**
 * Makes sure that a host is in order.
 *
 * @param options - `only`: one check by its id; `online`: networks may be asked, which counts against their quotas
 * @param hostOptions - of the command line
 */
export async function doctor(
  { machine, paint, talk }: Pick<CommandContext, "machine" | "paint" | "talk">,
  { only, online }: { readonly only?: string; readonly online?: boolean },
  hostOptions: HostOptions,
): Promise<CommandResult> {
  const dates = new Map<string, number>()
  const noticing = { ...machine, fetch: noticingDates(machine, dates) }
  const host = openHost(noticing, hostOptions)
  try {
    const context = createContext(noticing, host, online === true, dates)
    const hostChecks = await context.config().then(
      ({ checks = [] }) => checks,
      () => [],
    )
    const all: readonly (OwnCheck | DoctorCheck)[] = [...ownChecks, ...hostChecks]
    const chosen = only === undefined ? all : all.filter(({ id }) => id === only)
    if (chosen.length === 0) {
      const ids = all.map(({ id }) => id)
      const message = `there is no check "${only ?? ""}"${didYouMean(only ?? "", ids)}; there are ${ids.join(", ")}`
      throw configError("doctor", [{ path: "--only", message }])
    }
    const checks: CheckedPart[] = []
    for (const check of chosen) {
      if (machine.isTerminal.err) talk(paint("dim", `… ${check.title}`))
      const { state, why, action } = await runCheck(check, context)
      checks.push({ id: check.id, title: check.title, state, why: host.hide(why), action: action === null ? null : host.hide(action) })
    }
    const isWrong = checks.some(({ state }) => state === "fail")
    return { answer: { checks } satisfies DoctorAnswer, text: pageOf(checks, paint), exit: isWrong ? exitCodes.found : exitCodes.ok }
  } finally {
    await host.close()
  }
}

async function runCheck(check: OwnCheck | DoctorCheck, context: OwnContext): Promise<CheckFinding> {
  const action = "action" in check ? check.action : "see what the check says"
  try {
    if (reportDesk.has(check.id)) {
      const issue = await context.deskIssues(check.id)
      if (issue !== undefined) return fail(issue, action)
    }
    return await check.run(context)
  } catch (error) {
    if (!(error instanceof StageFailure)) return fail(messageOf(error), action)
    const own = error.byCheck.get(check.id)
    return own === undefined ? skip(`first: ${[...error.byCheck.keys()].join(", ")}`) : fail(own, action)
  }
}

/** Asks as the machine does, and notes by how much the clocks of those who answer are ahead of ours. */
function noticingDates({ fetch, clock }: CommandContext["machine"], dates: Map<string, number>): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const date = Date.parse(response.headers.get("date") ?? "")
    const url = input instanceof Request ? input.url : String(input)
    // The header counts whole seconds: half of one is the middle of what it can mean.
    if (!Number.isNaN(date) && URL.canParse(url)) dates.set(new URL(url).host, date + 500 - Date.parse(clock.now()))
    return response
  }
}

const marks = { ok: ["green", "✓"], warn: ["yellow", "!"], fail: ["red", "✗"], skip: ["dim", "–"] } as const

function pageOf(checks: DoctorAnswer["checks"], paint: CommandContext["paint"]): string {
  const lines = checks.flatMap(({ id, title, state, why, action }) => {
    const [style, mark] = marks[state]
    const line = `${paint(style, mark)} ${title} ${paint("dim", `(${id})`)}: ${why}`
    return action === null ? [line] : [line, `    ${action}`]
  })
  const count = (state: string) => checks.filter((one) => one.state === state).length
  return `${lines.join("\n")}\n${count("fail")} failed, ${count("warn")} to look at, ${count("ok")} in order, ${count("skip")} skipped\n`
}

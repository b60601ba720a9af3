import { checkRules, createMatcher, expandQuery, lintRules, readRuleFile, type ExplainedClause, type MatchLocale } from "@otklik/core/rules"
import type { Rule } from "@otklik/core"
import { configError } from "@otklik/core/internal"
import type { ExplainedPart, RulesCheckAnswer, RulesExpandAnswer, RulesExplainAnswer } from "../answers.ts"
import type { CommandContext, CommandResult } from "../command.ts"
import { exitCodes } from "../exit.ts"
import { partsIfAny, readGivenJson } from "../region-data.ts"

/** The rules of a file, or of the desk; words have the forms of the desk's locale. */
async function rulesOf(
  { host, machine }: CommandContext,
  file: string | undefined,
): Promise<{ readonly rules: readonly Rule[]; readonly locale?: MatchLocale }> {
  const parts = await partsIfAny(host)
  const locale = parts?.locale ?? parts?.matcher?.locale
  const withLocale = locale === undefined ? {} : { locale }
  if (file !== undefined) return { rules: readRuleFile(await readGivenJson(machine, file)).rules, ...withLocale }
  const rules = parts?.rules
  if (rules !== undefined) return { rules, ...withLocale }
  const message = "a file was expected: the desk has no `rules`, or there is no config"
  throw configError("rules", [{ path: "--file", message }])
}

/** Runs the examples of rules, and lints them. */
export async function checkRulesCommand(context: CommandContext, { file }: { readonly file?: string }): Promise<CommandResult> {
  const { rules, ...options } = await rulesOf(context, file)
  const { passed, counts, failures, untested } = checkRules(rules, options)
  const findings = lintRules(rules, options)
  const answer: RulesCheckAnswer = {
    passed,
    counts,
    failures: failures.map(({ ruleId, list, index, because }) => ({
      ruleId,
      list,
      index,
      because: because.map(({ clause, holds }) => ({ clause, holds })),
    })),
    untested: untested.map(({ ruleId, lists }) => ({ ruleId, lists })),
    findings: findings.map(({ code, message, ruleId, span }) => ({ code, message, ruleId: ruleId ?? null, span: span ?? null })),
  }
  const { paint } = context
  const lines = [
    ...answer.failures.map(({ ruleId, list, index, because }) => {
      const why = because.map(({ clause, holds }) => `${clause} is ${holds ? "" : "not "}there`).join(", ")
      return `${paint("red", "✗")} ${ruleId}: examples.${list}[${index}]: ${why}`
    }),
    ...answer.findings.map(({ ruleId, message }) => `${paint("yellow", "!")} ${ruleId ?? ""}: ${message}`),
    ...answer.untested.map(({ ruleId, lists }) => `${paint("yellow", "!")} ${ruleId}: no examples of ${lists.join(" and ")}`),
    `${counts.rules} rules, ${counts.match + counts.skip} examples, ${counts.failed} failed`,
  ]
  return { answer, text: `${lines.join("\n")}\n`, exit: passed && findings.length === 0 ? exitCodes.ok : exitCodes.found }
}

/** Which rules hold for a text and by which words; of one rule, why it does or does not. */
export async function explainRules(
  context: CommandContext,
  { file, rule }: { readonly file?: string; readonly rule?: string },
  [text = ""]: readonly string[],
): Promise<CommandResult> {
  const { rules, ...options } = await rulesOf(context, file)
  const matcher = createMatcher(rules, options)
  const matches = matcher.match(text).map(({ ruleId, topic, clauses }) => ({ ruleId, topic: topic ?? null, clauses }))
  const why = rule === undefined ? null : { ruleId: rule, clauses: flat(matcher.explain(rule, text)) }
  const answer: RulesExplainAnswer = { topic: matches.find(({ topic }) => topic !== null)?.topic ?? null, matches, why }
  const lines = [
    ...matches.map(
      ({ ruleId, topic, clauses }) => `${ruleId}${topic === null ? "" : ` → ${topic}`}: ${clauses.map((one) => one.text).join(" + ")}`,
    ),
    ...(matches.length === 0 ? ["no rule holds"] : []),
    ...(why?.clauses ?? []).map(({ clause, holds, depth }) => `${"  ".repeat(depth)}${holds ? "✓" : "✗"} ${clause}`),
  ]
  return { answer, text: `${lines.join("\n")}\n`, exit: exitCodes.ok }
}

/** What the words of a query find. */
export async function expandRules({ host }: CommandContext, _: object, [query = ""]: readonly string[]): Promise<CommandResult> {
  const parts = await partsIfAny(host)
  const words = expandQuery(query, parts?.locale ?? parts?.matcher?.locale)
  const answer: RulesExpandAnswer = { words }
  return { answer, text: words.map(({ word, finds }) => `${word}: ${finds.join(" ")}\n`).join(""), exit: exitCodes.ok }
}

/** A clause and all below it, from the outermost inwards. */
function flat({ clause, holds, places, clauses }: ExplainedClause, depth = 0): readonly ExplainedPart[] {
  return [{ clause, holds, depth, places }, ...clauses.flatMap((part) => flat(part, depth + 1))]
}

// Runs in Chromium: tries every rule of rules.json as the playground does, and leaves what came of it in the page.
import { loadRussian } from "@otklik/locale-ru"
import { tryQuery, type Attempt } from "../../../docs/site/src/playground/trial.ts"

/** What each rule does with its examples, as JSON. */
export async function tried(): Promise<string> {
  const attempts = (await (await fetch("rules.json")).json()) as readonly Attempt[]
  const locale = await loadRussian()
  return JSON.stringify(attempts.map((attempt) => tryQuery(attempt, locale)))
}

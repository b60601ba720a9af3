import { configError } from "@otklik/core/internal"
import type { CommandContext, CommandResult } from "../command.ts"
import { exitCodes } from "../exit.ts"
import type { MigrateAnswer } from "../answers.ts"

/**
 * Brings the schema of the storage to the version that the package needs, or shows by which statements.
 *
 * @param options - `plan`: nothing is changed, and the SQL of the missing steps is the answer
 */
export async function migrate({ host }: CommandContext, { plan }: { readonly plan?: boolean }): Promise<CommandResult> {
  const { storage, migrations } = await host.opened()
  const { state, version, expected } = await storage.schemaStatus()
  if (state === "too-new") {
    const message = `the schema has version ${version}, and this package knows ${expected}: install a newer package`
    throw configError("migrate", [{ path: "storage", message }])
  }
  const missing = (migrations ?? []).filter((step) => step.version > version)
  if (plan === true && state !== "ready" && migrations === undefined) {
    const message = "the steps of the schema were expected: return { storage, migrations: sqliteMigrations }, or postgresMigrations()"
    throw configError("migrate --plan", [{ path: "storage().migrations", message }])
  }
  if (plan !== true) await storage.migrate()
  const to = plan === true ? expected : (await storage.schemaStatus()).version
  const steps = missing.map((step) => ({ version: step.version, name: step.name, statements: step.statements }))
  const answer: MigrateAnswer = { from: version, to, isApplied: plan !== true, steps }
  return { answer, text: plan === true ? sqlOf(steps, version, to) : sentenceOf(version, to), exit: exitCodes.ok }
}

function sentenceOf(from: number, to: number): string {
  return from === to ? `the schema is up to date (version ${to})\n` : `the schema was migrated from version ${from} to ${to}\n`
}

function sqlOf(steps: MigrateAnswer["steps"], from: number, to: number): string {
  if (steps.length === 0) return `-- the schema is up to date (version ${to})\n`
  const blocks = steps.map(
    ({ version, name, statements }) =>
      `-- step ${version}: ${name}\nBEGIN;\n${statements.map((one) => `${one.trimEnd().replace(/;$/, "")};\n`).join("")}COMMIT;\n`,
  )
  return `-- from version ${from} to ${to}\n${blocks.join("")}`
}

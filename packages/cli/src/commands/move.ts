import { createReadStream, createWriteStream } from "node:fs"
import { link, rm, stat } from "node:fs/promises"
import { resolve } from "node:path"
import { createInterface } from "node:readline"
import { once } from "node:events"
import { configError } from "@otklik/core/internal"
import type { ExportAnswer, ImportTenantAnswer } from "../answers.ts"
import type { CommandContext, CommandResult, Streamed } from "../command.ts"
import { CommandError, exitCodes } from "../exit.ts"
import { messageOf } from "../host.ts"

/** Everything of the tenant as lines of JSON, to a file or to stdout. A file appears whole or not at all. */
export async function exportTenant(
  { machine, host, isJson, talk }: CommandContext,
  { out }: { readonly out?: string },
): Promise<CommandResult | Streamed> {
  if (out === undefined && isJson)
    throw configError("export", [{ path: "--out", message: "a file was expected beside --json: lines and an answer do not share stdout" }])
  const lines = (await host.desk()).export({ actor: await host.actor() })
  if (out === undefined) {
    for await (const line of lines) await machine.out(`${line}\n`)
    return { exit: exitCodes.ok }
  }
  const path = resolve(machine.folder, out)
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw new CommandError(exitCodes.usage, "usage", `${out} is there already: name another file`)
  const part = `${path}.part`
  let count = 0
  try {
    const file = createWriteStream(part)
    await once(file, "open")
    for await (const line of lines) {
      count += 1
      if (!file.write(`${line}\n`)) await once(file, "drain")
    }
    file.end()
    await once(file, "close")
    await link(part, path)
  } finally {
    await rm(part, { force: true })
  }
  const { size } = await stat(path)
  const answer: ExportAnswer = { file: out, lines: count, bytes: size }
  if (!isJson) talk(`written: ${out} (${count} lines)`)
  return { answer, text: "", exit: exitCodes.ok }
}

/** Takes in everything that an export gave, into a tenant that has nothing. */
export async function importTenant({ machine, host }: CommandContext, _: object, [file = ""]: readonly string[]): Promise<CommandResult> {
  const desk = await host.desk()
  const actor = await host.actor()
  const input = createReadStream(resolve(machine.folder, file), "utf8")
  try {
    await once(input, "open")
  } catch (error) {
    throw new CommandError(exitCodes.usage, "usage", `${file} cannot be read: ${messageOf(error)}`)
  }
  const { counts, resumedAt } = await desk.import({ lines: createInterface({ input, crlfDelay: Infinity }) }, { actor })
  const answer: ImportTenantAnswer = { counts: { ...counts }, resumedAt }
  const text = Object.entries(counts)
    .map(([kind, count]) => `${kind}: ${count}\n`)
    .join("")
  return { answer, text, exit: exitCodes.ok }
}

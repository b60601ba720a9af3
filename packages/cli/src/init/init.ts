import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { mkdir, readdir, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative, resolve } from "node:path"
import { readOptions } from "@otklik/core"
import { zoneSchema } from "@otklik/core/internal"
import * as z from "zod"
import type { InitAnswer } from "../answers.ts"
import type { CommandContext, CommandResult } from "../command.ts"
import { CommandError, exitCodes } from "../exit.ts"
import { networkNames, networkTemplates, templatesOf, type NetworkName } from "./networks.ts"
import { projectFiles } from "./project.ts"
import { storageNames, storageTemplates, type StorageName } from "./storages.ts"

/** Options of `init`. */
export interface InitOptions {
  readonly yes?: boolean
  readonly storage?: StorageName
  readonly networks?: readonly string[]
  readonly zone?: string
  readonly dryRun?: boolean
}

/** What a project has where nobody says anything else. */
const usual = { folder: "my-desk", storage: "sqlite", zone: "Europe/Moscow" } as const

const optionsSchema = z.strictObject({
  networks: z.array(z.enum(networkNames)),
  zone: zoneSchema,
})

/** What may lie in a folder that a project begins in. */
const harmless = new Set([".git", ".DS_Store", ".idea", ".vscode"])

/**
 * Starts a project: the files of a host that is checked, tested and served by the command line. Asks what the options
 * leave open, where somebody can answer; writes over nothing, and asks no network.
 */
export async function init(context: CommandContext, options: InitOptions, [given]: readonly string[]): Promise<CommandResult> {
  const { machine } = context
  const mayAsk = machine.isTerminal.input && machine.isTerminal.out && options.yes !== true && !context.isJson
  const asked = mayAsk ? await ask(options, given) : undefined
  const folder = resolve(machine.folder, asked?.folder ?? given ?? ".")
  const { networks, zone } = readOptions(
    optionsSchema,
    { networks: asked?.networks ?? options.networks ?? [], zone: asked?.zone ?? options.zone ?? usual.zone },
    "init options",
  )
  const storage = asked?.storage ?? options.storage ?? usual.storage
  await refuseUsed(folder, relative(machine.folder, folder) || ".")
  const files = projectFiles({
    name: nameOf(folder),
    storage,
    networks,
    zone,
    range: `^${ownVersion()}`,
    year: Number(machine.clock.now().slice(0, 4)),
    secrets: {
      authorKey: randomBytes(32).toString("base64"),
      apiToken: randomBytes(24).toString("base64url"),
      own: Object.fromEntries(templatesOf(networks).flatMap(({ made }) => made.map((name) => [name, randomBytes(16).toString("hex")]))),
      hooks: Object.fromEntries(networks.map((name) => [name, randomBytes(6).toString("hex")])),
    },
  })
  if (options.dryRun !== true) await writeAll(folder, files)
  const place = relative(machine.folder, folder)
  const next = nextSteps(place, machine.env["npm_config_user_agent"], networks)
  const answer: InitAnswer = { folder: place === "" ? "." : place, isWritten: options.dryRun !== true, files: Object.keys(files), next }
  const { paint } = context
  const lines = [
    options.dryRun === true ? "would be written:" : "written:",
    ...answer.files.map((file) => `  ${file}`),
    "",
    "next:",
    ...next.map((step) => `  ${paint("bold", step)}`),
  ]
  return { answer, text: `${lines.join("\n")}\n`, exit: exitCodes.ok }
}

interface Asked {
  readonly folder: string
  readonly storage: StorageName
  readonly networks: readonly NetworkName[]
  readonly zone: string
}

/** Asks a person, and only what the options leave open. */
async function ask(options: InitOptions, given: string | undefined): Promise<Asked> {
  const { cancel, intro, isCancel, multiselect, select, text } = await import("@clack/prompts")
  const answered = <Value>(value: Value): Exclude<Value, symbol> => {
    if (!isCancel(value)) return value as Exclude<Value, symbol>
    cancel("nothing was written")
    throw new CommandError(exitCodes.usage, "usage", "it was cancelled")
  }
  intro("otklik init")
  const folder = given ?? answered(await text({ message: "Where?", placeholder: usual.folder, defaultValue: usual.folder }))
  const storage =
    options.storage ??
    answered(
      await select({
        message: "Where are incidents stored?",
        options: storageNames.map((name) => ({ value: name, label: storageTemplates[name].title })),
      }),
    )
  const networks =
    options.networks === undefined
      ? answered(
          await multiselect({
            message: "Which networks? None: messages come from a file",
            required: false,
            options: networkNames.map((name) => ({ value: name, label: networkTemplates[name].title })),
          }),
        )
      : readOptions(optionsSchema.shape.networks, options.networks, "--networks")
  const zone =
    options.zone ??
    answered(
      await text({
        message: "The time zone of the region?",
        placeholder: usual.zone,
        defaultValue: usual.zone,
        validate: (value) =>
          value === undefined || value === "" || zoneSchema.safeParse(value).success
            ? undefined
            : "an IANA zone was expected, like Asia/Chita",
      }),
    )
  return { folder, storage, networks, zone }
}

/** A project begins in a folder that has nothing: what somebody has is never written over. */
async function refuseUsed(folder: string, name: string): Promise<void> {
  const there = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw new CommandError(exitCodes.usage, "usage", `${name} is no folder that can be read`, { cause: error })
  })
  const used = there.filter((file) => !harmless.has(file))
  if (used.length > 0)
    throw new CommandError(exitCodes.usage, "usage", `${name} is not empty (${used.slice(0, 3).join(", ")}): name another folder`)
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    // Secrets are their owner's alone.
    await writeFile(path, content, { flag: "wx", mode: file === ".env" ? 0o600 : 0o644 })
  }
}

/** The name of a package for a folder. */
function nameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "")
  return name === "" ? usual.folder : name
}

const manifestSchema = z.object({ version: z.string() })

/** The packages of Otklik move together: a project begins with the version that started it. */
function ownVersion(): string {
  return manifestSchema.parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))).version
}

/** What to type next, by the package manager that this was started with. */
function nextSteps(place: string, agent: string | undefined, networks: readonly NetworkName[]): readonly string[] {
  const manager = /^(pnpm|yarn|bun)\b/.exec(agent ?? "")?.[1] ?? "npm"
  const run = (script: string): string => `${manager} run ${script}`
  return [
    ...(place === "" ? [] : [`cd ${/\s/.test(place) ? JSON.stringify(place) : place}`]),
    `${manager} install`,
    ...(networks.length === 0 ? [] : ["fill in .env"]),
    run("migrate"),
    run("doctor"),
    run("start"),
  ]
}

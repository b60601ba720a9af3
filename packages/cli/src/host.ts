import { existsSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { parseEnv } from "node:util"
import { createDesk, isDeskError, type Actor, type Desk, type DeskOptions } from "@otklik/core"
import { checkConfig, type Config } from "./config.ts"
import { CommandError, exitCodes } from "./exit.ts"
import type { Machine } from "./machine.ts"
import type { DeskParts, DeskSetup, HttpParts, OpenedStorage, Setup } from "./parts.ts"
import { hideSecrets } from "./secrets.ts"

/** The names that a config is found by, in this order. */
const configNames = ["otklik.config.ts", "otklik.config.mts", "otklik.config.js", "otklik.config.mjs"]

/** What every command may be given. */
export interface HostOptions {
  /** The file of the config. */
  readonly config?: string
  /** A file of variables. */
  readonly envFile?: string
  /** The person in whose name something is done. */
  readonly as?: string
}

/** A host that is loaded part by part, each when it is first asked for and once. */
export interface Host {
  /** The environment with the file of variables. */
  readonly env: Setup["env"]
  /** The folder of the config: relative paths of data are meant from there. */
  readonly folder: string
  /** Whether there is a config, or one was named. */
  readonly hasConfig: boolean
  /** Takes secrets out of a text. */
  readonly hide: (text: string) => string
  /** The config. */
  config(): Promise<Config>
  /** The opened storage. */
  opened(): Promise<OpenedStorage>
  /** The host's part of the desk's options. */
  parts(): Promise<DeskParts>
  /** Whether the host took the storage that `desk` is offered. */
  tookStorage(): Promise<boolean>
  /** Everything that the desk is made of. */
  options(): Promise<DeskOptions>
  /** The desk. */
  desk(): Promise<Desk>
  /** The options of the API. */
  http(): Promise<HttpParts | undefined>
  /** What the parts beside the desk are made of. */
  deskSetup(): Promise<DeskSetup>
  /** In whose name something is done. */
  actor(): Promise<Actor>
  /** Closes what was opened. */
  close(): Promise<void>
}

/**
 * Opens a host. Nothing is loaded yet.
 *
 * @param machine - where it runs
 * @param options - of the command line
 */
export function openHost(machine: Machine, options: HostOptions): Host {
  const file = findConfig(machine, options.config)
  const folder = file === undefined ? machine.folder : dirname(file)
  const env = { ...readEnvFile(machine, folder, options.envFile), ...definedOf(machine.env) }
  const { clock, random, fetch } = machine
  const setup: Setup = { env, clock, random, fetch }
  let storageTaken = false
  let hide = hideSecrets(env, {})

  const config = once(async () => {
    const loaded = await loadConfig(machine, file)
    hide = hideSecrets(env, loaded.env ?? {})
    return loaded
  })
  const opened = once(async () => ofHost("storage", (await config()).storage, setup))
  const parts = once(async () => {
    const { storage } = await opened()
    const offered = {
      ...setup,
      get storage() {
        storageTaken = true
        return storage
      },
    }
    return ofHost("desk", (await config()).desk, offered)
  })
  const deskOptions = once(async () => ({ ...(await parts()), storage: (await opened()).storage, clock }))
  const desk = once(async () => createDesk(await deskOptions()))
  const deskSetup = once(async () => ({ ...setup, desk: await desk() }))
  const http = once(async () => {
    const make = (await config()).http
    return make === undefined ? undefined : ofHost("http", make, await deskSetup())
  })
  return {
    env,
    folder,
    hasConfig: file !== undefined,
    hide: (text) => hide(text),
    config,
    opened,
    parts,
    async tookStorage() {
      await parts()
      return storageTaken
    },
    options: deskOptions,
    desk,
    http,
    deskSetup,
    async actor() {
      if (options.as !== undefined) return { id: options.as, kind: "person" }
      return (await config()).actor ?? { id: "otklik-cli", kind: "system" }
    },
    async close() {
      if (!opened.wasAsked()) return
      const storage = await opened().catch(() => undefined)
      await storage?.storage.close()
      await storage?.close?.()
    },
  }
}

/** Makes something once; what failed fails again. */
function once<Value>(make: () => Promise<Value>): (() => Promise<Value>) & { readonly wasAsked: () => boolean } {
  let made: Promise<Value> | undefined
  return Object.assign(() => (made ??= make()), { wasAsked: () => made !== undefined })
}

/** Asks a function of the config; an error of its own is the host's, and says in which part. */
export async function ofHost<Given, Value>(part: string, make: (given: Given) => Value | Promise<Value>, given: Given): Promise<Value> {
  try {
    return await make(given)
  } catch (error) {
    if (isDeskError(error) || error instanceof CommandError) throw error
    const message = `otklik.config: ${part}: ${messageOf(error)}`
    if (isAway(error)) throw new CommandError(exitCodes.tryAgain, "network", message, { cause: error })
    throw new CommandError(exitCodes.usage, "config", message, { cause: error })
  }
}

/** As Node names a server that does not answer. */
function isAway(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined
  return typeof code === "string" && /^E(?:CONN|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH|AI_AGAIN|PIPE)/.test(code)
}

/** The sentence of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function findConfig({ folder }: Machine, given: string | undefined): string | undefined {
  if (given !== undefined) return resolve(folder, given)
  return configNames.map((name) => join(folder, name)).find((path) => existsSync(path))
}

async function loadConfig({ folder, load }: Machine, file: string | undefined): Promise<Config> {
  const refuse = (message: string, cause?: unknown) => new CommandError(exitCodes.usage, "config", message, { cause })
  if (file === undefined) throw refuse(`there is no otklik.config.ts in ${folder}: call it there, or name the file with --config`)
  const name = relative(folder, file)
  if (!existsSync(file)) throw refuse(`there is no file ${name}`)
  let loaded: unknown
  try {
    loaded = await load(file)
  } catch (error) {
    // As Node names what it cannot strip: enums, namespaces, parameter properties.
    const isSyntax = error instanceof Error && "code" in error && error.code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX"
    const advice = isSyntax ? "; Node strips types and no more: write it without, or compile it to .mjs" : ""
    throw refuse(`${name}: ${messageOf(error)}${advice}`, error)
  }
  const config = typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined
  if (config === undefined) throw refuse(`${name}: export default defineConfig({ … }) was expected`)
  return checkConfig(config)
}

function readEnvFile({ folder }: Machine, near: string, given: string | undefined): Setup["env"] {
  const path = given === undefined ? join(near, ".env") : resolve(folder, given)
  if (existsSync(path)) return parseEnv(readFileSync(path, "utf8"))
  if (given === undefined) return {}
  throw new CommandError(exitCodes.usage, "usage", `there is no file ${given}`)
}

function definedOf(env: Setup["env"]): Setup["env"] {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}

import { readOptions, type Actor, type Clock, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import * as z from "zod"
import type { WebhookWork, DeskParts, DeskSetup, EnvVariable, HttpParts, MountedHandler, OpenedStorage, Setup } from "./parts.ts"

/** The result of a check: `skip` where it could not be made, or there is nothing to check. */
export type CheckState = "ok" | "warn" | "fail" | "skip"

/** What a check found. */
export interface CheckFinding {
  /** Whether something is wrong. */
  readonly state: CheckState
  /** What was seen, in a sentence. Never a secret, an author or a citizen's text. */
  readonly why: string
  /** What a person does about it; null where nothing is to do. */
  readonly action: string | null
}

/** What checks look at. Each part is made once, when the first check asks for it. */
export interface DoctorContext {
  /** The environment with the file `.env`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The present moment. */
  readonly clock: Clock
  /** Chance, as `Math.random`. */
  readonly random: () => number
  /** How networks are asked. */
  readonly fetch: typeof globalThis.fetch
  /** Whether networks may be asked: `--online`. */
  readonly isOnline: boolean
  /** The version of Node, as `22.18.0`. */
  readonly nodeVersion: string
  /**
   * By how many milliseconds the clocks of networks were ahead of ours, by their host: seen by the `Date` of whatever
   * they answered so far.
   */
  readonly networkClocks: () => ReadonlyMap<string, number>
  /** The config. Rejects where it cannot be loaded: the check is skipped then, as with the other parts. */
  config(): Promise<Config>
  /** The storage, opened and answering. */
  storage(): Promise<Storage>
  /** The host's own part of the desk's options. */
  parts(): Promise<DeskParts>
  /** Whether the host took the storage that `desk` is offered. */
  tookStorage(): Promise<boolean>
  /** The options that the desk is made of; the schema is ready. */
  options(): Promise<DeskOptions>
  /** The desk, on a schema that is ready. */
  desk(): Promise<Desk>
  /** The options of the API; undefined where the config has none. */
  http(): Promise<HttpParts | undefined>
}

/** One thing that `doctor` makes sure of. */
export interface DoctorCheck {
  /** Its id, for `--only`. */
  readonly id: string
  /** What it makes sure of, in a few words. */
  readonly title: string
  /** Makes sure. Whatever it throws is a failure of the check. */
  run(context: DoctorContext): CheckFinding | Promise<CheckFinding>
}

/** A host, as the command line knows it: the default export of `otklik.config.ts`. */
export interface Config {
  /** What the host reads of the environment, by name. Default: nothing. */
  readonly env?: Readonly<Record<string, EnvVariable>>
  /** Opens the storage. Its own errors are shown without the values of secret variables. */
  readonly storage: (setup: Setup) => OpenedStorage | Promise<OpenedStorage>
  /** The desk's options, from data, connectors and keys. */
  readonly desk: (
    setup: Setup & {
      /** The opened storage: what a quota planner that processes share counts in. */
      readonly storage: Storage
    },
  ) => DeskParts | Promise<DeskParts>
  /** The API that `serve` answers with. Absent: `serve` only works. */
  readonly http?: (setup: DeskSetup) => HttpParts | Promise<HttpParts>
  /** Sends events to other systems while `serve` works; the API shows and repairs it. Default: nothing is sent. */
  readonly webhooks?: (setup: DeskSetup) => WebhookWork | Promise<WebhookWork>
  /** Answers Open311 beside the API. Default: nothing does. */
  readonly open311?: (setup: DeskSetup) => MountedHandler | Promise<MountedHandler>
  /**
   * In whose name commands read and write. Default: `{ id: "otklik-cli", kind: "system" }`; `--as ID` names a person.
   */
  readonly actor?: Actor
  /** Ids of those who work here: `doctor` finds commands that nobody may give. Default: it does not look. */
  readonly people?: (setup: Setup) => readonly string[] | Promise<readonly string[]>
  /** How many processes of `serve` work on the storage. Default 1. */
  readonly workers?: number
  /** Checks of the host's own, run by `doctor` after its own ones. */
  readonly checks?: readonly DoctorCheck[]
}

const aFunction = z.custom<(...given: never[]) => unknown>((value) => typeof value === "function", "a function was expected")

const variableSchema = z.strictObject({
  title: z.string().min(1),
  isOptional: z.boolean().optional(),
  isSecret: z.boolean().optional(),
})

const checkSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "small letters, digits and - were expected"),
  title: z.string().min(1),
  run: aFunction,
})

const configSchema = z.strictObject({
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/, "the name of a variable was expected"), variableSchema).optional(),
  storage: aFunction,
  desk: aFunction,
  http: aFunction.optional(),
  webhooks: aFunction.optional(),
  open311: aFunction.optional(),
  actor: z.strictObject({ id: z.string().min(1), kind: z.enum(["person", "system"]) }).optional(),
  people: aFunction.optional(),
  workers: z.int().min(1).optional(),
  checks: z.array(checkSchema).optional(),
})

/**
 * Gives the config back as it is, with its type: for the default export of `otklik.config.ts`. It is checked when a
 * command loads it.
 *
 * @param config - the parts of the host
 *
 * @example
 * export default defineConfig({ storage: ({ env }) => openStorage(env), desk: () => region })
 */
export function defineConfig(config: Config): Config {
  return config
}

/**
 * Refuses what is no config.
 *
 * @throws DeskError `config` with every issue and its field path
 */
export function checkConfig(config: unknown): Config {
  readOptions(configSchema, config, "otklik.config")
  return config as Config
}

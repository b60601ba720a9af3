import { isDeskError, type Desk, type InputIssue } from "@otklik/core"
import { findOwner } from "./owners.ts"
import type { DoctorContext } from "../config.ts"
import { messageOf, type Host } from "../host.ts"
import type { Machine } from "../machine.ts"

/** A part of the host could not be made; which checks say so, and in which words. Every other check is skipped. */
export class StageFailure extends Error {
  /** Sentences by the id of the check that reports them. */
  readonly byCheck: ReadonlyMap<string, string>

  constructor(byCheck: ReadonlyMap<string, string>) {
    super([...byCheck.keys()].join(", "))
    this.byCheck = byCheck
  }
}

/** The context with what only the checks of the package look at. */
export interface OwnContext extends DoctorContext {
  /** Makes sure that the variables are set. */
  environment(): Promise<void>
  /** Makes sure that the schema is ready. */
  ready(): Promise<void>
  /** By how many milliseconds the storage's clock is ahead of ours; takes and gives back a lease. */
  storageClock(): Promise<number>
  /** What the networks say of the credentials. Asks them. */
  networks(): ReturnType<Desk["health"]>
  /** What a check has to report of a desk that could not be made; undefined when nothing. */
  deskIssues(id: string): Promise<string | undefined>
}

/** Makes what checks look at of a host. */
export function createContext(machine: Machine, host: Host, isOnline: boolean, dates: ReadonlyMap<string, number>): OwnContext {
  const { clock, random, fetch, nodeVersion } = machine
  const config = stage("config", () => host.config())
  const environment = stage("env", async () => {
    const missing = Object.entries((await config()).env ?? {}).flatMap(([name, { isOptional }]) =>
      isOptional === true || (host.env[name] ?? "") !== "" ? [] : [name],
    )
    if (missing.length > 0) throw new StageFailure(new Map([["env", `not set: ${missing.join(", ")}`]]))
  })
  const storage = stage("storage", async () => {
    await environment()
    const { storage: opened } = await host.opened()
    await opened.schemaStatus()
    return opened
  })
  const ready = stage("schema", async () => {
    const { state, version, expected } = await (await storage()).schemaStatus()
    if (state !== "ready")
      throw new StageFailure(new Map([["schema", `the schema is ${state}: it has version ${version}, and ${expected} is needed`]]))
  })
  const parts = stage("desk", async () => {
    await storage()
    return host.parts()
  })
  const options = stage("desk", async () => {
    await parts()
    return host.options()
  })
  const made = stage("desk", async () => {
    await options()
    try {
      return await host.desk()
    } catch (error) {
      throw new StageFailure(issuesByCheck(error))
    }
  })
  const desk = stage("desk", async () => {
    await ready()
    return made()
  })
  return {
    env: host.env,
    clock,
    random,
    fetch,
    isOnline,
    nodeVersion,
    networkClocks: () => dates,
    config: async () => {
      await config()
      return host.config()
    },
    environment,
    storage,
    ready,
    parts,
    tookStorage: async () => {
      await parts()
      return host.tookStorage()
    },
    options: async () => {
      await ready()
      return options()
    },
    desk,
    http: stage("http", async () => {
      await desk()
      return host.http()
    }),
    storageClock: stage("storage-rights", async () => {
      await ready()
      const opened = await storage()
      await opened.commit({})
      const now = clock.now()
      const ttlMillis = 60_000
      const [lease] = await opened.lease({ kind: "slot", owner: "otklik-doctor", now, ttlMillis, limit: 1, among: ["otklik/doctor"] })
      // Another doctor looks at the same moment, and has the right.
      if (lease === undefined) return 0
      await opened.settle({ lease })
      return Date.parse(lease.until) - ttlMillis - Date.parse(now)
    }),
    networks: stage("connectors", async () => (await desk()).health({ connectors: true })),
    async deskIssues(id) {
      try {
        await made()
        return undefined
      } catch (error) {
        return error instanceof StageFailure ? error.byCheck.get(id) : undefined
      }
    },
  }
}

/** Makes a part once; a failure belongs to the check of that id, unless it says itself to which. */
function stage<Value>(id: string, make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () =>
    (made ??= make().catch((error: unknown) => {
      throw error instanceof StageFailure ? error : new StageFailure(new Map([[id, messageOf(error)]]))
    }))
}

/** The sentences of an error of `createDesk`, by the check that each belongs to. */
function issuesByCheck(error: unknown): ReadonlyMap<string, string> {
  const issues: readonly InputIssue[] = isDeskError(error, "config") ? error.details.issues : []
  if (isDeskError(error, "invalid-rule")) return new Map([["rules", error.message]])
  if (issues.length === 0) return new Map([["desk", messageOf(error)]])
  const byCheck = new Map<string, string>()
  for (const { path, message } of issues) {
    const id = findOwner(path)
    byCheck.set(id, [byCheck.get(id), `${path}: ${message}`].filter((one) => one !== undefined).join("; "))
  }
  return byCheck
}

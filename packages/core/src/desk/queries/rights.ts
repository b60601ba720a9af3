import { authoriseReading, mayGive, mayDoWhole, mayRead } from "../access/authorise.ts"
import type { AuthorisationVerdict, Reading, WholeTenant, ActorOptions } from "../access/authorisation.ts"
import { deskCommandTypes, type DeskCommand } from "../commands/command.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { isValidAt } from "../../reply/index.ts"
import { possibleCommands } from "./actions.ts"

/** How far something reaches: every incident of the tenant, some of them, or none. */
export type RightsReach = "everywhere" | "somewhere" | "nowhere"

/** What somebody may do, before any incident is named: which pages and buttons there are at all. */
export interface Rights {
  /** What may be read. */
  readonly readings: Readonly<Record<Reading, RightsReach>>
  /** The commands that may be given. */
  readonly commands: Readonly<Record<DeskCommand["type"], RightsReach>>
  /** What may be done to everything of the tenant. */
  readonly whole: Readonly<Record<WholeTenant, RightsReach>>
}

const readings: Readonly<Record<Reading, true>> = {
  find: true,
  case: true,
  text: true,
  report: true,
  coverage: true,
  export: true,
  guidance: true,
  search: true,
  journal: true,
  workload: true,
}
const wholes: Readonly<Record<WholeTenant, true>> = { export: true, import: true, "erase-author": true }

/** What somebody may do. */
export async function rights(context: DeskContext, given: ActorOptions): Promise<Rights> {
  const { actor } = readRequest("actor", given)
  const ofReading = async (reading: Reading) => reachOf([await mayRead(context, { actor }, reading, null)])
  const ofCommand = async (type: DeskCommand["type"]) =>
    reachOf(await Promise.all(possibleCommands(type, "").map((command) => mayGive(context, actor, command, null))))
  const ofWhole = async (whole: WholeTenant) => reachOf([await mayDoWhole(context, actor, whole)])
  return {
    readings: await ofEach(Object.keys(readings) as readonly Reading[], ofReading),
    commands: await ofEach(deskCommandTypes, ofCommand),
    whole: await ofEach(Object.keys(wholes) as readonly WholeTenant[], ofWhole),
  }
}

async function ofEach<Name extends string>(
  names: readonly Name[],
  ask: (name: Name) => Promise<RightsReach>,
): Promise<Readonly<Record<Name, RightsReach>>> {
  const entries = await Promise.all(names.map(async (name) => [name, await ask(name)] as const))
  return Object.fromEntries(entries) as Readonly<Record<Name, RightsReach>>
}

/** Asked about no incident, a limit by territory, topic or owner is named where the role is there. */
function reachOf(verdicts: readonly AuthorisationVerdict[]): RightsReach {
  if (verdicts.some(({ allowed }) => allowed)) return "everywhere"
  const limits: readonly string[] = ["territory", "topic", "authority"]
  return verdicts.some((verdict) => !verdict.allowed && limits.includes(verdict.reason)) ? "somewhere" : "nowhere"
}

/** Something that has an id, and a title for people. */
export interface Titled {
  /** Its id. */
  readonly id: string
  /** Its name, for people. */
  readonly title: string
}

/** Ids that a desk knows, with titles for people: for choices in forms, and to show what an incident names. */
export interface Vocabulary {
  /** The topics. */
  readonly topics: readonly Titled[]
  /** The authorities. */
  readonly authorities: readonly Titled[]
  /** The territories. */
  readonly territories: readonly (Titled & {
    /** The territory that it lies in. */
    readonly parentId: string | null
  })[]
  /** The tags. */
  readonly tags: readonly Titled[]
  /** The templates that are valid now; one without a title has its id. */
  readonly templates: readonly (Titled & {
    /** The edition. */
    readonly version: string
  })[]
  /** A guidance text has the title of its topic. */
  readonly guidance: readonly (Titled & {
    /** The topic that it is for. */
    readonly topic: string
  })[]
  /** Every policy, with the goal that it is about; a policy has no title. */
  readonly policies: readonly {
    /** The policy. */
    readonly id: string
    /** Its edition. */
    readonly version: string
    /** What is to be reached in time. */
    readonly goal: string
  }[]
}

/** The desk's own names, for whoever may read anything at all. */
export async function vocabulary(context: DeskContext, given: ActorOptions): Promise<Vocabulary> {
  const { actor } = readRequest("actor", given)
  const verdict = await mayRead(context, { actor }, "find", null)
  if (!verdict.allowed && verdict.reason === "role") await authoriseReading(context, { actor }, "find", null)
  const { topics, routing, tags, guidance, policies, replies, clock } = context
  const now = clock.now()
  const titles = new Map(topics.map(({ id, title }) => [id, title]))
  return {
    topics: topics.map(titled),
    authorities: routing.authorities.map(titled),
    territories: routing.territories.map(({ id, title, parentId }) => ({ id, title, parentId: parentId ?? null })),
    tags: tags.map(titled),
    templates: replies.templates
      .filter((template) => isValidAt(template, now))
      .map(({ id, version, title = id }) => ({ id, version, title })),
    guidance: guidance.map(({ id, topic }) => ({ id, title: titles.get(topic) ?? topic, topic })),
    policies: policies.map(({ id, version, goal }) => ({ id, version, goal })),
  }
}

function titled({ id, title }: Titled): Titled {
  return { id, title }
}

import * as z from "zod"
import { readOptions, schemaOf } from "../../base/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { Authorisation, AuthorisationRequest, DenialReason, ReachLimit, Reading } from "./authorisation.ts"

/** The roles that a grant may name. */
export const deskRoles = [
  "moderator",
  "curator",
  "executor",
  "approver",
  "publisher",
  "supervisor",
  "inspector",
  "analyst",
  "data-protection-officer",
] as const

/** What a person is to the desk. An analyst reads reports and gives no command. */
export type Role = (typeof deskRoles)[number]

type AskedCommand = NonNullable<AuthorisationRequest["command"]>

const levels = ["none", "text", "author"] as const
const some = z.array(z.string().min(1)).min(1, "an absent list reaches everything; an empty one would reach nothing")

/** What one person was given: a role, and how far it reaches. What is absent sets no limit. */
export interface Grant {
  /** The role. */
  readonly role: Role
  /** Territories, each with all parts inside it. An incident without a territory is reached only without this limit. */
  readonly territoryIds?: readonly string[]
  /** Topics. An incident without a topic is reached only without this limit. */
  readonly topics?: readonly string[]
  /**
   * Owners; the co-executors of an incident may read it, attach evidence, add notes and tags. An incident that nobody
   * owns is reached only without this limit.
   */
  readonly authorityIds?: readonly string[]
  /**
   * How far into personal data: none; the texts of messages; the sealed author, who is reached to be erased, and to be
   * read for a purpose. Default `text`.
   */
  readonly personalData?: (typeof levels)[number]
}

type CheckedGrant = Grant & Required<Pick<Grant, "personalData">>

const grantSchema = schemaOf<CheckedGrant, Grant>()(
  z.strictObject({
    role: z.enum(deskRoles),
    territoryIds: some.optional(),
    topics: some.optional(),
    authorityIds: some.optional(),
    personalData: z.enum(levels).default("text"),
  }),
)

/** Whoever works on incidents. */
const everyWorker = deskRoles.filter((role) => role !== "analyst")

/** Which roles may give a command, and ask who wrote a message (`unseal-author`). */
export type CommandRoles = Readonly<Record<AskedCommand["type"], readonly Role[]>>

/** Which roles may give which command, where the host says nothing else (`createRoleAuthorisation({ commands })`). */
export const deskRoleCommands: CommandRoles = {
  register: ["moderator"],
  reject: ["moderator"],
  dismiss: ["moderator", "supervisor"],
  restore: ["moderator", "supervisor"],
  reclassify: ["moderator"],
  "change-policy": ["moderator", "supervisor"],
  assign: ["moderator"],
  arbitrate: ["supervisor"],
  transfer: ["moderator"],
  take: ["executor", "curator"],
  "name-executor": ["curator", "supervisor"],
  refuse: ["executor", "curator"],
  "add-note": everyWorker,
  tag: everyWorker,
  "set-place": ["moderator"],
  "accept-offer": ["moderator"],
  "attach-evidence": ["executor", "curator", "moderator", "inspector"],
  "submit-draft": ["executor", "curator"],
  "approve-draft": ["approver"],
  "return-draft": ["approver"],
  "extend-reply": ["approver"],
  "approve-standing-reply": ["approver"],
  "end-standing-reply": ["approver", "moderator", "supervisor"],
  "record-publication": ["publisher"],
  "record-refusal": ["publisher"],
  "waive-reply": ["moderator"],
  "end-wait": ["moderator", "executor", "curator"],
  "claim-fix": ["executor", "curator"],
  "confirm-fix": ["moderator", "inspector"],
  "refute-fix": ["moderator", "inspector"],
  reopen: ["moderator", "supervisor"],
  convert: ["moderator"],
  close: ["moderator"],
  merge: ["moderator"],
  unmerge: ["moderator"],
  join: ["moderator"],
  split: ["moderator"],
  "register-repeat": ["moderator"],
  "link-repeat": ["moderator"],
  "note-deletion": ["moderator", "publisher"],
  "note-closed-comments": ["moderator", "publisher"],
  erase: ["data-protection-officer"],
  "unseal-author": ["data-protection-officer"],
}

/** The commands that cannot be given without having read a citizen's text, and the one that reaches for the author. */
const needed: Readonly<Partial<Record<AskedCommand["type"], (typeof levels)[number]>>> = {
  register: "text",
  reject: "text",
  dismiss: "text",
  restore: "text",
  reclassify: "text",
  merge: "text",
  join: "text",
  split: "text",
  "register-repeat": "text",
  "add-note": "text",
  "accept-offer": "text",
  tag: "text",
  "set-place": "text",
  "submit-draft": "text",
  "approve-draft": "text",
  "approve-standing-reply": "text",
  erase: "author",
  "unseal-author": "author",
}

/** Figures of the whole desk are for those who answer for it. */
const figureRoles: readonly Role[] = ["moderator", "curator", "supervisor", "analyst", "data-protection-officer"]

/** Who shares work out. */
const workloadRoles: readonly Role[] = ["curator", "supervisor"]

/** Who may take incidents out as a file. */
const exportRoles: readonly Role[] = ["moderator", "curator", "supervisor", "data-protection-officer"]

const optionsSchema = z.strictObject({
  grantsOf: z.custom((value) => typeof value === "function", "a function was expected"),
  territories: z.array(z.looseObject({ id: z.string(), parentId: z.string().optional() })).default([]),
  commands: z
    .strictObject(Object.fromEntries(Object.keys(deskRoleCommands).map((type) => [type, z.array(z.enum(deskRoles)).optional()])))
    .optional(),
})

/** What the default authorisation is made of. */
export interface RoleAuthorisationOptions {
  /** What a person was given, by the actor's id; nothing for somebody unknown, who then may do nothing. */
  readonly grantsOf: (actorId: string) => readonly Grant[] | Promise<readonly Grant[]>
  /**
   * The territories of the routing, so that a district reaches its settlements. Absent: a territory reaches itself
   * only.
   */
  readonly territories?: readonly {
    /** The territory. */
    readonly id: string
    /** The territory that it lies in. */
    readonly parentId?: string | undefined
  }[]
  /** Roles of single commands, in the place of those of `deskRoleCommands`; an empty list: nobody's. */
  readonly commands?: Partial<CommandRoles>
}

/**
 * The default authorisation: roles of a help desk × territory × topic × owner × personal data. A command is allowed
 * when one grant reaches it in every respect; a denial names the first respect in which the nearest grant does not
 * reach.
 *
 * @param options - who was given what, and the territories
 * @throws DeskError `config` for options that are wrong, and for a grant that is wrong when it is asked for
 */
export function createRoleAuthorisation(options: RoleAuthorisationOptions): Authorisation {
  const { territories, commands } = readOptions(optionsSchema, options, "createRoleAuthorisation options")
  const rules: GrantRules = {
    parents: new Map(territories.map(({ id, parentId }) => [id, parentId])),
    // Every key is one of a command: the schema knows no others.
    commandRoles: { ...deskRoleCommands, ...(commands as Partial<CommandRoles> | undefined) },
  }
  const grantsOf = async (actorId: string) => readOptions(z.array(grantSchema), await options.grantsOf(actorId), "grants")
  return {
    async decide(request) {
      const denials = (await grantsOf(request.actor.id)).map((grant) => denialOf(grant, request, rules))
      if (denials.includes(null)) return { allowed: true }
      const nearest = denials.reduce<DenialReason>(
        (best, next) => (next !== null && order.indexOf(next) > order.indexOf(best) ? next : best),
        "role",
      )
      return { allowed: false, reason: nearest }
    },
    async reach({ actor, reading }) {
      const grants = await grantsOf(actor.id)
      return grants.flatMap(({ role, territoryIds, topics, authorityIds, personalData }): readonly ReachLimit[] => {
        const asked = { actor, reading, incident: null } as const
        if (!rolesFor(asked, rules).includes(role) || levels.indexOf(personalData) < levels.indexOf(levelOf(asked))) return []
        const limit = { topics, authorityIds, territoryIds: territoryIds && withParts(territoryIds, territories) }
        return [{ ...givenOf(limit), personalData }]
      })
    },
  }
}

/** Only the lists that set a limit. */
function givenOf<Lists extends object>(lists: Lists): { [Name in keyof Lists]?: Exclude<Lists[Name], undefined> } {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)) as {
    [Name in keyof Lists]?: Exclude<Lists[Name], undefined>
  }
}

/** A grant, read. */
type ReadGrant = z.output<typeof grantSchema>

/** What grants are looked at by. */
interface GrantRules {
  readonly parents: ReadonlyMap<string, string | undefined>
  readonly commandRoles: CommandRoles
}

/** Territories with everything inside them. */
function withParts(wanted: readonly string[], territories: readonly { readonly id: string; readonly parentId?: string | undefined }[]) {
  const parents = new Map(territories.map(({ id, parentId }) => [id, parentId]))
  return [...new Set([...wanted, ...territories.map(({ id }) => id).filter((id) => isInside(id, wanted, parents))])]
}

/** In which order a grant is checked. */
const order: readonly DenialReason[] = ["role", "territory", "topic", "authority", "personal-data"]

function denialOf(grant: ReadGrant, request: AuthorisationRequest, rules: GrantRules): DenialReason | null {
  const { command, incident } = request
  const { parents } = rules
  if (!rolesFor(request, rules).some((role) => role === grant.role)) return "role"
  if (incident === null) return limitOf(grant) ?? personalDataOf(grant, request)
  const { topic, territoryId, authorityIds } = reachOf(incident, command === undefined || shared.includes(command.type))
  if (grant.territoryIds !== undefined && !isInside(territoryId, grant.territoryIds, parents)) return "territory"
  if (grant.topics !== undefined && (topic === null || !grant.topics.includes(topic))) return "topic"
  if (grant.authorityIds?.some((id) => authorityIds.includes(id)) === false) return "authority"
  return personalDataOf(grant, request)
}

function personalDataOf({ personalData }: ReadGrant, request: AuthorisationRequest): DenialReason | null {
  return levels.indexOf(personalData) < levels.indexOf(levelOf(request)) ? "personal-data" : null
}

/** How far into personal data something reaches. */
function levelOf({ whole, command, reading }: AuthorisationRequest): (typeof levels)[number] {
  if (whole !== undefined) return "author"
  if (command !== undefined) return needed[command.type] ?? "none"
  return reading === "text" || reading === "search" || reading === "export" ? "text" : "none"
}

/** What those who work beside the owner may do too. */
const shared: readonly string[] = ["attach-evidence", "add-note", "tag"] satisfies AskedCommand["type"][]

/** Readings of single incidents; the others are figures of the whole desk. */
const ofIncidents: readonly string[] = ["find", "search", "case", "text"] satisfies Reading[]

function rolesFor({ whole, command, reading }: AuthorisationRequest, { commandRoles }: GrantRules): readonly Role[] {
  if (whole !== undefined || reading === "journal") return ["data-protection-officer"]
  if (reading === "export") return exportRoles
  if (reading === "workload") return workloadRoles
  if (command === undefined) return reading !== undefined && ofIncidents.includes(reading) ? deskRoles : figureRoles
  // A supervisor's order is a supervisor's, whoever else may open an incident again.
  return command.type === "reopen" && command.cause === "supervisor-order" ? ["supervisor"] : commandRoles[command.type]
}

/** Figures of everything are reached only without a limit. */
function limitOf(grant: ReadGrant): DenialReason | null {
  if (grant.territoryIds !== undefined) return "territory"
  if (grant.topics !== undefined) return "topic"
  return grant.authorityIds === undefined ? null : "authority"
}

/** @param isShared - whether it is open to those who work beside the owner as well */
function reachOf(
  incident: ExistingIncident,
  isShared: boolean,
): {
  readonly topic: string | null
  readonly territoryId: string | null
  readonly authorityIds: readonly string[]
} {
  if ("proposal" in incident) {
    const { topic, territory, authorityId } = incident.proposal ?? nothingProposed
    return { topic, territoryId: territory?.territoryId ?? null, authorityIds: authorityId === null ? [] : [authorityId] }
  }
  const { topic, territory, assignment } = incident
  const bodies = assignment === null ? [] : [assignment, ...(isShared ? (assignment.coExecutors ?? []) : [])]
  return { topic, territoryId: territory.territoryId, authorityIds: bodies.map(({ authorityId }) => authorityId) }
}

const nothingProposed = { topic: null, territory: null, authorityId: null }

function isInside(territoryId: string | null, wanted: readonly string[], parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>()
  for (let at = territoryId ?? undefined; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (wanted.includes(at)) return true
    seen.add(at)
  }
  return false
}

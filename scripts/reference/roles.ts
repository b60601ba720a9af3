import { createRoleAuthorisation, deskCommandSchema, deskRoles, type AuthorisationRequest, type Grant } from "@otklik/core"
import { code, table } from "./tables.ts"

type Question = Pick<AuthorisationRequest, "command" | "reading" | "whole">
type Level = NonNullable<Grant["personalData"]>

const levels: readonly Level[] = ["none", "text", "author"]
const actor = { id: "a", kind: "person" } as const

/** Who may give which command: asked of the default authorisation, command by command and role by role. */
export async function commandsByRole(): Promise<string> {
  const types = [...deskCommandSchema.options.map(({ shape }) => shape.type.value), "unseal-author"]
  const questions = types.flatMap((type): readonly [string, Question][] => {
    // Only the type is looked at where no incident is, and of a reopening its cause.
    const ask = (fields: object): Question => ({ command: { type, incidentId: "i", ...fields } }) as Question
    return type === "reopen"
      ? [
          [`${code(type)}, cause ${code("supervisor-order")}`, ask({ cause: "supervisor-order" })],
          [`${code(type)}, other causes`, ask({ cause: "new-facts" })],
        ]
      : [[code(type), ask({})]]
  })
  return matrix("command", questions)
}

/** Who may read what. */
export async function readingsByRole(): Promise<string> {
  const readings = {
    find: true,
    search: true,
    case: true,
    text: true,
    export: true,
    report: true,
    coverage: true,
    guidance: true,
    journal: true,
    workload: true,
  } satisfies Record<NonNullable<AuthorisationRequest["reading"]>, true>
  const whole = { export: true, import: true, "erase-author": true } satisfies Record<NonNullable<AuthorisationRequest["whole"]>, true>
  return matrix("call", [
    ...Object.keys(readings).map((reading): [string, Question] => [code(reading), { reading } as Question]),
    ...Object.keys(whole).map((name): [string, Question] => [code(name), { whole: name } as Question]),
  ])
}

async function matrix(first: string, questions: readonly (readonly [string, Question])[]): Promise<string> {
  const rows = await Promise.all(
    questions.map(async ([name, question]) => {
      const least = await Promise.all(deskRoles.map((role) => leastLevel(role, question)))
      const needed = levels.find((level) => least.includes(level))
      if (needed === undefined) throw new TypeError(`no role may do ${name}`)
      return [name, ...least.map((level) => (level === undefined ? "" : "yes")), needed === "none" ? "" : code(needed)]
    }),
  )
  return table([first, ...deskRoles, "personal data"], rows)
}

/** The least reach into personal data with which a role may do something; undefined: it never may. */
async function leastLevel(role: Grant["role"], question: Question): Promise<Level | undefined> {
  for (const personalData of levels) {
    const ask = createRoleAuthorisation({ grantsOf: () => [{ role, personalData }] })
    if ((await ask.decide({ actor, incident: null, ...question } as AuthorisationRequest)).allowed) return personalData
  }
  return undefined
}

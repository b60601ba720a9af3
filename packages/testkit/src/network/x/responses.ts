/** What X answers: a status, headers, and a body. */
export interface XAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

const types = "https://api.x.com/2/problems/"

/** A problem as RFC 9457 has it; X names the types of its own, and `about:blank` for the usual ones. */
export function problem(
  status: number,
  title: string,
  detail: string,
  type = "about:blank",
  more: Readonly<Record<string, unknown>> = {},
): XAnswer {
  return { status, body: { title, detail, type: type === "about:blank" ? type : `${types}${type}`, status, ...more } }
}

/** A parameter that does not fit. */
export function invalid(parameter: string, value: string, message: string): XAnswer {
  const errors = [{ parameters: { [parameter]: [value] }, message }]
  return problem(400, "Invalid Request", "One or more parameters to your request was invalid.", "invalid-request", { errors })
}

/** The older form, with a number. */
export function coded(status: number, code: number, message: string): XAnswer {
  return { status, body: { errors: [{ code, message }] } }
}

/** An entry of `errors` beside what could be given. */
export function missing(id: string, kind: "resource-not-found" | "not-authorized-for-resource"): unknown {
  const isGone = kind === "resource-not-found"
  return {
    value: id,
    detail: isGone ? `Could not find tweet with ids: [${id}].` : `Sorry, you are not authorized to see the Tweet with ids: [${id}].`,
    title: isGone ? "Not Found Error" : "Authorization Error",
    resource_type: "tweet",
    parameter: "ids",
    resource_id: id,
    type: `${types}${kind}`,
  }
}

/** Whether a method gave an answer of its own. */
export function isAnswer(value: unknown): value is XAnswer {
  return typeof value === "object" && value !== null && "status" in value && "body" in value
}

/** A refusal of the Graph API. */
export interface InstagramRefusal {
  readonly status: number
  readonly error: {
    readonly message: string
    readonly type: string
    readonly code: number
    readonly error_subcode?: number
    readonly is_transient?: boolean
    readonly fbtrace_id: string
  }
}

/** A refusal with Meta's sentence. */
export function refuse(code: number, message: string, subcode?: number, status = 400): InstagramRefusal {
  const transient = code === 1 || code === 2 ? { is_transient: true } : {}
  const type = code === 190 || code === 100 || code === 10 ? "OAuthException" : "IGApiException"
  const detail = subcode === undefined ? {} : { error_subcode: subcode }
  return { status, error: { message, type, code, ...detail, ...transient, fbtrace_id: "AInventedByASimulation" } }
}

/** Whether a call was refused. */
export function isRefusal(value: unknown): value is InstagramRefusal {
  return typeof value === "object" && value !== null && "error" in value && "status" in value
}

/** Something that is not there, or not for this token: Meta does not say which. */
export function gone(id: string): InstagramRefusal {
  const message = `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  return refuse(100, message, 33)
}

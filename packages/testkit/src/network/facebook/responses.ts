/** What the Graph API answers. */
export interface FacebookAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** A refusal on the way; the simulator turns it into an answer. */
export interface FacebookRefusal {
  readonly code: number
  readonly subcode?: number
  readonly message: string
  readonly type: string
  readonly status: number
  readonly isTransient?: boolean
  /** Minutes that `X-Business-Use-Case-Usage` names. */
  readonly regainMinutes?: number
}

/** A refusal with Meta's sentence; the status is 400 unless another is given, whatever the code. */
export function refuse(code: number, message: string, more: Partial<FacebookRefusal> = {}): FacebookRefusal {
  return { code, message, type: "OAuthException", status: 400, ...more }
}

/** Whether something is a refusal. */
export function isRefusal(value: unknown): value is FacebookRefusal {
  return typeof value === "object" && value !== null && "code" in value && "status" in value && "type" in value
}

/** What is not there and what may not be seen look the same. */
export const goneRefusal = (id: string): FacebookRefusal =>
  refuse(
    100,
    `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33, type: "GraphMethodException" },
  )

/** The answer to a refused call. */
export function errorBody({ code, subcode, message, type, isTransient }: FacebookRefusal, trace: string): unknown {
  return {
    error: {
      message,
      type,
      code,
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      ...(isTransient === undefined ? {} : { is_transient: isTransient }),
      fbtrace_id: trace,
    },
  }
}

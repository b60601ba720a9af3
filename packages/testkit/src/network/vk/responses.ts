/** What VK answers: `response`, or an error with its code. */
export type VkAnswer = { readonly response: unknown } | { readonly error: VkErrorBody }

/** An error as VK writes it; `request_params` echoes the call, the token included. */
export interface VkErrorBody {
  readonly inner_type: "base_error"
  readonly error_code: number
  readonly error_msg: string
  readonly request_params: readonly { readonly key: string; readonly value: string }[]
  readonly [extra: string]: unknown
}

/** A refusal on the way; the simulator turns it into an answer. */
export interface VkRefusal {
  readonly code: number
  readonly message: string
  readonly extra?: Readonly<Record<string, unknown>>
}

/** A refusal with VK's sentence. */
export function refuse(code: number, message: string, extra?: Readonly<Record<string, unknown>>): VkRefusal {
  return { code, message, ...(extra === undefined ? {} : { extra }) }
}

/** Whether a method refused. */
export function isRefusal(value: unknown): value is VkRefusal {
  return typeof value === "object" && value !== null && "code" in value && "message" in value
}

/** The answer to a refused call. */
export function errorAnswer({ code, message, extra }: VkRefusal, method: string, params: Readonly<Record<string, string>>): VkAnswer {
  const echo = Object.entries({ ...params, method }).map(([key, value]) => ({ key, value }))
  return { error: { inner_type: "base_error", error_code: code, error_msg: message, request_params: echo, ...extra } }
}

/** A refusal; OK sends it with status 200 and the header `Invocation-Error`. */
export interface OkRefusal {
  readonly error_code: number
  readonly error_msg: string
  readonly error_data: string | null
}

/** A refusal with OK's name for it. */
export function refuse(code: number, message: string): OkRefusal {
  return { error_code: code, error_msg: message, error_data: null }
}

/** Whether a method refused. */
export function isRefusal(value: unknown): value is OkRefusal {
  return typeof value === "object" && value !== null && "error_code" in value
}

import type { XState, XToken } from "./state.ts"

/** A call whose token, rights and parameters are right. */
export interface XApiCall {
  readonly state: XState
  readonly token: XToken
  /** The id in the path. */
  readonly pathId: string
  readonly params: Readonly<Record<string, string>>
  /** The JSON that was sent, or the fields of a form. */
  readonly body: unknown
  /** Seconds. */
  readonly now: number
}

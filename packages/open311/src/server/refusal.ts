import { isDeskError } from "@otklik/core"

/** Thrown inside the handler: the answer that a client gets. */
export class Refusal extends Error {
  override readonly name = "Refusal"
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, description: string, headers: Readonly<Record<string, string>> = {}) {
    super(description)
    this.status = status
    this.headers = headers
  }
}

/** What a client gets for an error, and whether it is the host's to mend. */
export interface ToldRefusal {
  readonly refusal: Refusal
  readonly isFault: boolean
}

/**
 * What an error is answered with. By GeoReport 404 is what does not exist, 403 a key that may not, and 400 everything
 * else that a client does wrong; what goes wrong behind the desk is 500, or 503 where the same request may go through
 * later.
 */
export function refusalOf(error: unknown): ToldRefusal {
  if (error instanceof Refusal) return { refusal: error, isFault: error.status >= 500 }
  if (isDeskError(error, "not-found")) return { refusal: new Refusal(404, "There is no such request."), isFault: false }
  if (isDeskError(error, "illegal-transition"))
    return { refusal: new Refusal(400, "This request was not accepted, and takes no updates."), isFault: false }
  const isPassing = isDeskError(error) && error.retryable
  const description = isPassing ? "The service is busy: send the same request again later." : "The service has failed."
  return { refusal: new Refusal(isPassing ? 503 : 500, description), isFault: true }
}

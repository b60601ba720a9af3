import { minutesBetween, type Instant } from "@otklik/core"

/** What a stream is made of. */
export interface EventStreamOptions {
  readonly now: () => Instant
  readonly sleep: (millis: number, signal: AbortSignal) => Promise<void>
  /** Reads what follows a place; `next` is the place after it. */
  readonly read: (after: string | null) => Promise<{ readonly messages: readonly StreamMessage[]; readonly next: string | null }>
  /** Where the stream begins. */
  readonly start: string | null
  /** Whether the client must first read everything anew. */
  readonly isReset: boolean
  /** Asked each minute. */
  readonly isAllowed: () => Promise<boolean>
  readonly onEnd: () => void
  readonly onError: (error: unknown) => void
}

/** One message of a stream. */
export interface StreamMessage {
  readonly id: string
  readonly event: string
  readonly data: object
}

/** How long a stream lasts, so that sessions end; how often its rights are asked, and how long it is silent at most. */
const lastsMinutes = 30
const rightsMinutes = 1
const silentMinutes = 25 / 60
const lookMillis = 1000

/**
 * Server-sent events by the rules of HTML (section 9.2): written when somebody takes them, so that a slow reader costs
 * no memory, and ended when nobody does.
 */
export function eventStream({
  now,
  sleep,
  read,
  start,
  isReset,
  isAllowed,
  onEnd,
  onError,
}: EventStreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const stop = new AbortController()
  const opened = now()
  let [after, asked, spoken] = [start, opened, opened]
  let isBegun = false
  const end = (): void => {
    if (stop.signal.aborted) return
    stop.abort()
    onEnd()
  }
  const look = async (): Promise<string | null> => {
    if (!isBegun) {
      isBegun = true
      return `retry: 3000\n\n${isReset ? `id: ${start ?? "0"}\nevent: reset\ndata: {}\n\n` : ""}`
    }
    while (!stop.signal.aborted) {
      const at = now()
      if (minutesBetween(opened, at) >= lastsMinutes) return null
      if (minutesBetween(asked, at) >= rightsMinutes) {
        asked = at
        if (!(await isAllowed())) return null
      }
      const { messages, next } = await read(after)
      const isMore = next !== after
      after = next
      if (messages.length > 0) return messages.map(written).join("")
      if (isMore) continue
      if (minutesBetween(spoken, at) >= silentMinutes) return ":\n\n"
      await sleep(lookMillis, stop.signal)
    }
    return null
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await look().catch((error: unknown) => {
          onError(error)
          return null
        })
        spoken = now()
        if (text !== null && !stop.signal.aborted) return controller.enqueue(encoder.encode(text))
        const isGone = stop.signal.aborted
        end()
        if (!isGone) controller.close()
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}

function written({ id, event, data }: StreamMessage): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

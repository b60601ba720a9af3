import { AsyncLocalStorage } from "node:async_hooks"
import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from "@opentelemetry/api"
import type { RunInContext } from "@otklik/core/internal"
import { payloadOf, textAt, type Payload } from "./payload.ts"

/** Spans of what begins and ends on two channels. */
export interface Spans {
  /** Begins a span, inside of which everything happens that belongs to what begins. */
  begin(payload: Payload, start: SpanStart): void
  /** Ends the span of what the payload's `begun` began; nothing where there is none. */
  end(payload: Payload, attributes: Attributes): void
}

/** How a span begins. */
export interface SpanStart {
  readonly name: string
  readonly attributes: Attributes
  /**
   * Begins a trace of its own, with a link to the span that is active: work that comes round again and again belongs to
   * no caller.
   */
  readonly root: boolean
}

/** Outcomes that are not as they should be. */
const wrong: ReadonlySet<string> = new Set(["failed", "postponed"])

/**
 * Makes spans that know their parents. A context of OpenTelemetry is handed on by the context manager that the host
 * registers; where it registers none, our own spans find one another all the same.
 *
 * @param tracer - makes the spans
 */
export function createSpans(tracer: Tracer): Spans {
  const spans = new WeakMap<object, Span>()
  const own = new AsyncLocalStorage<Context>()
  const active = (): Context => (trace.getSpan(context.active()) === undefined ? (own.getStore() ?? context.active()) : context.active())
  return {
    begin(payload, { name, attributes, root }) {
      const parent = active()
      const caller = trace.getSpanContext(parent)
      const links = root && caller !== undefined ? [{ context: caller }] : []
      const startTime = new Date(textAt(payload, "startedAt"))
      const from = root ? ROOT_CONTEXT : parent
      const span = tracer.startSpan(name, { startTime, attributes, links }, from)
      spans.set(payload, span)
      // What the host put into its context besides the span stays there.
      const inside = trace.setSpan(parent, span)
      const around: RunInContext = (work) => own.run(inside, () => context.with(inside, work))
      if (typeof payload["runIn"] === "function") (payload["runIn"] as (around: RunInContext) => void)(around)
    },
    end(payload, attributes) {
      const begun = payloadOf(payload["begun"])
      const span = spans.get(begun)
      if (span === undefined) return
      spans.delete(begun)
      span.setAttributes(attributes)
      const code = textAt(payload, "code")
      if (wrong.has(textAt(payload, "outcome")) || (payload["outcome"] === undefined && code !== "none"))
        span.setStatus({ code: SpanStatusCode.ERROR, message: code })
      span.end(new Date(textAt(payload, "endedAt")))
    },
  }
}

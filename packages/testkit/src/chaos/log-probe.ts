import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { diagnosticsChannels, type Desk } from "@otklik/core"

/** Everything that is told on a day, as lines of text. */
export interface LogProbe {
  readonly lines: readonly string[]
  /** Hears something. */
  hear(name: string, payload: unknown): void
  /** Hears a desk from now on. */
  attend(desk: Desk): void
  /** Channels beside those of the core on which nothing was told. */
  silent(): readonly string[]
  /** Hears nothing any more. */
  end(): void
}

const news = ["page-read", "item-skipped", "gap-found", "source-failed", "incident-registered", "reply-published"] as const

/** Listens to diagnostics channels, those of the core and others. */
export function createLogProbe(more: readonly string[]): LogProbe {
  const lines: string[] = []
  const hear = (name: string, payload: unknown): void =>
    void lines.push(`${name} ${inspect(payload, { depth: 12, maxArrayLength: null, maxStringLength: null })}`)
  const listen = (payload: unknown, name: string | symbol): void => hear(String(name), payload)
  const channels = [...Object.values(diagnosticsChannels), ...more]
  for (const channel of channels) subscribe(channel, listen)
  return {
    lines,
    hear,
    attend(desk) {
      for (const name of news) desk.events.on(name, (told) => hear(name, told))
    },
    silent: () => more.filter((channel) => !lines.some((line) => line.startsWith(`${channel} `))),
    end() {
      for (const channel of channels) unsubscribe(channel, listen)
    },
  }
}

import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { diagnosticsChannels, type Desk } from "@otklik/core"

/** Hears everything that is told on a day. */
export interface LogProbe {
  /** Lines in which something stood that nobody may be told, without it. */
  readonly leaks: readonly string[]
  /** How often something of this name was told. */
  count(name: string): number
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

/**
 * The beginning of a line in which a word stands, without the word.
 *
 * @param line - what is told, or kept
 * @param words - what must not stand there
 * @returns undefined where none does
 */
export function leakIn(line: string, words: readonly string[]): string | undefined {
  const word = words.find((one) => line.includes(one))
  return word === undefined ? undefined : line.slice(0, 200).replaceAll(word, "…")
}

/**
 * Listens to diagnostics channels, those of the core and others. No line is kept: a long day has millions.
 *
 * @param more - channels beside those of the core
 * @param words - what nobody may be told
 */
export function createLogProbe(more: readonly string[], words: readonly string[]): LogProbe {
  const leaks: string[] = []
  const counts = new Map<string, number>()
  const count = (name: string): number => counts.get(name) ?? 0
  const hear = (name: string, payload: unknown): void => {
    counts.set(name, count(name) + 1)
    const leak = leakIn(`${name} ${inspect(payload, { depth: 12, maxArrayLength: null, maxStringLength: null })}`, words)
    if (leak !== undefined) leaks.push(leak)
  }
  const listen = (payload: unknown, name: string | symbol): void => hear(String(name), payload)
  const channels = [...Object.values(diagnosticsChannels), ...more]
  for (const channel of channels) subscribe(channel, listen)
  return {
    leaks,
    count,
    hear,
    attend(desk) {
      for (const name of news) desk.events.on(name, (told) => hear(name, told))
    },
    silent: () => more.filter((channel) => count(channel) === 0),
    end() {
      for (const channel of channels) unsubscribe(channel, listen)
    },
  }
}

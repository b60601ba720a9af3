import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { diagnosticsChannels, type Desk } from "@otklik/core"

/** Records everything that is reported in a run. */
export interface LogProbe {
  /** Lines that held a secret, without it. */
  readonly leaks: readonly string[]
  /** How often something of this name was reported. */
  count(name: string): number
  /** Records something. */
  record(name: string, payload: unknown): void
  /** Listens to a desk from now on. */
  listenTo(desk: Desk): void
  /** Channels beside those of the core on which nothing was reported. */
  silent(): readonly string[]
  /** Listens no more. */
  end(): void
}

const recorded = ["page-read", "item-skipped", "gap-found", "source-failed", "incident-registered", "reply-published"] as const

/**
 * The beginning of a line in which a word is, without the word.
 *
 * @param line - what is reported, or kept
 * @param words - what must not be there
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
 * @param words - what may be reported nowhere
 */
export function createLogProbe(more: readonly string[], words: readonly string[]): LogProbe {
  const leaks: string[] = []
  const counts = new Map<string, number>()
  const count = (name: string): number => counts.get(name) ?? 0
  const record = (name: string, payload: unknown): void => {
    counts.set(name, count(name) + 1)
    const leak = leakIn(`${name} ${inspect(payload, { depth: 12, maxArrayLength: null, maxStringLength: null })}`, words)
    if (leak !== undefined) leaks.push(leak)
  }
  const listen = (payload: unknown, name: string | symbol): void => record(String(name), payload)
  const channels = [...Object.values(diagnosticsChannels), ...more]
  for (const channel of channels) subscribe(channel, listen)
  return {
    leaks,
    count,
    record,
    listenTo(desk) {
      for (const name of recorded) desk.events.on(name, (payload) => record(name, payload))
    },
    silent: () => more.filter((channel) => count(channel) === 0),
    end() {
      for (const channel of channels) unsubscribe(channel, listen)
    },
  }
}

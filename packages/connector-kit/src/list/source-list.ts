import { DeskError } from "@otklik/core"
import type { MessagePage, PullOptions, Source } from "@otklik/core/connector"
import type { SourceReader } from "./unread-reader.ts"

/** The sources of a connector with what reads them. */
export interface SourceList {
  /** Frozen, in the order in which they were added; for when all are. */
  readonly listed: readonly Source[]
  /** Adds a source. */
  add(source: Source, reader: SourceReader): void
  /**
   * As `doPull` of the connector contract.
   *
   * @throws DeskError `config` for a source that is not listed and for a limit that is no whole number of 1 or more;
   * what the reader throws
   */
  pull(options: PullOptions): Promise<MessagePage>
  /** Parts of sources that could not be read in their last readings, as sentences for people: for `doCheck`. */
  problems(): readonly string[]
}

/**
 * Makes an empty list of sources.
 *
 * @param network - begins the sentences of errors, as `vk`
 */
export function createSourceList(network: string): SourceList {
  const entries = new Map<string, { readonly source: Source; readonly reader: SourceReader }>()

  function wrong(path: string, message: string): DeskError<"config"> {
    return new DeskError("config", `${network}: ${path}: ${message}`, { issues: [{ path, message }] })
  }

  return {
    get listed() {
      return Object.freeze([...entries.values()].map(({ source }) => source))
    },
    add({ id, title, everyMinutes }, reader) {
      entries.set(id, { source: Object.freeze({ id, title, everyMinutes }), reader })
    },
    async pull(options) {
      options.signal?.throwIfAborted()
      if (!Number.isSafeInteger(options.limit) || options.limit < 1) throw wrong("limit", "a whole number of 1 or more was expected")
      const entry = entries.get(options.sourceId)
      if (entry === undefined) throw wrong("sourceId", "one of the connector's own sources was expected")
      return entry.reader.pull(options)
    },
    problems: () =>
      [...entries.values()].flatMap(({ source, reader }) => (reader.problems?.() ?? []).map((one) => `${source.title}: ${one}`)),
  }
}

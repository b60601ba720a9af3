import { readOptions, type Connector } from "@otklik/core"
import type { Capabilities, Health, Source } from "@otklik/core/connector"
import { configError } from "@otklik/core/internal"
import { checkFile } from "./health.ts"
import { archiveConnectorOptionsSchema, type ArchiveConnectorOptions, type ArchiveFileOptions, type LineSource } from "./options.ts"
import { createReplySender } from "./reply/reply-sender.ts"
import { createFileReader } from "./sources/file-reader.ts"
import { createLinesReader } from "./sources/lines-reader.ts"
import type { PageReader } from "./sources/page-builder.ts"

/**
 * A connector that reads public messages from archives: NDJSON files, or any iterable of lines. One line is one message
 * in the shape of `incomingMessageSchema`; messages of every network may be in one archive.
 *
 * - A line that cannot be understood is reported with file, line number and field, and skipped.
 * - A cursor is a place in the file. A file may grow; one that was cut or replaced is refused with `protocol`.
 * - A key that is given twice within 4096 lines (and 8 MiB) is reported as `duplicate-key`, unless the second one is a
 *   later edit (`editedAt`). Farther apart, the message is handed over again, and the desk's claims keep it from being
 *   registered twice.
 * - Memory is flat: at most 16 MiB of lines make a page, whatever the limit is.
 *
 * @param options - see {@link ArchiveConnectorOptions}
 * @throws DeskError `config` for wrong options
 */
export function createArchiveConnector(options: ArchiveConnectorOptions): Connector {
  const { id, files, sources, replies, everyMinutes, maxLineBytes } = readOptions(
    archiveConnectorOptionsSchema,
    options,
    "createArchiveConnector options",
  )
  const readers = new Map<string, PageReader>()
  const listed: Source[] = []
  const paths: string[] = []
  function list(source: Pick<LineSource, "id" | "title" | "order">, reader: PageReader): void {
    readers.set(source.id, reader)
    const { id: sourceId, title = sourceId, order } = source
    listed.push(Object.freeze({ id: sourceId, title, everyMinutes, ...(order === undefined ? {} : { order }) }))
  }
  for (const file of files) {
    const { path, id: fileId, title, order }: ArchiveFileOptions = typeof file === "string" ? { path: file } : file
    paths.push(path)
    list({ id: fileId ?? path, title: title ?? path, order }, createFileReader(path, maxLineBytes))
  }
  for (const source of sources) list(source, createLinesReader(source, maxLineBytes))

  const sender = replies === undefined ? undefined : createReplySender(id, replies)
  const capabilities: Capabilities = Object.freeze({
    pull: true,
    webhook: false,
    reply: sender !== undefined,
    replyPhoto: sender !== undefined,
    replyLimit: null,
    relay: true,
  })

  return {
    specificationVersion: "v1",
    id,
    network: "archive",
    capabilities,
    sources: Object.freeze(listed),
    async doPull(pull) {
      pull.signal?.throwIfAborted()
      if (!Number.isSafeInteger(pull.limit) || pull.limit < 1)
        throw configError("archive: doPull", [{ path: "limit", message: "a whole number from 1 was expected" }])
      const reader = readers.get(pull.sourceId)
      if (reader !== undefined) return reader.pull(pull)
      throw configError("archive: doPull", [{ path: "sourceId", message: "one of the connector's own sources was expected" }])
    },
    ...(sender === undefined ? {} : { doReply: (reply) => sender.send(reply), doFindReplies: (reply) => sender.find(reply) }),
    async doCheck(check): Promise<Health> {
      const problems: string[] = []
      for (const path of paths) {
        check?.signal?.throwIfAborted()
        problems.push(...(await checkFile(path, maxLineBytes)))
      }
      problems.push(...((await replies?.check?.()) ?? []))
      return { ok: problems.length === 0, problems, expiresAt: null }
    },
  }
}

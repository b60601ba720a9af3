import { checkInput } from "@otklik/core/internal"
import * as z from "zod"

/** A file of messages, one JSON object a line (NDJSON), in UTF-8. */
export interface ArchiveFileOptions {
  /** Where it is. */
  readonly path: string
  /** The source's id; the path when absent. Keep it, and the cursor is found again although the file was moved. */
  readonly id?: string | undefined
  /** For people; the path when absent. */
  readonly title?: string | undefined
  /** Its messages are in the order in which they were published. Absent: in any. */
  readonly order?: "published" | undefined
}

/** Lines that come from somewhere else: a decompressed file, an export of another system, a queue. */
export interface LineSource {
  /** The source's id, unique in the connector and stable over restarts. */
  readonly id: string
  /** For people; the id when absent. */
  readonly title?: string | undefined
  /**
   * Whether `open` begins at the line asked for. Otherwise it always begins at the first, and lines read before are
   * passed over.
   */
  readonly seekable?: boolean | undefined
  /** Its messages are in the order in which they were published, as `sortedArchive` puts them. Absent: in any. */
  readonly order?: "published" | undefined
  /**
   * Opens the lines; the same lines each time, more at the end when there are new ones. The iterable must end: it is
   * opened again later. It stays open between two pages, until it ends or another cursor is asked for; then its
   * `return` is called.
   *
   * @param options - `fromLine`: the line to begin with, counted from 1; always 1 for a source that is not `seekable`
   */
  open(options: {
    /** The line to begin with, from 1. */
    readonly fromLine: number
  }): AsyncIterable<string>
}

/** A reply as it is handed to the system that publishes it. */
export interface ReplyRecord {
  /** The same for every try of the same reply. */
  readonly idempotencyKey: string
  /** Our key of the reply, `archive:` and an id that follows from the connector and the idempotency key. */
  readonly replyKey: string
  /** The message to answer under. */
  readonly messageKey: string
  /** The whole reply. */
  readonly text: string
  /** Photos to publish with it. */
  readonly photoUrls: readonly string[]
  /** When the reply was handed over, canonical. */
  readonly at: string
  /** Where the reply is or will be published; an URN while nobody knows. */
  readonly url: string
}

/** Where replies go: a system that publishes them on its own. */
export interface ReplySink {
  /**
   * Hands a reply over, unless one was published before under its idempotency key. When it resolves, the reply survives
   * a crash.
   *
   * @throws DeskError `ambiguous` when it is unknown whether the reply was taken
   */
  append(record: ReplyRecord): Promise<void>
  /** The reply that was handed over under an idempotency key. */
  find(idempotencyKey: string): Promise<ReplyRecord | undefined>
  /** Sentences for people about what is wrong; empty when nothing is. */
  check?(): Promise<readonly string[]>
}

/** Options of {@link createArchiveConnector}. */
export interface ArchiveConnectorOptions {
  /** Names the connector's cursors. */
  readonly id: string
  /** Files, each one a source; a path alone is enough. */
  readonly files?: readonly (string | ArchiveFileOptions)[] | undefined
  /** Iterables of lines, each one a source. */
  readonly sources?: readonly LineSource[] | undefined
  /** Where replies go; without it the connector cannot reply. See {@link createReplyFile}. */
  readonly replies?: ReplySink | undefined
  /** How often the sources are worth reading, in minutes by wall clock; 5 when absent. */
  readonly everyMinutes?: number | undefined
  /**
   * Longer lines are reported and skipped, in bytes; 4 MiB when absent: four times the longest text that a message may
   * have.
   */
  readonly maxLineBytes?: number | undefined
}

const name = z.string().min(1).max(512)

function hasFunctions(value: unknown, functions: readonly string[]): boolean {
  return typeof value === "object" && value !== null && functions.every((key) => typeof Reflect.get(value, key) === "function")
}

const fileSchema = z.union([
  name,
  z.strictObject({ path: name, id: name.optional(), title: name.optional(), order: z.literal("published").optional() }),
])

const lineSourceShape = z.strictObject({
  id: name,
  title: name.optional(),
  seekable: z.boolean().optional(),
  order: z.literal("published").optional(),
  open: z.unknown(),
})

const sourceSchema = z
  .custom<LineSource>((value) => hasFunctions(value, ["open"]), { error: "a source with the function open was expected" })
  .superRefine((value, context) => {
    // Checked and handed on as it is: `open` may be a method.
    const checked = checkInput(lineSourceShape, value)
    if (!("issues" in checked)) return
    for (const { path, message } of checked.issues) context.addIssue({ code: "custom", path: path.split("."), message })
  })

const sinkSchema = z.custom<ReplySink>((value) => hasFunctions(value, ["append", "find"]), {
  error: "a reply sink with the functions append and find was expected",
})

/** What `createArchiveConnector` takes. */
export const archiveConnectorOptionsSchema = z
  .strictObject({
    id: name,
    files: z.array(fileSchema).default([]),
    sources: z.array(sourceSchema).default([]),
    replies: sinkSchema.optional(),
    everyMinutes: z.number().positive().default(5),
    maxLineBytes: z
      .number()
      .int()
      .min(1024)
      .max(256 * 1024 * 1024)
      .default(4 * 1024 * 1024),
  })
  .superRefine((options, context) => {
    const ids = new Set<string>()
    const claim = (id: string, path: (string | number)[]): void => {
      if (ids.has(id)) context.addIssue({ code: "custom", path, message: "an id that no other file or source has was expected" })
      ids.add(id)
    }
    options.files.forEach((file, index) => claim(typeof file === "string" ? file : (file.id ?? file.path), ["files", index]))
    options.sources.forEach((source, index) => claim(source.id, ["sources", index, "id"]))
    if (ids.size === 0) context.addIssue({ code: "custom", path: ["files"], message: "a file or a source was expected" })
  })

import { open, type FileHandle } from "node:fs/promises"
import { dirname } from "node:path"
import { DeskError, readOptions } from "@otklik/core"
import * as z from "zod"
import type { ReplySink } from "../options.ts"
import { reach } from "../sources/archive-file.ts"
import { createReplyIndex } from "./reply-index.ts"

/** Options of {@link createReplyFile}. */
export interface ReplyFileOptions {
  /** Where the file is; it is made when there is none. Its folder must exist. */
  readonly path: string
}

const optionsSchema = z.strictObject({ path: z.string().min(1) })

/**
 * An exchange file for a system that publishes replies on its own: one JSON object a line, in the shape of
 * {@link ReplyRecord}. The other system takes lines that end with a line feed; a line without one is not complete yet.
 *
 * A reply is on the disk (`fsync`) when `append` resolves. What another process appended is found too. A last line that
 * a crash tore is no reply; the next one begins on a line of its own, and `check` reports the torn one. The file must
 * not be cut or moved while the desk works: that would lose which replies were handed over, so it is refused with
 * `protocol`.
 *
 * @param options - see {@link ReplyFileOptions}
 * @throws DeskError `config` for wrong options
 */
export function createReplyFile(options: ReplyFileOptions): ReplySink {
  const { path } = readOptions(optionsSchema, options, "createReplyFile options")
  const index = createReplyIndex()
  let last: Promise<unknown> = Promise.resolve()

  /** One thing at a time: an append and the search before it must not interleave with another one's. */
  function inTurn<Result>(flags: "a+" | "r", action: (handle: FileHandle) => Promise<Result>): Promise<Result | undefined> {
    const turn = last.then(async () => {
      const handle = await reach(path, () => openUnlessAbsent(path, flags))
      if (handle === undefined) return undefined
      try {
        if (!(await reach(path, () => index.refresh(handle)))) throw cut(path)
        return await reach(path, () => action(handle))
      } finally {
        await handle.close()
      }
    })
    last = turn.catch(() => undefined)
    return turn
  }

  return {
    async append(record) {
      await inTurn("a+", async (handle) => {
        try {
          if (index.isTorn()) {
            // Whole or not, the last line ends here; when only its line feed was missing, the reply is published
            // already.
            await handle.appendFile("\n", "utf8")
            await handle.sync()
            await index.refresh(handle)
          }
          if (index.has(record.idempotencyKey)) return
          const fresh = index.size() === 0
          await handle.appendFile(`${JSON.stringify(record)}\n`, "utf8")
          await handle.sync()
          if (fresh) await syncFolder(path)
        } catch (error) {
          throw new DeskError("ambiguous", `it is unknown whether the reply reached the file ${path}`, {}, { cause: error })
        }
      })
    },
    find: (idempotencyKey) => inTurn("r", (handle) => index.read(handle, idempotencyKey)),
    async check() {
      const broken = (await inTurn("r", async () => index.brokenLines())) ?? []
      return broken.map((line) => `line ${line} of the file ${path} is no reply; it was torn by a crash or changed by hand`)
    },
  }
}

async function openUnlessAbsent(path: string, flags: "a+" | "r"): Promise<FileHandle | undefined> {
  try {
    return await open(path, flags)
  } catch (error) {
    if (flags === "r" && error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
}

function cut(path: string): DeskError<"protocol"> {
  const message = `the file ${path} became shorter; its earlier replies cannot be distinguished from new ones`
  return new DeskError("protocol", message, { path: "replies", file: path })
}

/** A new file is only safe once its folder's entry is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Connector, IncomingMessage, SkippedItem } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { onTestFinished } from "vitest"

export const now = "2026-11-24T01:30:00.000Z"

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "otklik-archive-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A file in a folder that goes away with the test. */
export async function temporaryFile(content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), "messages.ndjson")
  await writeFile(path, content)
  return path
}

/** An invented message. */
export function messageOf(id: number | string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const key = `vk:-1_${id}`
  return {
    key,
    network: "vk",
    kind: "post",
    url: `https://example.org/${id}`,
    text: `Запись ${id}`,
    publishedAt: "2026-11-24T00:00:00.000Z",
    ...more,
  }
}

/** A line of an archive. */
export function lineOf(id: number | string, more: Partial<IncomingMessage> = {}): string {
  return JSON.stringify(messageOf(id, more))
}

/** Everything that pages gave, and where they ended. */
export interface Walk {
  readonly messages: readonly IncomingMessage[]
  readonly skipped: readonly SkippedItem[]
  readonly pages: readonly MessagePage[]
  readonly cursor: string | undefined
}

/** Reads pages to the end. */
export async function walk(
  connector: Connector,
  options: { readonly limit: number; readonly cursor?: string | undefined; readonly next?: () => Connector },
): Promise<Walk> {
  const pages: MessagePage[] = []
  let { cursor } = options
  let reader = connector
  const sourceId = connector.sources[0]?.id ?? ""
  for (;;) {
    const page = await reader.doPull({ sourceId, limit: options.limit, now, ...(cursor === undefined ? {} : { cursor }) })
    if (page.more && page.cursor === cursor) throw new Error("a page that says more did not move")
    pages.push(page)
    cursor = page.cursor
    if (!page.more) break
    reader = options.next?.() ?? reader
  }
  return { messages: pages.flatMap((page) => page.messages), skipped: pages.flatMap((page) => page.skipped), pages, cursor }
}

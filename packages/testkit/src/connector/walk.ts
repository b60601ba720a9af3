import assert from "node:assert/strict"
import type { Connector, IncomingMessage, SkippedItem } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import type { ConnectorWorld } from "./subject.ts"

/** A page with the cursor that it was asked for with. */
export interface WalkedPage {
  readonly asked: string | undefined
  readonly page: MessagePage
}

/** A source read from its beginning to its end. */
export interface Walk {
  readonly pages: readonly WalkedPage[]
  readonly messages: readonly IncomingMessage[]
  readonly skipped: readonly SkippedItem[]
  /** Where it ended. */
  readonly cursor: string
}

/** A limit that no source of a subject fills. */
export const wholeSource = 1000

/** Asks a connector for one page of the world's source. */
export function pullPage(connector: Connector, world: ConnectorWorld, limit: number, cursor: string | undefined): Promise<MessagePage> {
  return connector.doPull({ sourceId: world.sourceId, limit, now: world.now, ...(cursor === undefined ? {} : { cursor }) })
}

/** Reads the world's source to its end. Fails when a page that says that there is more does not move on. */
export async function walkSource(connector: Connector, world: ConnectorWorld, limit: number): Promise<Walk> {
  const pages: WalkedPage[] = []
  const seen = new Set<string>()
  let cursor: string | undefined
  for (;;) {
    const page = await pullPage(connector, world, limit, cursor)
    pages.push({ asked: cursor, page })
    cursor = page.cursor
    if (!page.more) break
    assert.ok(!seen.has(page.cursor), "a page that says that there is more must move the cursor to a new place")
    seen.add(page.cursor)
  }
  return {
    pages,
    messages: pages.flatMap(({ page }) => page.messages),
    skipped: pages.flatMap(({ page }) => page.skipped),
    cursor,
  }
}

/** What tells a message from another, an edit included. */
export function identityOf(message: IncomingMessage): string {
  return `${message.key} ${message.editedAt ?? "as published"}`
}

/** Whether a string is a moment in its one canonical spelling. */
export function isCanonical(instant: string): boolean {
  const millis = Date.parse(instant)
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(instant) && !Number.isNaN(millis) && new Date(millis).toISOString() === instant
}

/** What a call was rejected with; fails when it was not. */
export async function rejectionOf(call: () => Promise<unknown>, expected: string): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  return assert.fail(expected)
}

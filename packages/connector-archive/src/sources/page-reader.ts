import type { MessagePage, PullOptions } from "@otklik/core/connector"
import type { Position } from "./cursor.ts"

/** Reads one source page by page. */
export interface PageReader {
  /** As `doPull` of the connector contract. */
  pull(options: PullOptions): Promise<MessagePage>
}

/** Where every source begins. */
export const origin: Position = { offset: 0, line: 0 }

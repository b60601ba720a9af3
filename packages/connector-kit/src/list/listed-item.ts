import type { Gap, IncomingMessage, SkippedItem } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"

/** Something that a list showed. */
export interface ListedItem {
  /** Its moment, seconds: of the last edit, else of the publication. */
  readonly at: number
  /** What distinguishes it from others and from its own earlier revisions. */
  readonly id: string
  /** What the item is. */
  readonly content: IncomingMessage | SkippedItem | MessageNotice | Gap
}

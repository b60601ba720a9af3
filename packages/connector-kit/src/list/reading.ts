import type { IncomingMessage, SkippedItem } from "@otklik/core"

/** What something of a network turned out to be. */
export type Reading =
  | { readonly kind: "message"; readonly message: IncomingMessage }
  /** It could not be understood, and is reported. */
  | { readonly kind: "skipped"; readonly item: SkippedItem }
  /** It was understood and is no public message: deleted, a draft, an advertisement, a gift. */
  | { readonly kind: "nothing"; readonly reason: string }

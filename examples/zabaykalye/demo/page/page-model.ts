/** An incident as a line of a list: everything is ready to be read by people. */
export interface IncidentLine {
  readonly number: number
  readonly network: string
  readonly topic: string
  readonly authority: string
  readonly territory: string
  /** When the first answer is due, in the region's time. */
  readonly due: string
  /** Why it stands in this list, or why it was routed so. */
  readonly note: string
  /** The public message. */
  readonly url: string | null
}

/** Counts of one row, with those of the period before. */
export interface RowCounts {
  readonly received: number
  readonly due: number
  readonly answeredInTime: number
  readonly overdueOpen: number
  readonly closed: number
}

/** One row of a section. */
export interface PageRow {
  /** Unique in its section. */
  readonly id: string
  readonly title: string
  readonly counts: RowCounts
  /** Null where there is nothing to compare with. */
  readonly before: RowCounts | null
  /** The first incidents behind the row; empty: the row has no list. */
  readonly incidents: readonly IncidentLine[]
}

/** A way to split the numbers: a chart and a table. */
export interface PageSection {
  /** Part of anchors: lower-case letters. */
  readonly id: string
  readonly title: string
  /** What one row is, as a column's heading: "Тема". */
  readonly rowTitle: string
  /** Bars that lie fit long titles; columns fit days. */
  readonly shape: "bars" | "columns"
  readonly rows: readonly PageRow[]
}

/** A list of incidents that wants attention. */
export interface PageList {
  readonly id: string
  readonly title: string
  /** What stands in the list, in a sentence. */
  readonly lead: string
  readonly noteTitle: string
  /** Told when there is none. */
  readonly empty: string
  readonly total: number
  readonly incidents: readonly IncidentLine[]
}

/** Something that was not read. */
export interface UnreadNote {
  readonly place: string
  readonly field: string
  readonly reason: string
}

/** Everything that the page shows. */
export interface PageModel {
  readonly region: string
  readonly heading: string
  /** As "24 ноября 2026 года". */
  readonly period: string
  /** As "23 ноября 2026 года"; null where there is nothing to compare with. */
  readonly periodBefore: string | null
  /** The moment of the report, in the region's time. */
  readonly madeAt: string
  readonly timeZone: string
  /** What a reader must know before the numbers; null when there is nothing. */
  readonly notice: string | null
  readonly messagesRead: number
  readonly total: RowCounts & { readonly answered: number }
  readonly before: (RowCounts & { readonly answered: number }) | null
  readonly unowned: number
  /**
   * What residents and offices said to each other besides complaints and first answers, in a sentence; null when there
   * was nothing.
   */
  readonly talks: string | null
  readonly sections: readonly PageSection[]
  readonly lists: readonly PageList[]
  readonly unread: { readonly total: number; readonly notes: readonly UnreadNote[] }
  /** What each number means. */
  readonly definitions: readonly { readonly term: string; readonly meaning: string }[]
}

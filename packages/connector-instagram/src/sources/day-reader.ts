import { readStoredCursor, type SourceReader } from "@otklik/connector-kit"
import { addMinutes, type Gap, type Instant } from "@otklik/core"
import { instantSchema, type PullOptions } from "@otklik/core/connector"
import * as z from "zod"

/** Lists of hashtags show what was published within this time, minutes. */
const shownMinutes = 24 * 60

/**
 * How exactly the moment of the last reading is kept, minutes: a cursor that moved with every reading would be written
 * for nothing.
 */
const stepMinutes = 60

const cursorSchema = z.tuple([z.literal("ig-day1"), instantSchema, z.string()]).transform(([, readAt, inner]) => ({ readAt, inner }))

/**
 * Reads a list that shows one day only. Whoever comes later than that has a gap, however quiet the list was; so the
 * cursor also holds when the list was read last.
 *
 * @param reader - of the list
 */
export function createDayReader(reader: SourceReader): SourceReader {
  return {
    async pull({ cursor, ...pull }: PullOptions) {
      const { readAt, inner } = cursor === undefined ? { readAt: pull.now, inner: undefined } : readStoredCursor(cursorSchema, cursor)
      const page = await reader.pull(inner === undefined ? pull : { ...pull, cursor: inner })
      const begin = addMinutes(pull.now, -shownMinutes)
      const gap: readonly Gap[] =
        readAt < begin
          ? [{ from: readAt, to: begin, reason: "Instagram lists a hashtag's posts for one day, and this hashtag was not read for longer" }]
          : []
      const isDue = gap.length > 0 || pull.now >= addMinutes(readAt, stepMinutes)
      const until: Instant = isDue ? pull.now : readAt
      return { ...page, gaps: [...gap, ...page.gaps], cursor: JSON.stringify(["ig-day1", until, page.cursor]) }
    },
  }
}

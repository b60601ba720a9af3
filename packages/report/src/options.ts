import * as z from "zod"
import { dimensions } from "./draft.ts"

const titles = z.record(z.string(), z.string())

/** The fields that every form of a report asks. */
export const reportOptions = {
  /** The language of headings, and how numbers are written. */
  locale: z.enum(["ru", "en"]),
  /** What ids are called: `regionTitles(region)` and whatever else. Default: ids are shown as they are. */
  titles: z.partialRecord(z.enum(dimensions), titles).default({}),
}

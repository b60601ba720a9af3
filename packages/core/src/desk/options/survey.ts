import * as z from "zod"

/** Stands for the link in the text of a survey. */
export const surveyLink = "{surveyUrl}"

/** Whether and how authors are asked how it was. */
export const surveySchema = z
  .strictObject({
    /** What it follows: the final reply of a cycle. */
    after: z.literal("final-published").default("final-published"),
    /** How long after that reply, in minutes by the clock on the wall. Up to 527 040, a year. */
    delayMinutes: z.number().min(0).max(527_040),
    /**
     * What is published under the author's message, with `{surveyUrl}` where the link comes: 1 to 2 000 characters.
     * Null: nothing, since the templates of final replies have the link.
     */
    text: z.string().trim().min(1).max(2000).nullable(),
    /** Where a person answers, with `{code}` in it: as `https://help.example.org/s/{code}` of `createStatusPage`. */
    url: z
      .url({ protocol: /^https?$/, error: "an http or https link was expected" })
      .max(500)
      .refine((url) => url.includes("{code}"), "a link with {code} in it was expected"),
    /** From 1 to 5. */
    scale: z.literal(5).default(5),
  })
  .refine(({ text }) => text === null || text.includes(surveyLink), {
    error: `a text with ${surveyLink} in it was expected`,
    path: ["text"],
  })

/** Whether and how authors are asked how it was. */
export interface SurveyOptions {
  /** What it follows: the final reply of a cycle. Default and only choice `final-published`. */
  readonly after?: "final-published"
  /** How long after that reply, in minutes by the clock on the wall. Up to 527 040, a year. */
  readonly delayMinutes: number
  /**
   * What is published under the author's message, with `{surveyUrl}` where the link comes: 1 to 2 000 characters.
   * Null: nothing, since the templates of final replies have the link.
   */
  readonly text: string | null
  /** Where a person answers, with `{code}` in it: as `https://help.example.org/s/{code}` of `createStatusPage`. */
  readonly url: string
  /** The best score. Default and only choice 5. */
  readonly scale?: 5
}

/** {@link SurveyOptions} after their check. */
export type Survey = z.output<typeof surveySchema>

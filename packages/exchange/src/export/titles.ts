import * as z from "zod"

/** A part of the region, as `defineRegion` has it. */
export interface TitledTerritory {
  /** Its id. */
  readonly id: string
  /** Its name. */
  readonly title: string
  /** What it is. */
  readonly kind: "region" | "district" | "urban-okrug" | "settlement" | "city-district"
  /** The territory that it lies in. */
  readonly parentId?: string | undefined
}

/** What the host's own things are called in the table; what has no title is written by its id. */
export interface ExportTitles {
  /** «Кабинет»: the office itself. */
  readonly office?: string
  /** The titles of topics, by id. */
  readonly topics?: Readonly<Record<string, string>>
  /** The group of a topic, by the topic's id. */
  readonly topicGroups?: Readonly<Record<string, string>>
  /** The titles of authorities, by id. */
  readonly authorities?: Readonly<Record<string, string>>
  /** Executors that are not named here are left out: they are persons. */
  readonly executors?: Readonly<Record<string, string>>
  /** The parts of the region, in a tree. */
  readonly territories?: readonly TitledTerritory[]
  /** The titles of tags, by id. */
  readonly tags?: Readonly<Record<string, string>>
  /** The link of a community, by its key. */
  readonly communities?: Readonly<Record<string, string>>
  /** The account that speaks in a community, by its key. */
  readonly accounts?: Readonly<Record<string, string>>
  /** «Текущий шаг», by the status; of `replied-final` and `closed` the real help desk's words are known. */
  readonly steps?: Readonly<Record<string, string>>
}

const words = z.record(z.string(), z.string()).default({})

export const titlesSchema = z.strictObject({
  office: z.string().optional(),
  topics: words,
  topicGroups: words,
  authorities: words,
  executors: words,
  territories: z
    .array(
      z.looseObject({
        id: z.string(),
        title: z.string(),
        kind: z.enum(["region", "district", "urban-okrug", "settlement", "city-district"]),
        parentId: z.string().optional(),
      }),
    )
    .default([]),
  tags: words,
  communities: words,
  accounts: words,
  steps: words,
})

export type CheckedTitles = z.output<typeof titlesSchema>

import * as z from "zod"
import { instantSchema, readInstant, schemaOf, type Instant } from "../base/index.ts"
import type { Validity } from "../route/index.ts"

/** Where a citizen can turn. */
export interface GuidanceContact {
  /** Whom one reaches, as "the dispatcher". */
  readonly title: string
  /** A telephone number, a link, an address. */
  readonly value: string
}

/** A ministry's short "what to do" for everyone with the same problem. */
export interface Guidance extends Validity {
  /** Unique among the guidance texts. */
  readonly id: string
  /** The topic that it is for. */
  readonly topic: string
  /** Where it is for; absent: everywhere. */
  readonly territoryId?: string
  /** The authority that answers for the text. */
  readonly ownerId: string
  /** The text, without steps and contacts. */
  readonly text: string
  /** What to do, one thing after the other. */
  readonly steps?: readonly string[]
  /** Where a citizen can turn, in this order. */
  readonly contacts?: readonly GuidanceContact[]
  /** Whether it may be published without a person who checks it: only what was approved for that. Default false. */
  readonly publishUnseen?: boolean
}

const guidanceContactSchema = z.strictObject({ title: z.string().min(1), value: z.string().min(1) })

/** Checks a {@link Guidance}. */
export const guidanceSchema = schemaOf<Guidance>()(
  z
    .strictObject({
      id: z.string().min(1),
      topic: z.string().min(1),
      territoryId: z.string().min(1).optional(),
      ownerId: z.string().min(1),
      text: z.string().min(1),
      steps: z.array(z.string().min(1)).optional(),
      contacts: z.array(guidanceContactSchema).optional(),
      publishUnseen: z.boolean().optional(),
      validFrom: instantSchema.optional(),
      validTo: instantSchema.optional(),
    })
    .refine(({ validFrom, validTo }) => validFrom === undefined || validTo === undefined || validFrom < validTo, {
      error: "it ends later than it begins",
      path: ["validTo"],
    }),
)

/** What a guidance text is searched for by. */
export interface GuidanceSituation {
  /** The topic of the incident. */
  readonly topic: string
  /** The territories from the nearest outwards. */
  readonly territoryIds: readonly string[]
  /** Decides validity. */
  readonly at: Instant
}

/**
 * The guidance for a topic at a place and a moment: one for the nearest territory before one for everywhere; undefined
 * when there is none.
 *
 * @param texts - all guidance texts
 * @param wanted - the topic, the territories from the nearest outwards, and the moment that decides validity
 */
export function findGuidance(texts: readonly Guidance[], wanted: GuidanceSituation): Guidance | undefined {
  const valid = texts.filter((text) => text.topic === wanted.topic && isValidAt(text, wanted.at))
  for (const territoryId of wanted.territoryIds) {
    const local = valid.find((text) => text.territoryId === territoryId)
    if (local !== undefined) return local
  }
  return valid.find((text) => text.territoryId === undefined)
}

/** Whether a text holds at a moment. */
export function isValidAt({ validFrom, validTo }: Pick<Guidance, "validFrom" | "validTo">, given: Instant): boolean {
  const at = readInstant(given, "at")
  return (validFrom === undefined || validFrom <= at) && (validTo === undefined || at < validTo)
}

/**
 * The whole text as it is published: the text, its steps with their numbers, its contacts, each on a line of its own.
 *
 * @param guidance - a guidance text
 */
export function guidanceText({ text, steps = [], contacts = [] }: Guidance): string {
  return [text, ...steps.map((step, index) => `${index + 1}. ${step}`), ...contacts.map(({ title, value }) => `${title}: ${value}`)].join(
    "\n",
  )
}

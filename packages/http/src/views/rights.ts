import * as z from "zod"
import { actorSchema } from "./parts.ts"

const text = z.string()

/** Whether somebody may give a command now, and why not. */
export const actionSchema = z
  .union([
    z
      .strictObject({
        command: text,
        allowed: z.literal(true),
        /** Fields of the command, and facts that are missing. */
        needs: z.array(text),
      })
      .meta({ id: "AllowedAction" }),
    z
      .strictObject({
        command: text,
        allowed: z.literal(false),
        /** The right that does not reach, `state` or `guard`. */
        why: text,
        /** Why, in a sentence. */
        text,
      })
      .meta({ id: "ForbiddenAction" }),
  ])
  .meta({ id: "Action" })

/** What may be done with an incident, for buttons. */
export const actionsSchema = z
  .strictObject({
    version: z.int(),
    actions: z.array(actionSchema),
  })
  .meta({ id: "Actions" })

const reach = z.enum(["everywhere", "somewhere", "nowhere"]).meta({ id: "Reach" })

/** Who is signed in, and what that actor may do. */
export const rightsSchema = z
  .strictObject({
    actor: actorSchema,
    readings: z.record(text, reach),
    commands: z.record(text, reach),
    whole: z.record(text, reach),
  })
  .meta({ id: "Rights" })

const titled = { id: text, title: text }

/** The ids that the desk knows. */
export const vocabularySchema = z
  .strictObject({
    topics: z.array(z.strictObject(titled).meta({ id: "Titled" })),
    authorities: z.array(z.strictObject(titled)),
    territories: z.array(z.strictObject({ ...titled, parentId: text.nullable() })),
    tags: z.array(z.strictObject(titled)),
    templates: z.array(z.strictObject({ ...titled, version: text })),
    guidance: z.array(z.strictObject({ ...titled, topic: text })),
    policies: z.array(z.strictObject({ id: text, version: text, goal: text })),
  })
  .meta({ id: "Vocabulary" })

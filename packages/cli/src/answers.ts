import { schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import type { CheckFinding } from "./config.ts"

const count = z.int().min(0)

/** What `doctor --json` prints. */
export interface DoctorAnswer {
  /** In the order in which they were made. */
  readonly checks: readonly CheckedPart[]
}

/** What one check came to. */
export interface CheckedPart extends CheckFinding {
  /** The check. */
  readonly id: string
  /** What it makes sure of. */
  readonly title: string
}

/** What `migrate --json` prints. */
export interface MigrateAnswer {
  /** The version of the schema that was found; 0: none. */
  readonly from: number
  /** The version that it has now, or with `--plan` will have. */
  readonly to: number
  /** Whether the steps were taken: false with `--plan`. */
  readonly isApplied: boolean
  /** The steps that were missing; empty where the host lists none. */
  readonly steps: readonly PlannedStep[]
}

/** A step of the schema. */
export interface PlannedStep {
  /** 1 for the first step. */
  readonly version: number
  /** What it does. */
  readonly name: string
  /** Its SQL, in order, for one transaction. */
  readonly statements: readonly string[]
}

/** What every command prints with `--json` when it ends with an error. */
export interface ErrorAnswer {
  /** What went wrong. */
  readonly error: {
    /** A code of `DeskError`, `usage`, or `fault` for one of the program. */
    readonly code: string
    /** A sentence. */
    readonly message: string
    /** Everything that is wrong with options or data, each with its path. */
    readonly issues?: readonly {
      /** The field. */
      readonly path: string
      /** What was expected. */
      readonly message: string
    }[]
  }
}

/** The schema of what each command prints with `--json`. */
export interface AnswerSchemas {
  /** Of `doctor`. */
  readonly doctor: z.ZodType<DoctorAnswer>
  /** Of `migrate`. */
  readonly migrate: z.ZodType<MigrateAnswer>
  /** Of every command that ends with an error. */
  readonly error: z.ZodType<ErrorAnswer>
}

/** The schema of what each command prints with `--json`, by its words. */
export const answerSchemas: AnswerSchemas = {
  doctor: schemaOf<DoctorAnswer>()(
    z.strictObject({
      checks: z.array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          state: z.enum(["ok", "warn", "fail", "skip"]),
          why: z.string(),
          action: z.string().nullable(),
        }),
      ),
    }),
  ),
  migrate: schemaOf<MigrateAnswer>()(
    z.strictObject({
      from: count,
      to: count,
      isApplied: z.boolean(),
      steps: z.array(z.strictObject({ version: z.int().min(1), name: z.string(), statements: z.array(z.string()) })),
    }),
  ),
  error: schemaOf<ErrorAnswer>()(
    z.strictObject({
      error: z.strictObject({
        code: z.string(),
        message: z.string(),
        issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
      }),
    }),
  ),
}

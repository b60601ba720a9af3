import { schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import type { RuleCheck, RuleComparison } from "@otklik/core/rules"
import type { SimulationTotals } from "@otklik/core/sla"
import { reportSchema } from "@otklik/core/reports"
import type { RowError, UnknownValue } from "@otklik/exchange"
import type { CheckFinding } from "./config.ts"

const count = z.int().min(0)

/** What `init --json` prints. */
export interface InitAnswer {
  /** Where the project is, from where it was asked for. */
  readonly folder: string
  /** Whether the files were written: false with `--dry-run`. */
  readonly isWritten: boolean
  /** The files. */
  readonly files: readonly string[]
  /** What to type next. */
  readonly next: readonly string[]
}

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

/** What `rules check --json` prints: what `checkRules` found, without the texts of the examples. */
export interface RulesCheckAnswer extends Omit<RuleCheck, "failures"> {
  /** The examples that failed. */
  readonly failures: readonly {
    /** The rule. */
    readonly ruleId: string
    /** The list of its examples. */
    readonly list: "match" | "skip"
    /** The place in the list, from 0. */
    readonly index: number
    /** The clauses that decided. */
    readonly because: readonly {
      /** The clause as the query says it. */
      readonly clause: string
      /** Whether it is in the text. */
      readonly holds: boolean
    }[]
  }[]
  /** What is doubtful about queries. */
  readonly findings: readonly {
    /** As `lintRules` names it. */
    readonly code: string
    /** A sentence. */
    readonly message: string
    /** The rule; null for none in particular. */
    readonly ruleId: string | null
    /** The characters of the query; null for the whole. */
    readonly span: TextSpan | null
  }[]
}

/** Characters of a text, half-open. */
export interface TextSpan {
  /** The first UTF-16 unit. */
  readonly start: number
  /** After the last one. */
  readonly end: number
}

/** Where something is in a text. */
export interface TextPlace extends TextSpan {
  /** The characters themselves. */
  readonly text: string
}

/** What `rules explain --json` prints. */
export interface RulesExplainAnswer {
  /** The topic of the first rule that holds and has one; null: none. */
  readonly topic: string | null
  /** The rules that hold, in their order. */
  readonly matches: readonly {
    /** The rule. */
    readonly ruleId: string
    /** Its topic; null: none. */
    readonly topic: string | null
    /** The clauses that made it hold, in the order of the text. */
    readonly clauses: readonly (TextPlace & {
      /** The clause as the query says it. */
      readonly term: string
    })[]
  }[]
  /** The rule that was asked about (`--rule`), clause by clause from the outermost inwards; null: none was. */
  readonly why: {
    /** The rule. */
    readonly ruleId: string
    /** Its clauses. */
    readonly clauses: readonly ExplainedPart[]
  } | null
}

/** A clause of a query, and whether it holds. */
export interface ExplainedPart {
  /** As the query says it. */
  readonly clause: string
  /** Whether it holds. */
  readonly holds: boolean
  /** How many clauses it is inside of. */
  readonly depth: number
  /** Where it is in the text. */
  readonly places: readonly TextPlace[]
}

/** What `rules expand --json` prints. */
export interface RulesExpandAnswer {
  /** The words of the query. */
  readonly words: readonly {
    /** As the query says it. */
    readonly word: string
    /** Every word that it finds. */
    readonly finds: readonly string[]
  }[]
}

/** What `simulate sla --json` prints. */
export interface SimulateSlaAnswer {
  /** The moment at which late was judged. */
  readonly asOf: string
  /** How many incidents were replayed. */
  readonly incidents: number
  /** The sums of each goal. */
  readonly totals: readonly SimulationTotals[]
  /** Clocks with another due time, or late on one side only. */
  readonly changed: readonly {
    /** The incident. */
    readonly incidentId: string
    /** The goal. */
    readonly goal: string
    /** 1, and one more for each reopening. */
    readonly cycle: number
    /** As it was; null: no clock ran. */
    readonly before: SimulatedDue | null
    /** As it would have been; null: no clock would have run. */
    readonly after: SimulatedDue | null
  }[]
}

/** A clock of a simulation. */
export interface SimulatedDue {
  /** The policy. */
  readonly policyId: string
  /** When it is due. */
  readonly dueAt: string
  /** Whether it is late. */
  readonly isLate: boolean
}

/** What `simulate rules --json` prints. */
export interface SimulateRulesAnswer {
  /** Whole messages. */
  readonly messages: RuleComparison["messages"]
  /** Every rule that differs. */
  readonly rules: readonly {
    /** The rule. */
    readonly ruleId: string
    /** Whether it is new, gone or different. */
    readonly change: "added" | "removed" | "changed"
    /** Messages for which it held. */
    readonly hitsBefore: number
    /** Messages for which it would hold. */
    readonly hitsAfter: number
    /** Matches that would be new. */
    readonly appeared: SampledMessages
    /** Matches that would go. */
    readonly disappeared: SampledMessages
  }[]
  /** How first topics move, the most frequent first. */
  readonly topics: readonly {
    /** Null: none. */
    readonly before: string | null
    /** Null: none. */
    readonly after: string | null
    /** How many messages. */
    readonly count: number
  }[]
}

/** Messages, counted, and the first of them. */
export interface SampledMessages {
  /** How many. */
  readonly count: number
  /** The first ones. */
  readonly samples: readonly {
    /** The place in the archive, from 0. */
    readonly index: number
    /** Its key; null: it has none. */
    readonly key: string | null
  }[]
}

/** What `export --out FILE --json` prints. */
export interface ExportAnswer {
  /** The file. */
  readonly file: string
  /** How many lines it has. */
  readonly lines: number
  /** How many bytes it has. */
  readonly bytes: number
}

/** What `import tenant --json` prints. */
export interface ImportTenantAnswer {
  /** How much came in, by kind. */
  readonly counts: Readonly<Record<string, number>>
  /** Lines that an earlier import had stored already. */
  readonly resumedAt: number
}

/** What `import incidents --json` prints. */
export interface ImportIncidentsAnswer {
  /** Whether nothing was stored. */
  readonly isDryRun: boolean
  /** How many rows came to what. */
  readonly counts: {
    /** Rows under the heading. */
    readonly rows: number
    /** Became incidents. */
    readonly created: number
    /** Were known. */
    readonly known: number
    /** Were known, and have changed since. */
    readonly changed: number
    /** Of the changed ones those to which something was added. */
    readonly updated: number
    /** Open rows that were left out. */
    readonly skipped: number
    /** Could not be taken over. */
    readonly refused: number
    /** Authors who were named and dropped, the desk having no key ring. */
    readonly droppedAuthors: number
  }
  /** Why rows could not be taken over. */
  readonly errors: readonly RowError[]
  /** Values that closed columns do not know. */
  readonly unknownValues: readonly UnknownValue[]
  /** Headings that the mapping does not name. */
  readonly unmappedColumns: readonly string[]
  /** Columns that the table lacks. */
  readonly missingColumns: readonly string[]
}

/** What `import messages --json` prints. */
export interface ImportMessagesAnswer {
  /** How many rows came to what. */
  readonly counts: {
    /** Rows that were read. */
    readonly read: number
    /** Matched a rule. */
    readonly matched: number
    /** Became incidents. */
    readonly registered: number
    /** Wait for a person. */
    readonly candidates: number
    /** Were known. */
    readonly known: number
    /** Could not be understood. */
    readonly skipped: number
  }
  /** What could not be understood. */
  readonly items: readonly {
    /** The line; null where it is not known. */
    readonly line: number | null
    /** The field; empty for the whole row. */
    readonly path: string
    /** What was expected. */
    readonly message: string
  }[]
}

/** A line of the log that `serve --json` prints. */
export interface ServeLine {
  /** When. */
  readonly at: string
  /** How much it matters. */
  readonly level: "info" | "warn" | "error"
  /** What: `started`, `stopping`, `stopped`, `request-failed`, or an event of the desk. */
  readonly event: string
  /** What belongs to it. Never a text of a citizen and never an author. */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>
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

/** The schema of what each command prints with `--json`, by its words; of `serve` of a line. */
export interface AnswerSchemas {
  /** Of `init`. */
  readonly init: z.ZodType<InitAnswer>
  /** Of `doctor`. */
  readonly doctor: z.ZodType<DoctorAnswer>
  /** Of `migrate`. */
  readonly migrate: z.ZodType<MigrateAnswer>
  /** Of `rules check`. */
  readonly "rules check": z.ZodType<RulesCheckAnswer>
  /** Of `rules explain`. */
  readonly "rules explain": z.ZodType<RulesExplainAnswer>
  /** Of `rules expand`. */
  readonly "rules expand": z.ZodType<RulesExpandAnswer>
  /** Of `simulate sla`. */
  readonly "simulate sla": z.ZodType<SimulateSlaAnswer>
  /** Of `simulate rules`. */
  readonly "simulate rules": z.ZodType<SimulateRulesAnswer>
  /** Of `report`: the report. */
  readonly report: typeof reportSchema
  /** Of `export`. */
  readonly export: z.ZodType<ExportAnswer>
  /** Of `import tenant`. */
  readonly "import tenant": z.ZodType<ImportTenantAnswer>
  /** Of `import incidents`. */
  readonly "import incidents": z.ZodType<ImportIncidentsAnswer>
  /** Of `import messages`. */
  readonly "import messages": z.ZodType<ImportMessagesAnswer>
  /** Of each line of `serve`. */
  readonly serve: z.ZodType<ServeLine>
  /** Of every command that ends with an error. */
  readonly error: z.ZodType<ErrorAnswer>
}

const text = z.string()
const textOrNull = z.string().nullable()
const list = z.enum(["match", "skip"])
const span = { start: count, end: count }
const place = z.strictObject({ ...span, text })
const due = z.strictObject({ policyId: text, dueAt: z.iso.datetime(), isLate: z.boolean() }).nullable()
const sampled = z.strictObject({ count, samples: z.array(z.strictObject({ index: count, key: textOrNull })) })

/** The schema of what each command prints with `--json`. */
export const answerSchemas: AnswerSchemas = {
  init: schemaOf<InitAnswer>()(z.strictObject({ folder: text, isWritten: z.boolean(), files: z.array(text), next: z.array(text) })),
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
  "rules check": schemaOf<RulesCheckAnswer>()(
    z.strictObject({
      passed: z.boolean(),
      counts: z.strictObject({ rules: count, match: count, skip: count, failed: count, untested: count }),
      failures: z.array(
        z.strictObject({
          ruleId: text,
          list,
          index: count,
          because: z.array(z.strictObject({ clause: text, holds: z.boolean() })),
        }),
      ),
      untested: z.array(z.strictObject({ ruleId: text, lists: z.array(list) })),
      findings: z.array(z.strictObject({ code: text, message: text, ruleId: textOrNull, span: z.strictObject(span).nullable() })),
    }),
  ),
  "rules explain": schemaOf<RulesExplainAnswer>()(
    z.strictObject({
      topic: textOrNull,
      matches: z.array(
        z.strictObject({ ruleId: text, topic: textOrNull, clauses: z.array(z.strictObject({ ...span, text, term: text })) }),
      ),
      why: z
        .strictObject({
          ruleId: text,
          clauses: z.array(z.strictObject({ clause: text, holds: z.boolean(), depth: count, places: z.array(place) })),
        })
        .nullable(),
    }),
  ),
  "rules expand": schemaOf<RulesExpandAnswer>()(z.strictObject({ words: z.array(z.strictObject({ word: text, finds: z.array(text) })) })),
  "simulate sla": schemaOf<SimulateSlaAnswer>()(
    z.strictObject({
      asOf: z.iso.datetime(),
      incidents: count,
      totals: z.array(
        z.strictObject({
          goal: text,
          clocksBefore: count,
          clocksAfter: count,
          lateBefore: count,
          lateAfter: count,
          becameLate: count,
          becameInTime: count,
          moved: count,
        }),
      ),
      changed: z.array(z.strictObject({ incidentId: text, goal: text, cycle: count, before: due, after: due })),
    }),
  ),
  "simulate rules": schemaOf<SimulateRulesAnswer>()(
    z.strictObject({
      messages: z.strictObject({ read: count, matchedBefore: count, matchedAfter: count, caught: count, lost: count }),
      rules: z.array(
        z.strictObject({
          ruleId: text,
          change: z.enum(["added", "removed", "changed"]),
          hitsBefore: count,
          hitsAfter: count,
          appeared: sampled,
          disappeared: sampled,
        }),
      ),
      topics: z.array(z.strictObject({ before: textOrNull, after: textOrNull, count })),
    }),
  ),
  report: reportSchema,
  export: schemaOf<ExportAnswer>()(z.strictObject({ file: text, lines: count, bytes: count })),
  "import tenant": schemaOf<ImportTenantAnswer>()(z.strictObject({ counts: z.record(text, count), resumedAt: count })),
  "import incidents": schemaOf<ImportIncidentsAnswer>()(
    z.strictObject({
      isDryRun: z.boolean(),
      counts: z.strictObject({
        rows: count,
        created: count,
        known: count,
        changed: count,
        updated: count,
        skipped: count,
        refused: count,
        droppedAuthors: count,
      }),
      errors: z.array(z.strictObject({ row: count, column: text, code: text, message: text })),
      unknownValues: z.array(z.strictObject({ column: text, value: text, rows: count })),
      unmappedColumns: z.array(text),
      missingColumns: z.array(text),
    }),
  ),
  "import messages": schemaOf<ImportMessagesAnswer>()(
    z.strictObject({
      counts: z.strictObject({ read: count, matched: count, registered: count, candidates: count, known: count, skipped: count }),
      items: z.array(z.strictObject({ line: count.nullable(), path: text, message: text })),
    }),
  ),
  serve: schemaOf<ServeLine>()(
    z.strictObject({
      at: z.iso.datetime(),
      level: z.enum(["info", "warn", "error"]),
      event: text,
      fields: z.record(text, z.union([text, z.number(), z.boolean(), z.null()])),
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

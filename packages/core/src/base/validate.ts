import type * as z from "zod"
import { safeParse } from "zod/mini"
import { type InputIssue, type Span, configError } from "./error.ts"
import { didYouMean } from "./suggest.ts"

/** A path of zod (`["rules", 3, "query"]`) as a reader writes it (`rules[3].query`). */
function pathOf(path: readonly PropertyKey[]): string {
  let text = ""
  for (const part of path) text += typeof part === "number" ? `[${part}]` : text === "" ? String(part) : `.${String(part)}`
  return text
}

/**
 * The issues of a failed zod parse, in the shape that Otklik's errors carry; of an alternative, those of the branch
 * that got furthest.
 */
export function inputIssues(error: z.core.$ZodError): readonly InputIssue[] {
  return error.issues.flatMap((issue) => issuesOf(issue, []))
}

function issuesOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly InputIssue[] {
  const path = [...above, ...issue.path]
  if (issue.code === "unrecognized_keys") {
    const sentence = (key: string) => sentencesOf.get(issue.keys)?.get(key) ?? "there is no such field"
    return issue.keys.map((key) => ({ path: pathOf([...path, key]), message: sentence(key) }))
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const [first, second] = issue.errors.toSorted((one, other) => depthOf(other) - depthOf(one))
    // Branches that are equally wrong name different things: then only the whole can be named.
    if (first !== undefined && depthOf(first) > depthOf(second ?? [])) return first.flatMap((inner) => issuesOf(inner, path))
  }
  const span: unknown = issue.code === "custom" ? issue.params?.["span"] : undefined
  return [{ path: pathOf(path), message: issue.message, ...(isSpan(span) ? { span } : {}) }]
}

/** How far into a value an alternative got before something was wrong: -1 when it is of another kind altogether. */
function depthOf(branch: readonly z.core.$ZodIssue[]): number {
  if (branch.length === 0 || branch.some(({ code, path }) => code === "invalid_type" && path.length === 0)) return -1
  return Math.max(...branch.map(({ path }) => path.length))
}

function isSpan(value: unknown): value is Span {
  return typeof value === "object" && value !== null && "start" in value && "end" in value
}

/** What is said of each unknown field, by the list in which zod names them. */
const sentencesOf = new WeakMap<readonly string[], ReadonlyMap<string, string>>()

/**
 * Says what is wrong, and what was probably meant: of an unknown field the nearest known one, of a wrong word the
 * nearest of the list.
 */
function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "unrecognized_keys") {
    const known = fieldsOf(issue.inst)
    sentencesOf.set(issue.keys, new Map(issue.keys.map((key) => [key, `there is no such field${didYouMean(key, known)}`])))
    return undefined
  }
  if (issue.code === "invalid_value" && issue.values.length > 1) return oneOf(issue.values, issue.input)
  if (issue.code === "invalid_union" && typeof issue["discriminator"] === "string" && Array.isArray(issue["options"])) {
    const { input } = issue
    return oneOf(issue["options"], typeof input === "object" && input !== null ? Reflect.get(input, issue["discriminator"]) : undefined)
  }
  return plainSentence(issue)
}

function oneOf(values: readonly unknown[], given: unknown): string {
  const words = values.map(String)
  return `one of ${words.join(", ")} was expected${typeof given === "string" ? didYouMean(given, words) : ""}`
}

/** How the kinds of values are called in sentences; what is not listed is called as zod calls it. */
const kinds: Readonly<Record<string, string>> = {
  array: "a list",
  bigint: "a whole number (bigint)",
  boolean: "true or false",
  date: "a Date",
  function: "a function",
  int: "a whole number",
  null: "null",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
}

/** What was expected, in the words of the pages: zod's own sentences speak of strings, arrays and `>=`. */
function plainSentence(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "invalid_type") return `${kinds[issue.expected] ?? issue.expected} was expected${givenInstead(issue.input)}`
  if (issue.code === "too_small")
    return sizeSentence(issue.origin, `${issue.minimum} or more`, issue.inclusive, `more than ${issue.minimum}`)
  if (issue.code === "too_big") return sizeSentence(issue.origin, `at most ${issue.maximum}`, issue.inclusive, `less than ${issue.maximum}`)
  if (issue.code === "invalid_value") return `${JSON.stringify(issue.values[0])} was expected`
  if (issue.code === "invalid_format") return formatSentence(issue)
  if (issue.code === "not_multiple_of") return `a multiple of ${issue.divisor} was expected`
  if (issue.code === "invalid_union") return "none of the allowed forms fits"
  return "another value was expected"
}

function formatSentence({ format, pattern }: { readonly format: string; readonly pattern?: string }): string {
  if (format === "url") return "a web address was expected, like https://example.org/page"
  return format === "regex" ? `a text of the pattern ${pattern ?? ""} was expected` : `a text of the format ${format} was expected`
}

function sizeSentence(origin: string, size: string, isInclusive: boolean | undefined, beyond: string): string {
  const thing = origin === "string" ? "a text" : origin === "array" || origin === "set" ? "a list" : undefined
  if (thing === undefined) return `a number ${isInclusive === false ? beyond : `of ${size}`} was expected`
  if (size === "1 or more") return `${thing} that is not empty was expected`
  return `${thing} of ${size}${origin === "string" ? " characters" : ""} was expected`
}

/** What was given instead; of a value itself only its kind is reported, since it may be a secret. */
function givenInstead(input: unknown): string {
  if (input === undefined) return ""
  if (input === null) return "; null was given"
  if (typeof input === "number") return Number.isFinite(input) ? "" : `; ${input} was given`
  if (Array.isArray(input)) return "; a list was given"
  const given = kinds[typeof input]
  return given === undefined ? "" : `; ${given} was given`
}

function fieldsOf(schema: unknown): readonly string[] {
  const shape = typeof schema === "object" && schema !== null && "shape" in schema ? schema.shape : undefined
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : []
}

/** A type made comparable: each field says whether it may be absent, and nothing is writable. */
type Fields<Value> = Value extends Uint8Array | AbortSignal | ((...given: never) => unknown)
  ? Value
  : Value extends readonly unknown[]
    ? { readonly [Index in keyof Value]: Fields<Value[Index]> }
    : Value extends object
      ? {
          readonly [Key in keyof Value]-?: undefined extends Value[Key]
            ? [Fields<Exclude<Value[Key], undefined>>, "optional"]
            : [Fields<Value[Key]>, "required"]
        }
      : Value

type Differs<One, Other, Sentence> = [Fields<One>, Fields<Other>] extends [Fields<Other>, Fields<One>] ? unknown : Sentence

/**
 * Holds a schema to the interfaces that hosts read: `schemaOf<Policy, PolicyInput>()(z.strictObject({ … }))`. A field
 * that one side has and the other has not, or that only one side leaves out, does not compile. Does nothing at run
 * time.
 */
export function schemaOf<Output, Input = Output>() {
  return <Schema extends z.core.$ZodType>(
    schema: Schema &
      Differs<z.output<Schema>, Output, "the schema returns other fields than the interface has"> &
      Differs<z.input<Schema>, Input, "the schema takes other fields than the interface has">,
  ): Schema => schema
}

/**
 * Checks data against a schema. What is wrong is returned as a list; unknown fields and words come with what was
 * probably meant.
 *
 * @param schema - what is allowed
 * @param value - what the host gave
 * @returns the data, or what is wrong with it
 */
export function checkInput<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): { readonly data: z.output<Schema> } | { readonly issues: readonly InputIssue[] } {
  const result = safeParse(schema, value, { error: explainIssue })
  return result.success ? { data: result.data } : { issues: inputIssues(result.error) }
}

/**
 * Reads options: every factory validates its one options object with this.
 *
 * @param schema - what is allowed
 * @param value - what the host gave
 * @param what - the name for the error's sentence, as `createDesk options`
 * @throws DeskError `config` with every issue and its field path
 */
export function readOptions<Schema extends z.core.$ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = checkInput(schema, value)
  if ("data" in result) return result.data
  throw configError(what, result.issues)
}

import { checkInput } from "@otklik/core/internal"
import * as z from "zod"
import { invalidRequest, pointerOf, type Fault } from "./problem.ts"

/** Checks one part of a request. */
function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, place: Fault["in"]): z.output<Schema> {
  const result = checkInput(schema, value)
  if ("data" in result) return result.data
  throw invalidRequest(result.issues.map(({ path, message }) => ({ in: place, pointer: pointerOf(path), detail: message })))
}

/** Reads the query: a parameter that may come several times is a list, every other one comes once. */
export function readQuery(schema: z.ZodObject | undefined, parameters: URLSearchParams): unknown {
  const shape: Readonly<Record<string, unknown>> = schema?.shape ?? {}
  const given: Record<string, unknown> = {}
  const faults: Fault[] = []
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name)
    if (isList(shape[name])) given[name] = values
    else if (values.length === 1) given[name] = values[0]
    else faults.push({ in: "query", pointer: `/${name}`, detail: "it was expected once" })
  }
  if (faults.length > 0) throw invalidRequest(faults)
  return checked(schema ?? z.strictObject({}), given, "query")
}

function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap())
  return schema instanceof z.ZodArray
}

/** Reads a JSON body. */
export function readJson(schema: z.ZodType, bytes: Uint8Array): unknown {
  return checked(schema, parseJson(bytes), "body")
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw invalidRequest([{ in: "body", pointer: "", detail: "JSON in UTF-8 was expected" }])
  }
}

import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as z from "zod"

/** Where contracts and recorded payloads stand, on machines that have them; nothing of it is part of the repository. */
const folder = fileURLToPath(new URL("../../../../shared/networks/", import.meta.url))
const contractFolder = join(folder, "contracts", "ok")

/** Recorded payloads of OK. */
export const recordedFolder = join(folder, "recorded", "ok")

/** Whether the contract is at hand. */
export const hasContract = existsSync(join(contractFolder, "methods-2017.derived.json"))

/** Whether recorded payloads are at hand. */
export const hasRecordings = existsSync(recordedFolder)

/** What tests say that skip. */
export const absent = "the network contracts are not on this machine"

const read = (name: string): unknown => (hasContract ? JSON.parse(readFileSync(join(contractFolder, name), "utf8")) : undefined)

const methodsSchema = z.object({ methods: z.record(z.string(), z.object({ params: z.array(z.string()) })) })
const errorsSchema = z.object({ errors: z.record(z.string(), z.object({ name: z.string(), meaning: z.string() })) })
const vectorsSchema = z.object({
  vectors: z.array(
    z.object({
      application_secret_key: z.string().optional(),
      access_token: z.string().optional(),
      session_secret_key: z.string().optional(),
      secret_key: z.string().optional(),
      params: z.record(z.string(), z.string()),
      sig: z.string(),
    }),
  ),
})

/** Methods of OK's documentation of 2017 with the names of their parameters. */
export const methods = (): Readonly<Record<string, { readonly params: readonly string[] }>> =>
  methodsSchema.parse(read("methods-2017.derived.json")).methods

/** Codes with their names. */
export const errors = (): Readonly<Record<string, { readonly name: string; readonly meaning: string }>> =>
  errorsSchema.parse(read("errors.derived.json")).errors

/** Published signatures with what they were made of. */
export const vectors = () => vectorsSchema.parse(read("signature-vectors.json")).vectors

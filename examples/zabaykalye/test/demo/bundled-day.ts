import type { IncomingMessage } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const folder = new URL("../../demo/messages/", import.meta.url)

/** What a message is about: the topics any of which is right, or `noise`. */
export type Label = "noise" | readonly string[]

/** Where a bundled file is. */
export function bundledPath(name: string): string {
  return fileURLToPath(new URL(name, folder))
}

/** The lines of a bundled file that hold something. */
export function bundledLines(name: string): readonly string[] {
  return readFileSync(new URL(name, folder), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
}

/** A line as a message; undefined for one of those that are wrong on purpose. */
export function readMessage(line: string): IncomingMessage | undefined {
  try {
    return incomingMessageSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** The labels by key. */
export const labels: ReadonlyMap<string, Label> = new Map(
  Object.entries(JSON.parse(readFileSync(new URL("labels.json", folder), "utf8")) as Record<string, Label>),
)

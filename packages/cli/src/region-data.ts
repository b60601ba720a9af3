import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { configError } from "@otklik/core/internal"
import { CommandError, exitCodes } from "./exit.ts"
import { messageOf, type Host } from "./host.ts"
import type { Machine } from "./machine.ts"
import type { DeskParts } from "./parts.ts"

/**
 * The time zone of the region: the one given, else that of the calendar by which reports count, else that of the first
 * calendar.
 *
 * @throws DeskError `config` where nothing names one
 */
export function zoneOf({ calendars = {}, reportCalendarId }: DeskParts, given: string | undefined): string {
  const calendar = reportCalendarId === undefined ? Object.values(calendars)[0] : calendars[reportCalendarId]
  const zone = given ?? calendar?.zone
  if (zone !== undefined) return zone
  throw configError("options", [
    { path: "--zone", message: "an IANA zone was expected, like Asia/Chita: the desk has no calendar that names one" },
  ])
}

/** Reads a file that somebody named on the command line. */
export async function readGiven({ folder }: Machine, file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(resolve(folder, file)))
  } catch (error) {
    throw new CommandError(exitCodes.usage, "usage", `${file} cannot be read: ${messageOf(error)}`)
  }
}

/** Reads a file of JSON that somebody named on the command line. */
export async function readGivenJson(machine: Machine, file: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readGiven(machine, file))
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new CommandError(exitCodes.usage, "usage", `${file} is no JSON: ${messageOf(error)}`)
  }
}

/** The desk's parts where there is a config, else undefined: for commands that can do without. */
export async function partsIfAny(host: Host): Promise<DeskParts | undefined> {
  return host.hasConfig ? host.parts() : undefined
}

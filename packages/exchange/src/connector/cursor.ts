import { DeskError } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import type { TableItem } from "./read-messages.ts"

// A place in a table: how many rows were read, and a sum over them. Another row before it is found out.

/** The cursor after so many rows. */
export function placeAfter(count: number, items: readonly TableItem[]): string {
  return `${count}.${sumOf(count, items)}`
}

/**
 * How many rows were read.
 *
 * @throws DeskError `protocol` for a cursor that this table did not give
 */
export function readPlace(cursor: string, items: readonly TableItem[], sourceId: string): number {
  const count = Number(/^(\d{1,9})\.[\da-f]{32}$/.exec(cursor)?.[1] ?? NaN)
  if (!Number.isNaN(count) && count <= items.length && cursor === placeAfter(count, items)) return count
  throw new DeskError("protocol", `"${sourceId}" is another table than the one that was read: rows were changed or taken out`, {
    path: "cursor",
  })
}

const sums = new WeakMap<readonly TableItem[], readonly string[]>()

/** The sum over the first rows: each row's over that before it. */
function sumOf(count: number, items: readonly TableItem[]): string {
  let known = sums.get(items)
  if (known === undefined) {
    let last = sha256("otklik table")
    known = [last, ...items.map(({ said }) => (last = sha256(`${last} ${said}`)))]
    sums.set(items, known)
  }
  return known[count]?.slice(0, 32) ?? ""
}

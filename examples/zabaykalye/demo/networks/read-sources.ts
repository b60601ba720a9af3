import type { SourceTally } from "../output/report-page.ts"
import { skippedNote, type SkippedNote } from "../replay/replay-cursor.ts"
import type { Networks } from "./open-networks.ts"

/**
 * Listens for what could not be understood.
 *
 * @returns a function that gives how many messages of citizens came, and what was skipped
 */
export function readSources({ desk, clock, arrivals }: Networks): () => SourceTally {
  const notes: SkippedNote[] = []
  const oldest = clock.now()
  desk.events.on("item-skipped", ({ item }) => void notes.push(skippedNote(item)))
  return () => ({ read: arrivals.pushed.size + arrivals.swept.size + notes.length, skipped: notes.length, notes, oldest })
}

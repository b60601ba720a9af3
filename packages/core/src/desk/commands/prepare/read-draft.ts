import { DeskError } from "../../../base/index.ts"
import type { Draft } from "../../../storage/index.ts"
import type { DeskContext } from "../../context.ts"

/**
 * A draft's text.
 *
 * @throws DeskError `not-found`
 */
export async function readDraft(context: DeskContext, draftId: string): Promise<Draft> {
  const [draft] = await context.storage.read("draft", [draftId])
  if (draft === undefined) throw new DeskError("not-found", `there is no draft "${draftId}"`, { id: draftId })
  return draft
}

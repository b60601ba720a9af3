import type { Storage } from "@otklik/core"
import type { OpenedStorage } from "./subject.ts"

/** Sixteen handles on the same data, as sixteen processes have them; the first is the one that was opened. */
export async function openWorkers({ storage, openSecond }: OpenedStorage): Promise<readonly Storage[]> {
  return [storage, ...(await Promise.all(Array.from({ length: 15 }, () => openSecond())))]
}

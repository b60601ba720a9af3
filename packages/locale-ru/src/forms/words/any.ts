// In the place of `node.ts` where there is nothing of Node (`imports` of package.json): a browser, a worker at the
// edge.
import { DeskError } from "@otklik/core"

/** @throws DeskError `capability` always: only {@link loadWords} unpacks here */
export function unpackWords(): Uint8Array {
  throw new DeskError("capability", "russian() has no words yet: call `await loadRussian()` first", { capability: "word forms" })
}

/**
 * Loads the table, which is a module of its own, and unpacks it with the platform's `DecompressionStream`.
 *
 * @throws DeskError `network` when the module cannot be loaded
 */
export async function loadWords(): Promise<Uint8Array> {
  const { packedForms } = await import("../packed.ts").catch((cause: unknown) => {
    throw new DeskError("network", "the table of Russian word forms could not be loaded: try again", {}, { cause })
  })
  const packed = Uint8Array.from(atob(packedForms), (letter) => letter.charCodeAt(0))
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}

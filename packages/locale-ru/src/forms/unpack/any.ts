import { DeskError } from "@otklik/core"

/** In the place of `node.ts` where there is nothing of Node (`imports` of package.json). */
export function unpack(_base64: string): Buffer {
  throw new DeskError("capability", "russian() unpacks its words with node:zlib, which is not here: ask a server for word forms", {
    capability: "brotli",
  })
}

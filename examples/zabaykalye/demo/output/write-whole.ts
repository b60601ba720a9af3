import { open, rename } from "node:fs/promises"

/**
 * Writes a file as a whole: what stands under the name is always the old file or the new one, never a part, whenever
 * the process dies.
 *
 * @param path - the file
 * @param fill - writes the content, piece by piece
 * @param options - permissions of a new file
 */
export async function writeWhole(
  path: string,
  fill: (write: (piece: string | Uint8Array) => Promise<void>) => Promise<void>,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const unfinished = `${path}.part`
  const file = await open(unfinished, "w", options.mode)
  try {
    await fill((piece) => file.appendFile(piece))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
}

import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { writeWhole } from "../output/write-whole.ts"

const keyBytes = 32

/**
 * The key that turns authors into pseudonyms: made once, readable by its owner only. A real host keeps it in its vault,
 * apart from the database.
 *
 * @param path - the key's file
 */
export async function readOrCreateKey(path: string): Promise<Uint8Array> {
  try {
    const key = await readFile(path)
    if (key.byteLength === keyBytes) return key
    throw new Error(`в файле ключа ${path} ожидалось ${keyBytes} байта`)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error
  }
  const key = randomBytes(keyBytes)
  await writeWhole(path, async (write) => write(key), { mode: 0o600 })
  return key
}

import { DeskError, isDeskError, seal, unseal } from "../../base/index.ts"
import type { IncomingMessage, MessageKey } from "../../message/index.ts"
import type { SealedAuthor, SealedAuthorWrite } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import type { KeyRing } from "../options/key-ring.ts"

/**
 * The bytes that a sealed author is filled up to: how long an id is would distinguish the old ones of a network from
 * the new ones.
 */
const block = 64

/** A text filled up with U+0000, which ends no id and no contact. */
function padded(text: string): string {
  const { length } = new TextEncoder().encode(text)
  return text + "\u0000".repeat(Math.ceil(length / block) * block - length)
}

/** What a sealed author belongs to: copied to another message, or into another tenant's data, it does not open. */
function bindingOf(tenant: string, keyId: string, messageKey: MessageKey): readonly string[] {
  return ["otklik author", tenant, keyId, messageKey]
}

/** An author's id under the current key of a ring, for the data of a tenant. */
export function sealUnder(
  ring: KeyRing,
  tenant: string,
  messageKey: MessageKey,
  authorId: string,
): SealedAuthor & { readonly keyId: string; readonly sealed: string } {
  const keyId = ring.current
  const key = ring.keys[keyId] ?? new Uint8Array()
  return { messageKey, keyId, sealed: `v1.${keyId}.${seal(key, bindingOf(tenant, keyId, messageKey), padded(authorId))}` }
}

/** What is stored of the author of a message that comes in: nothing without a ring, or where the network names none. */
export function sealedAuthorsOf({ keyRing, storage }: DeskContext, { key, authorId }: IncomingMessage): readonly SealedAuthorWrite[] {
  return keyRing === undefined || authorId === undefined ? [] : [sealUnder(keyRing, storage.tenant, key, authorId)]
}

/**
 * The author's id again.
 *
 * @throws DeskError `config` without the key; `protocol` for what the key does not open
 */
export function openAuthor(keyRing: KeyRing | undefined, tenant: string, { messageKey, keyId, sealed }: SealedAuthor): string {
  const key = keyId === null ? undefined : keyRing?.keys[keyId]
  if (keyRing === undefined || keyId === null || key === undefined) {
    const message = `the key "${keyId}" is not in the ring`
    throw new DeskError("config", `keyRing: ${message}`, { issues: [{ path: "keyRing.keys", message }] })
  }
  const opened = unseal(key, bindingOf(tenant, keyId, messageKey), sealed?.slice(`v1.${keyId}.`.length) ?? "")
  if (opened === undefined)
    throw new DeskError("protocol", "a sealed author does not open: it was changed, or sealed for another message or tenant", {
      path: "sealed",
    })
  return opened.replace(/\u0000+$/, "")
}

/**
 * A sealed author as another tenant's data keep it: opened under the name of the tenant that it comes from, and sealed
 * under the name of the one that it goes to. One that does not open stays as it is, and opens nowhere.
 *
 * @throws DeskError `config` without the key
 */
export function moveSealed(keyRing: KeyRing | undefined, author: SealedAuthor, from: string, to: string): SealedAuthor {
  if (from === to || author.sealed === null) return author
  try {
    const authorId = openAuthor(keyRing, from, author)
    return keyRing === undefined ? author : sealUnder(keyRing, to, author.messageKey, authorId)
  } catch (error) {
    if (!isDeskError(error, "protocol")) throw error
    return author
  }
}

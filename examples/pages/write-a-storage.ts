// The proof that the storage beside keeps the contract.
import type { DocumentHandle } from "./document-storage/document.ts"
// #region proof
import { certificate, runContract } from "@otklik/testkit"
import { storageContract, type OpenedStorage, type StorageSubject } from "@otklik/testkit/storage"
import { createDocumentStorage } from "./document-storage/document-storage.ts"

async function open(): Promise<OpenedStorage> {
  const documents = createDocuments()
  return {
    storage: createDocumentStorage({ documents }),
    async openSecond(tenant = "main") {
      const second = createDocumentStorage({ documents, tenant })
      await second.migrate()
      return second
    },
    advance: async () => {}, // leases go by the caller's `now`; wait here where they go by the database's clock
    hostHandleAnswers: async () => (await documents.read("main")) !== null,
    dispose: async () => {},
  }
}

const subject: StorageSubject = {
  async open() {
    const opened = await open()
    await opened.storage.migrate()
    return opened
  },
  openUnmigrated: open,
  movesNoTenants: true,
}

const { holds, markdown } = certificate(await runContract(storageContract, subject))
console.log(markdown)
process.exitCode = holds ? 0 : 1
// #endregion proof

/** Documents in this process, under the conditions of an object store. */
function createDocuments(): DocumentHandle {
  const stored = new Map<string, { readonly text: string; readonly version: string }>()
  let writes = 0
  return {
    read: async (name) => stored.get(name) ?? null,
    async replace(name, text, version) {
      if ((stored.get(name)?.version ?? null) !== version) return false
      writes += 1
      stored.set(name, { text, version: String(writes) })
      return true
    },
  }
}

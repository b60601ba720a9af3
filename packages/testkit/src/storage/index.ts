export { storageContract } from "./storage-contract.ts"
export type { OpenedStorage, StorageSubject } from "./subject.ts"

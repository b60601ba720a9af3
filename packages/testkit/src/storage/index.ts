export { storageContract } from "./storage-contract.ts"
export type { HandleOptions, OpenedStorage, StorageSubject, WatchedStorage } from "./subject.ts"

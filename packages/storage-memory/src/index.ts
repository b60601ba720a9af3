export { createMemoryStorage, type MemoryStorageOptions } from "./memory-storage.ts"
export { createMemoryStore, type MemoryStore } from "./store.ts"

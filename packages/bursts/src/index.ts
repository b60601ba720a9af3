export { createBurstWatch, type BurstWatchOptions } from "./watch.ts"
export { rehearseBursts, type BurstRehearsal, type RehearsalRequest } from "./rehearse.ts"

export { createBurstWatch, type BurstWatchOptions } from "./watch.ts"

// One worker, a process of its own.
import { work } from "./work.ts"
import type { WorkerSettings } from "./worker-settings.ts"

await work(JSON.parse(process.argv[2] ?? "") as WorkerSettings)

// A worker with a fault, a process of its own.
import { work } from "../../../../../examples/workers/work.ts"
import type { WorkerSettings } from "../../../../../examples/workers/worker-settings.ts"
import { faults, type Fault } from "./faults.ts"

const settings = JSON.parse(process.argv[2] ?? "") as WorkerSettings & { readonly fault: Fault }
await work(settings, faults[settings.fault])

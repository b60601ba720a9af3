// A worker that freezes at the worst moment: the network has answered to its first reply, and it never learns of it.
import { tell, work } from "./work.ts"
import type { WorkerSettings } from "./worker-settings.ts"

await work(JSON.parse(process.argv[2] ?? "") as WorkerSettings, {
  http: (http) => async (input, init) => {
    const response = await http(input, init)
    if (!String(input instanceof Request ? input.url : input).includes("wall.createComment")) return response
    tell({ type: "frozen" })
    return new Promise<Response>(() => {})
  },
})

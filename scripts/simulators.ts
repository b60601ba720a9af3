// Serves every simulated network over HTTP on localhost, for hosts written in anything: prints addresses, tokens and
// ids, and takes posts by hand.
import { createServer } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import { createNetworkSimulator, simulatedNetworks, type NetworkSimulator } from "@otklik/testkit/networks"
import { deliverOverHttp, handle, type Desk } from "./simulators/by-hand.ts"

const clock = { now: () => new Date().toISOString(), sleep: (millis: number, signal?: AbortSignal) => sleep(millis, undefined, { signal }) }
const desks = new Map<string, Desk>()

for (const name of simulatedNetworks) {
  const network: NetworkSimulator = createNetworkSimulator(name, { clock })
  const accountId = network.addAccount({ kind: "official", name: "Official account" })
  const citizenId = network.addAccount({ kind: "person", name: "Citizen" })
  const tokens = {
    application: network.issueToken({ kind: "application" }),
    account: network.issueToken({ kind: "account", accountId }),
  }
  const server = await network.listen()
  desks.set(name, { name, network, accountId, citizenId, tokens, url: server.url })
}

const byHand = createServer((incoming, outgoing) => {
  void (async () => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array))
    const { status, body } = await handle(desks, incoming.method ?? "GET", incoming.url ?? "/", Buffer.concat(chunks).toString("utf8"))
    outgoing.writeHead(status, { "content-type": "application/json; charset=utf-8" })
    outgoing.end(`${JSON.stringify(body, null, 2)}\n`)
  })()
})
byHand.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => {
  const address = byHand.address()
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  for (const { name, url: at, accountId, citizenId, tokens, network } of desks.values()) {
    console.log(`\n${name}  ${at}`)
    console.log(`  official account ${accountId}, citizen ${citizenId}`)
    console.log(`  token of the application  ${tokens.application}`)
    console.log(`  token of the account      ${tokens.account}`)
    if (network.application !== undefined) console.log(`  application ${network.application.key}, secret ${network.application.secret}`)
  }
  console.log(`
By hand, at ${url} (NETWORK is one of ${[...desks.keys()].join(", ")}):
  curl ${url}/NETWORK                                          what there is: ids, tokens, replies
  curl -d '{"text":"A pit in the yard"}' ${url}/NETWORK/posts   a citizen's post; "by":"account" for one of the account
  curl -d '{"under":"KEY","text":"Here too"}' ${url}/NETWORK/comments
  curl -d '{"key":"KEY","text":"Another text"}' ${url}/NETWORK/edits
  curl -d '{"key":"KEY"}' ${url}/NETWORK/removals
  curl -d '{"url":"http://127.0.0.1:3000/hook","secret":"a-secret-of-yours"}' ${url}/NETWORK/subscriptions
  curl -d '{"kind":"rate-limit","times":3}' ${url}/NETWORK/faults   the kinds stand in the testkit's SimulatedFaultKind
Pushes are sent every second. Everything is forgotten when this ends (Ctrl+C).`)
})

// Pushes that nobody acknowledges wait for the next time.
for (;;) {
  for (const { network } of desks.values()) await network.deliver(deliverOverHttp)
  await sleep(1000)
}

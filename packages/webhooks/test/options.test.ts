import { isDeskError } from "@otklik/core"
import { createWebhookSender, type WebhookEndpoint, type WebhookSenderOptions } from "@otklik/webhooks"
import { describe, expect, it } from "vitest"
import { openTown, runUntil, secret } from "./town.ts"

const town = await openTown()

/** What `createWebhookSender` finds wrong. */
function faultsOf(endpoint: Partial<WebhookEndpoint>, change: object = {}): readonly unknown[] {
  const good = { id: "ministry", url: "https://ministry.example.org/hook", secrets: [secret], ...endpoint }
  const options: WebhookSenderOptions = { desk: town.desk, clock: town.clock, random: () => 0, fetch: globalThis.fetch, endpoints: [good] }
  try {
    createWebhookSender({ ...options, ...change })
    return []
  } catch (error) {
    return isDeskError(error, "config") ? (error.details.issues?.map(({ path, message }) => `${path}: ${message}`) ?? []) : [error]
  }
}

describe("an endpoint", () => {
  it.each([
    "https://ministry.example.org/hook?key=1",
    "https://93.184.215.14/hook",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook",
    "https://example.org:8443/",
  ])("may be %s", (url) => expect(faultsOf({ url })).toEqual([]))

  it.each([
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://0.0.0.0/",
    "https://10.1.2.3/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:a00:1::]/",
    "https://[2001::1]/",
    "https://[2001:db8::1]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://localhost/",
    "https://localhost./",
    "https://api.localhost/",
    "https://printer.local/",
    "https://metadata.google.internal/",
    "https://intranet/",
  ])("does not lie inside unless it is meant to: %s", (url) => {
    expect(faultsOf({ url })).toEqual(["endpoints[0].url: this address lies inside: `allowPrivate` says that it is meant"])
    expect(faultsOf({ url, allowPrivate: true })).toEqual([])
  })

  it.each(["http://ministry.example.org/", "ftp://ministry.example.org/", "http://10.0.0.1/"])("is https: %s", (url) => {
    const said = ["endpoints[0].url: https: was expected; with `allowHttp` http: to this very machine"]
    expect([faultsOf({ url }), faultsOf({ url, allowHttp: true, allowPrivate: true })]).toEqual([said, said])
  })

  it.each(["http://localhost:8080/", "http://127.0.0.1:8080/", "http://[::1]:8080/"])("may be %s where http is allowed", (url) => {
    expect([faultsOf({ url }).length, faultsOf({ url, allowHttp: true })]).toEqual([1, []])
  })

  it.each([
    [{ secrets: [] }, "endpoints[0].secrets: at least one secret was expected"],
    [{ secrets: ["hunter2"] }, "endpoints[0].secrets[0]: a secret begins with whsec_ (HMAC-SHA256) or whsk_ (Ed25519)"],
    [{ secrets: ["whsec_***"] }, "endpoints[0].secrets[0]: base64 was expected behind the prefix"],
    [{ secrets: ["whsec_aHVudGVyMg=="] }, "endpoints[0].secrets[0]: 24 to 64 bytes were expected, there are 7"],
    [{ secrets: ["whsk_aHVudGVyMg=="] }, "endpoints[0].secrets[0]: 32 or 64 bytes were expected, there are 7"],
    [{ url: "https://user@ministry.example.org/" }, "endpoints[0].url: an address without a user, a password and a fragment was expected"],
    [{ id: "a/b" }, "endpoints[0].id: 1 to 100 letters, digits, _ and - were expected"],
    [{ topics: [] }, "endpoints[0].topics: an absent list sends everything; an empty one would send nothing"],
  ])("is refused as %o, and its secret is not repeated", (endpoint, fault) => {
    const faults = faultsOf(endpoint)
    expect(faults).toEqual([fault])
    expect(JSON.stringify(faults)).not.toMatch(/hunter2|aHVudGVyMg/)
  })

  it("has an id of its own, and a clock that can wait", () => {
    const one = { id: "a", url: "https://a.example.org/", secrets: [secret] }
    expect(faultsOf({}, { endpoints: [one, one] })).toEqual(['endpoints[1].id: duplicate id "a"'])
    expect(faultsOf({}, { clock: { now: () => town.clock.now() } })).toHaveLength(1)
  })
})

describe("a name that leads inside", () => {
  it.each([["10.0.0.1"], ["93.184.215.14", "::1"], []])("is not called: %s", async (...addresses) => {
    const machine = await openTown({ sender: { lookup: async () => addresses.filter((address) => typeof address === "string") } })
    await machine.happen(1)
    await runUntil(machine, () => machine.notices.length > 0)
    expect(machine.receiver.received).toEqual([])
    expect(machine.notices).toMatchObject([{ type: "failing", cause: "private-address", status: null }])
  })

  it("is called where it leads to the public internet, or is meant to lie inside", async () => {
    const asked: string[] = []
    const lookup = async (name: string) => (asked.push(name), ["93.184.215.14"])
    const open = await openTown({ sender: { lookup } })
    const inside = await openTown({ endpoint: { allowPrivate: true }, sender: { lookup: async () => ["10.0.0.1"] } })
    for (const machine of [open, inside]) {
      await machine.happen(1)
      await runUntil(machine, () => machine.receiver.received.length > 0)
    }
    expect(asked[0]).toBe("ministry.example.org")
  })
})

import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator, simulatedNetworks } from "@otklik/testkit/networks"
import { describe, expect, it } from "vitest"
import { handle, type Desk } from "../simulators/by-hand.ts"

function desksOf(): ReadonlyMap<string, Desk> {
  const clock = createManualClock({ at: "2026-11-24T03:00:00.000Z" })
  return new Map(
    simulatedNetworks.map((name) => {
      const network = createNetworkSimulator(name, { clock })
      const accountId = network.addAccount({ kind: "official", name: "Official" })
      const citizenId = network.addAccount({ kind: "person", name: "Citizen" })
      const tokens = {
        application: network.issueToken({ kind: "application" }),
        account: network.issueToken({ kind: "account", accountId }),
      }
      return [
        name,
        {
          name,
          network,
          accountId,
          citizenId,
          tokens,
          url: "http://127.0.0.1",
        },
      ]
    }),
  )
}

describe("networks by hand", () => {
  it.each(simulatedNetworks)("%s takes posts, comments, edits and removals, and shows what there is", async (name) => {
    const desks = desksOf()
    const post = await handle(desks, "POST", `/${name}/posts`, JSON.stringify({ text: "News", by: "account" }))
    expect(post.status).toBe(201)
    const { key } = post.body as { readonly key: string }
    const comment = await handle(desks, "POST", `/${name}/comments`, JSON.stringify({ under: key, text: "A pit" }))
    expect(comment).toMatchObject({ status: 201, body: { key: expect.stringContaining(`${name}:`) } })
    const below = (comment.body as { readonly key: string }).key
    expect(await handle(desks, "POST", `/${name}/edits`, JSON.stringify({ key: below, text: "Two pits" }))).toMatchObject({ status: 201 })
    expect(await handle(desks, "POST", `/${name}/removals`, JSON.stringify({ key: below }))).toMatchObject({ status: 201 })
    expect(await handle(desks, "GET", `/${name}`, "")).toMatchObject({ status: 200, body: { network: name, replies: [] } })
  })

  it.each([
    ["an unknown network", "/nowhere/posts", "{}", 404],
    ["an unknown act", "/vk/likes", "{}", 404],
    ["no JSON", "/vk/posts", "text=A", 400],
    ["a field too many", "/vk/posts", '{"text":"A","author":"B"}', 400],
    ["an unknown message", "/vk/removals", '{"key":"vk:-1_999"}', 404],
  ])("says what is wrong with %s", async (_, path, body, status) => {
    const answer = await handle(desksOf(), "POST", path, body)
    expect(answer).toMatchObject({ status, body: { error: expect.stringMatching(/\w{3}/) } })
  })
})

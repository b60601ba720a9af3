// Knows the API by its document alone: `api.d.ts` is made from it. Plays an incident from registration to close.
import createClient from "openapi-fetch"
import type { components, paths } from "./api.js"

type Command = components["schemas"]["Command"]

declare const process: { readonly argv: readonly string[] }
const [, , baseUrl = ""] = process.argv

/** A client as somebody who is signed in. */
function as(person: string) {
  return createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${person}` } })
}

function must<Value>({ data, error, response }: { data?: Value; error?: unknown; response: Response }): Value {
  if (data === undefined) throw new Error(`${response.status} ${JSON.stringify(error)}`)
  return data
}

const registered = must(
  await as("moderator").POST("/incidents", {
    params: { header: { "Idempotency-Key": "form-1" } },
    body: { from: "phone", text: "Во дворе яма", topic: "pits" },
  }),
)
const path = { incidentId: registered.incidentId }

/** Reads the case, and gives a command to the version that was read. */
async function give(
  person: string,
  commandOf: (found: components["schemas"]["Case"]) => Command,
): Promise<components["schemas"]["IncidentStatus"]> {
  const read = await as("moderator").GET("/incidents/{incidentId}", { params: { path } })
  const found = must(read)
  const header = { "If-Match": read.response.headers.get("etag") ?? "" }
  must(await as(person).POST("/incidents/{incidentId}/commands", { params: { path, header }, body: commandOf(found) }))
  return must(await as("moderator").GET("/incidents/{incidentId}", { params: { path } })).facts.status
}

const draftOf = ({ drafts }: components["schemas"]["Case"]) => {
  const [draft] = drafts
  if (draft === undefined) throw new Error("there is no draft")
  return draft
}
const statuses = [
  await give("executor", () => ({ type: "take" })),
  await give("executor", () => ({ type: "submit-draft", text: "Яму засыпали.", replyKind: "final", outcome: { value: "explained" } })),
  await give("approver", (found) => ({ type: "approve-draft", draftId: draftOf(found).draftId, textHash: draftOf(found).textHash })),
  await give("publisher", (found) => ({
    type: "record-publication",
    draftId: draftOf(found).draftId,
    messageKey: found.messages[0]?.key ?? "",
    publishedAt: found.drafts[0]?.createdAt ?? "",
  })),
  await give("moderator", () => ({ type: "close", reason: "decision" })),
]
const problem = await as("executor").POST("/incidents/{incidentId}/commands", {
  params: { path, header: { "If-Match": "*" } },
  body: { type: "take" },
})
console.log([...statuses, problem.error?.code].join(" "))

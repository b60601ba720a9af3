import { problemKinds } from "../../packages/http/src/problem.ts"
import { routes } from "../../packages/http/src/routes/table.ts"
import { code, table } from "./tables.ts"

/** Every route of `@otklik/http`, out of its one table. */
export function httpRoutes(): string {
  const rows = routes.map(({ operationId, method, path, summary, isPublic, ifMatch, idempotencyKey, bodyKind = "none" }) => {
    const headers = [
      ...(ifMatch === undefined ? [] : [`${code("If-Match")} ${ifMatch}`]),
      ...(idempotencyKey === undefined ? [] : [`${code("Idempotency-Key")} ${idempotencyKey}`]),
    ]
    const body = { none: "", json: "JSON", photo: "a photo", raw: "any" }[bodyKind]
    return [
      code(`${method.toUpperCase()} ${path}`),
      code(operationId),
      summary,
      body,
      headers.join(", "),
      isPublic === true ? "everybody" : "actors",
    ]
  })
  return table(["route", "operation", "does", "body", "headers", "for"], rows)
}

/** Every code of a problem, those of the HTTP layer as well. */
export function httpProblems(): string {
  const rows = Object.entries(problemKinds).map(([name, { title, statuses, advice }]) => [code(name), statuses.join(", "), title, advice])
  return table(["code", "status", "title", "what to do"], rows)
}

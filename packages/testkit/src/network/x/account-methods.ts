import type { XApiCall } from "./request.ts"
import { problem } from "./responses.ts"

/** `GET /2/users/me` */
export function getUsersMe({ state, token }: XApiCall): unknown {
  const user = state.users.get(token.accountId ?? "")
  if (user === undefined) return problem(403, "Forbidden", "There is no user of this token.")
  const { id, name, username } = user
  return { data: { id, name, username } }
}

/** Posts that a project may read in a billing cycle on a pay-per-use plan. */
const projectCap = "3000000"

/** `GET /2/usage/tweets` */
export function getUsage({ state, params }: XApiCall): unknown {
  const all: Readonly<Record<string, unknown>> = {
    cap_reset_day: 5,
    project_cap: projectCap,
    project_id: "1",
    project_usage: String(state.reads.size),
  }
  const asked = params["usage.fields"]?.split(",") ?? Object.keys(all)
  return { data: Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes(name))) }
}

/** `GET /2/webhooks` */
export function getWebhooks({ state }: XApiCall): unknown {
  const data = state.webhooks.map(({ id, url, createdAt, isValid }) => ({ id, url, created_at: createdAt, valid: isValid }))
  return { ...(data.length === 0 ? {} : { data }), meta: { result_count: data.length } }
}

/** What a subscription of an account is made of here. */
const eventTypes = ["post.mention.create", "post.reply.create", "post.quote.create", "post.delete"]

/** `GET /2/activity/subscriptions` */
export function getActivitySubscriptions({ state }: XApiCall): unknown {
  const data = state.webhooks.flatMap(({ id, accountId, createdAt }) =>
    eventTypes.map((type, index) => ({
      subscription_id: `${id}${index}`,
      event_type: type,
      filter: { user_id: accountId },
      tag: type,
      webhook_id: id,
      created_at: createdAt,
      updated_at: createdAt,
    })),
  )
  return data.length === 0 ? {} : { data }
}

import { handler } from "./desk.mjs"

export default { fetch: (request) => handler(request) }

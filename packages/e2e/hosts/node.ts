export { handler } from "./desk.ts"
export { toNodeHandler } from "@otklik/http/node"

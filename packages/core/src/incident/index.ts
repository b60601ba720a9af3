export type * from "./event.ts"
export type * from "./command.ts"
export { initialIncident } from "./state.ts"
export type * from "./state.ts"

export { createOpen311Handler } from "./server/handler.ts"
export type { Open311HandlerOptions, Open311Jurisdiction, Open311Place, Open311Service } from "./server/options.ts"
export type { StatusMode } from "./server/status.ts"
export { englishOpen311Wording, russianOpen311Wording, type Open311Wording } from "./server/wording.ts"

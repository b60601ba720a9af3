export { createStatusPage, type StatusPageOptions } from "./create-status-page.ts"
export { englishStatusWording, type StatusWording } from "./wording.ts"

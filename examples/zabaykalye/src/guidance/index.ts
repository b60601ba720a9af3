export { guidance } from "./guidance.ts"

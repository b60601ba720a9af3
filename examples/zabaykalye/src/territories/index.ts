export { territories } from "./territories.ts"

export { ruleOrder } from "./order.ts"
export { type RegionRule } from "./rule.ts"
export { rules } from "./rules.ts"

export { presetCalendarId, type PolicyPreset } from "./preset.ts"
export { policyPresets } from "./policy-presets.ts"

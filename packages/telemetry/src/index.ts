export { observeDesk, type ObserveDeskOptions } from "./observe-desk.ts"
export { startTelemetry, type Telemetry, type TelemetryOptions } from "./telemetry.ts"

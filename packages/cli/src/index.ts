export {
  answerSchemas,
  type AnswerSchemas,
  type CheckedPart,
  type DoctorAnswer,
  type ErrorAnswer,
  type ExplainedPart,
  type ExportAnswer,
  type ImportIncidentsAnswer,
  type ImportMessagesAnswer,
  type ImportTenantAnswer,
  type InitAnswer,
  type MigrateAnswer,
  type PlannedStep,
  type RulesCheckAnswer,
  type RulesExpandAnswer,
  type RulesExplainAnswer,
  type SampledMessages,
  type ServeLine,
  type SimulatedDue,
  type SimulateRulesAnswer,
  type SimulateSlaAnswer,
  type TextPlace,
  type TextSpan,
} from "./answers.ts"
export { defineConfig, type CheckFinding, type CheckState, type Config, type DoctorCheck, type DoctorContext } from "./config.ts"
export type { ExitCode } from "./exit.ts"
export type { Machine } from "./machine.ts"
export type {
  DeskParts,
  DeskSetup,
  EnvVariable,
  HttpParts,
  MigrationStep,
  MountedHandler,
  OpenedStorage,
  Setup,
  WebhookWork,
} from "./parts.ts"
export { main } from "./main.ts"
export { runCli } from "./program.ts"

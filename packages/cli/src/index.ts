export {
  answerSchemas,
  type AnswerSchemas,
  type CheckedPart,
  type DoctorAnswer,
  type ErrorAnswer,
  type MigrateAnswer,
  type PlannedStep,
} from "./answers.ts"
export { defineConfig, type CheckFinding, type CheckState, type Config, type DoctorCheck, type DoctorContext } from "./config.ts"
export type { ExitCode } from "./exit.ts"
export type { Machine } from "./machine.ts"
export type {
  BackgroundWork,
  DeskParts,
  DeskSetup,
  EnvVariable,
  HttpParts,
  MigrationStep,
  MountedHandler,
  OpenedStorage,
  Setup,
} from "./parts.ts"
export { main } from "./main.ts"
export { runCli } from "./program.ts"

import type { Contract } from "../contract.ts"
import { messageCases } from "./message-cases.ts"
import { noticeCases } from "./notice-cases.ts"
import { pageCases } from "./page-cases.ts"
import { partCases } from "./part-cases.ts"
import { pushCases } from "./push-cases.ts"
import { replyCases } from "./reply-cases.ts"
import { reportCases } from "./report-cases.ts"
import { shapeCases } from "./shape-cases.ts"
import type { ConnectorSubject } from "./subject.ts"

/**
 * What every connector promises, as data. Run it with `runContract`, or hand each case to a test runner.
 *
 * @example
 * for (const { name, check } of connectorContract) it(name, () => check(subject))
 */
export const connectorContract: Contract<ConnectorSubject> = [
  ...shapeCases,
  ...pageCases,
  ...messageCases,
  ...reportCases,
  ...noticeCases,
  ...partCases,
  ...replyCases,
  ...pushCases,
]

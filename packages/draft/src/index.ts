export {
  createDrafter,
  type Drafter,
  type DrafterOptions,
  type DraftFault,
  type DraftRequest,
  type MadeByModel,
  type ModelDraft,
} from "./drafter.ts"
export {
  checkGrounds,
  type DraftFact,
  type DraftLanguage,
  type DraftSource,
  type FactKind,
  type GroundedFact,
  type Grounds,
} from "./grounds.ts"
export { createMask, type Mask, type Masked, type MaskOptions } from "./mask.ts"
export {
  createFakeModel,
  type DraftModel,
  type DraftModelAnswer,
  type DraftModelCall,
  type DraftPrompt,
  type FakeModel,
  type FakeModelKind,
} from "./model.ts"

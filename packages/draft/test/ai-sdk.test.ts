import type { LanguageModelV2, LanguageModelV3, LanguageModelV4 } from "@ai-sdk/provider"
import { expectTypeOf, it } from "vitest"
import type { DraftModel } from "../src/index.ts"

it("a language model of the AI SDK is a model for drafts as it is", () => {
  expectTypeOf<LanguageModelV4>().toExtend<DraftModel>()
  expectTypeOf<LanguageModelV3>().toExtend<DraftModel>()
  expectTypeOf<LanguageModelV2>().toExtend<DraftModel>()
})

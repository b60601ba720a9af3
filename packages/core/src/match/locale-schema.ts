import { z } from "zod"
import type { MatchLocale } from "./locale.ts"

/** A locale among the options of a factory. What its functions answer is not known before they are asked. */
export const localeSchema = z.custom<MatchLocale>(
  (value) => typeof value === "object" && value !== null && "formsOf" in value && typeof value.formsOf === "function",
  { error: "a locale with formsOf was expected" },
)

import { expect, it } from "vitest"
import { lintQuery } from "../../../src/match/index.ts"

it("a word that was meant as an operator is told, with the operator; a word that is meant is not", () => {
  const told = (query: string): readonly string[] =>
    lintQuery(query).flatMap(({ code, clause = "" }) => (code === "word-for-operator" ? [clause] : []))
  expect(lintQuery("свет or вода")).toEqual([
    {
      code: "word-for-operator",
      clause: "or",
      message: '"or" is searched as an ordinary word; write OR or |, or =or to search the word itself',
    },
  ])
  expect(told("(свет и вода) | (яма или люк) | (not тепло дома)")).toEqual(["и", "или", "not"])
  expect(told("свет =or вода")).toEqual([])
  expect(told('"свет или вода" OR вода и')).toEqual(["и"])
  expect(told("или | свет")).toEqual([])
})

import { expect, it } from "vitest"
import { alarmChance, chanceOf, isMany } from "../src/odds.ts"

it("the chance is the tail of the negative binomial distribution with shape 1", () => {
  for (const usual of [0.01, 0.5, 3, 20]) {
    const success = 1 / (1 + usual)
    // The geometric distribution, summed up to where nothing is left of it.
    const tail = (count: number): number => {
      let sum = 0
      for (let at = count; at < 2000; at += 1) sum += success * (1 - success) ** at
      return sum
    }
    for (const count of [0, 1, 4, 9]) expect(chanceOf(count, usual)).toBeCloseTo(tail(count), 9)
  }
})

it("nothing usual makes any incident impossible, and none certain", () => {
  expect(chanceOf(4, 0)).toBe(0)
  expect(chanceOf(0, 0)).toBe(1)
})

it("few incidents need a smaller chance than many, and a large stream a smaller one than the measured", () => {
  expect([3, 4, 5, 6, 40].map((count) => alarmChance(count, 100))).toEqual([0, 1e-9, 1e-6, 1e-5, 1e-5])
  expect(alarmChance(6, 1500)).toBeCloseTo(1e-6, 12)
})

it("there are four at least, and three times the usual", () => {
  expect(isMany(3, 0)).toBe(false)
  expect(isMany(4, 1.3)).toBe(true)
  expect(isMany(4, 1.4)).toBe(false)
})

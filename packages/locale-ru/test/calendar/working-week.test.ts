import { DeskError } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"
import { describe, expect, it } from "vitest"
import { productionCalendarRu, productionYears, workingWeekRu, type WorkingWeekOptions } from "../../src/index.ts"

const office: WorkingWeekOptions = { zone: "Asia/Chita", open: "09:00", close: "18:00", lunch: ["13:00", "14:00"], years: [2026] }

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const

/** Minutes of work a day, straight from the input of the calendar. */
function minutesOn(date: string, { week, exceptions = [] }: ReturnType<typeof workingWeekRu>): number {
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "sun"
  const slots = exceptions.find((exception) => exception.date === date)?.slots ?? week[weekday] ?? []
  return slots.reduce((sum, [from, to]) => sum + minutesOf(to) - minutesOf(from), 0)
}

function datesOf(year: number): readonly string[] {
  const dates: string[] = []
  for (let millis = Date.UTC(year, 0, 1); millis < Date.UTC(year + 1, 0, 1); millis += 86_400_000)
    dates.push(new Date(millis).toISOString().slice(0, 10))
  return dates
}

describe("workingWeekRu", () => {
  it.each(productionYears)("works as many days and hours of %i as the production calendar has", (year) => {
    const calendar = workingWeekRu({ ...office, years: [year] })
    const { workingDays, shortDays } = productionCalendarRu(year)
    const minutes = datesOf(year).map((date) => minutesOn(date, calendar))
    expect(minutes.filter((count) => count > 0).length).toBe(workingDays)
    expect(minutes.reduce((sum, count) => sum + count, 0)).toBe(workingDays * 480 - shortDays.length * 60)
  })

  it("makes what createCalendar takes, over all years at once", () => {
    expect(() => createCalendar(workingWeekRu({ ...office, years: productionYears }))).not.toThrow()
  })

  it("ends a shortened day an hour earlier, and a shortened Saturday that is worked as well", () => {
    const { exceptions = [] } = workingWeekRu({ ...office, years: [2025] })
    expect(exceptions.find(({ date }) => date === "2025-03-07")?.slots).toEqual([
      ["09:00", "13:00"],
      ["14:00", "17:00"],
    ])
    const saturday = exceptions.find(({ date }) => date === "2025-11-01")
    expect(saturday?.slots).toEqual([
      ["09:00", "13:00"],
      ["14:00", "17:00"],
    ])
    expect(saturday?.reason).toBe("Рабочий выходной: перенесён на 03.11.2025; на час короче")
  })

  it("takes the hour over the break when less than an hour is left behind it", () => {
    const { exceptions = [] } = workingWeekRu({ ...office, close: "14:30", years: [2026] })
    expect(exceptions.find(({ date }) => date === "2026-04-30")?.slots).toEqual([["09:00", "12:30"]])
  })

  it("gives a Friday and a worked Saturday the hours of a Friday", () => {
    const { week, exceptions = [] } = workingWeekRu({ ...office, fridayClose: "16:45", years: [2024] })
    expect(week["fri"]?.at(-1)).toEqual(["14:00", "16:45"])
    expect(week["thu"]?.at(-1)).toEqual(["14:00", "18:00"])
    expect(exceptions.find(({ date }) => date === "2024-04-27")?.slots.at(-1)).toEqual(["14:00", "16:45"])
  })

  it("lets a day off of the region win, and leaves a date that stands twice to createCalendar", () => {
    const sagaalgan = { date: "2026-02-18", reason: "Сагаалган" }
    const calendar = workingWeekRu({ ...office, daysOff: [sagaalgan, { date: "2026-04-30", reason: "свой" }] })
    expect(minutesOn("2026-02-18", calendar)).toBe(0)
    expect(minutesOn("2026-04-30", calendar)).toBe(0)
    expect(() => createCalendar(workingWeekRu({ ...office, daysOff: [sagaalgan, sagaalgan] }))).toThrow(DeskError)
  })

  it("says in its version that a year is projected", () => {
    expect(workingWeekRu({ ...office, years: [2027, 2026] }).version).toBe("production calendar 2026, 2027 (projected)")
  })

  it.each<readonly [string, WorkingWeekOptions]>([
    ["close", { ...office, close: "10:30", lunch: undefined }],
    ["lunch", { ...office, lunch: ["08:00", "09:30"] }],
    ["lunch", { ...office, lunch: ["14:00", "13:00"] }],
    ["fridayClose", { ...office, fridayClose: "10:00", lunch: undefined }],
    ["open", { ...office, open: "9:00" }],
    ["years", { ...office, years: [] }],
    ["years", { ...office, years: [2030] }],
  ])("refuses a wrong %s with its path", (path, options) => {
    try {
      workingWeekRu(options)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DeskError)
      expect(error).toMatchObject({ code: "config" })
      expect(JSON.stringify(error)).toContain(path)
    }
  })
})

/** A day off that is not a Saturday or Sunday by itself, or a Saturday or Sunday with a name. */
export interface DayOff {
  /** First day, `YYYY-MM-DD`. */
  readonly from: string
  /** Last day; absent: one day. */
  readonly to?: string
  readonly reason: string
}

/** A year of the production calendar. */
export interface ProductionYear {
  readonly source: string
  readonly daysOff: readonly DayOff[]
  /** Working days that are an hour shorter. */
  readonly shortDays: readonly string[]
  /** Saturdays that are worked. */
  readonly workingSaturdays: readonly string[]
}

/**
 * The production calendar: holidays of article 112 of the Labour Code and the transfers of the yearly government decrees. The decree for 2027
 * was not known when this was written, so that year is projected from the law alone: the days that the decree will move are missing.
 */
export const productionCalendar: readonly ProductionYear[] = [
  {
    source: "производственный календарь 2025",
    daysOff: [
      { from: "2025-01-01", to: "2025-01-08", reason: "Новогодние каникулы и Рождество" },
      { from: "2025-02-23", reason: "День защитника Отечества" },
      { from: "2025-03-08", reason: "Международный женский день" },
      { from: "2025-05-01", reason: "Праздник Весны и Труда" },
      { from: "2025-05-02", reason: "выходной перенесён с 4 января" },
      { from: "2025-05-08", reason: "выходной перенесён с 23 февраля" },
      { from: "2025-05-09", reason: "День Победы" },
      { from: "2025-06-12", reason: "День России" },
      { from: "2025-06-13", reason: "выходной перенесён с 8 марта" },
      { from: "2025-11-03", reason: "выходной перенесён с 1 ноября" },
      { from: "2025-11-04", reason: "День народного единства" },
      { from: "2025-12-31", reason: "выходной перенесён с 5 января" },
    ],
    shortDays: ["2025-03-07", "2025-04-30", "2025-06-11", "2025-11-01"],
    workingSaturdays: ["2025-11-01"],
  },
  {
    source: "производственный календарь 2026",
    daysOff: [
      { from: "2026-01-01", to: "2026-01-08", reason: "Новогодние каникулы и Рождество" },
      { from: "2026-01-09", reason: "выходной перенесён с 3 января" },
      { from: "2026-02-23", reason: "День защитника Отечества" },
      { from: "2026-03-08", reason: "Международный женский день" },
      { from: "2026-03-09", reason: "выходной перенесён с 8 марта" },
      { from: "2026-05-01", reason: "Праздник Весны и Труда" },
      { from: "2026-05-09", reason: "День Победы" },
      { from: "2026-05-11", reason: "выходной перенесён с 9 мая" },
      { from: "2026-06-12", reason: "День России" },
      { from: "2026-11-04", reason: "День народного единства" },
      { from: "2026-12-31", reason: "выходной перенесён с 4 января" },
    ],
    shortDays: ["2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"],
    workingSaturdays: [],
  },
  {
    source: "прогноз на 2027 год по статье 112 Трудового кодекса",
    daysOff: [
      { from: "2027-01-01", to: "2027-01-08", reason: "Новогодние каникулы и Рождество" },
      { from: "2027-02-23", reason: "День защитника Отечества" },
      { from: "2027-03-08", reason: "Международный женский день" },
      { from: "2027-05-01", reason: "Праздник Весны и Труда" },
      { from: "2027-05-03", reason: "выходной перенесён с 1 мая" },
      { from: "2027-05-09", reason: "День Победы" },
      { from: "2027-05-10", reason: "выходной перенесён с 9 мая" },
      { from: "2027-06-12", reason: "День России" },
      { from: "2027-06-14", reason: "выходной перенесён с 12 июня" },
      { from: "2027-11-04", reason: "День народного единства" },
    ],
    shortDays: ["2027-02-22", "2027-04-30", "2027-06-11", "2027-11-03"],
    workingSaturdays: [],
  },
]

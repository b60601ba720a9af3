/** Topics of an invented region, how often people write of them, and who answers. */
export const topics = [
  { id: "roads", title: "Состояние дорог и улиц", authority: "roads-service", weight: 9 },
  { id: "heating", title: "Отопление в жилых домах", authority: "housing", weight: 8 },
  { id: "snow", title: "Уборка снега и наледи", authority: "cities", weight: 7 },
  { id: "garbage", title: "Вывоз мусора", authority: "waste", weight: 6 },
  { id: "clinics", title: "Запись к врачам и работа поликлиник", authority: "health", weight: 5 },
  { id: "electricity", title: "Отключения электричества", authority: "grid", weight: 4 },
  { id: "buses", title: "Работа общественного транспорта", authority: "transport", weight: 3 },
  { id: "schools", title: "Школы и детские сады", authority: "education", weight: 2.4 },
  { id: "dogs", title: "Безнадзорные животные", authority: "cities", weight: 2 },
  { id: "water", title: "Водоснабжение", authority: "housing", weight: 1.6 },
  { id: "lights", title: "Уличное освещение", authority: "cities", weight: 1.2 },
  { id: "=cmd", title: "=Тема, что похожа на формулу", authority: null, weight: 0.4 },
] as const

/** Districts of an invented region, and how many people live there. */
export const territories = [
  { id: "north", title: "Северный район города", weight: 1 },
  { id: "south", title: "Южный район города", weight: 0.8 },
  { id: "west", title: "Западный район города", weight: 0.55 },
  { id: "lake", title: "Озёрный округ", weight: 0.35 },
  { id: "steppe", title: "Степной округ", weight: 0.25 },
  { id: "mountain", title: "Горный район", weight: 0.15 },
] as const

/** As a host gives them. */
export const titles = {
  topic: Object.fromEntries(topics.map(({ id, title }) => [id, title])),
  territory: Object.fromEntries(territories.map(({ id, title }) => [id, title])),
  authority: {
    "roads-service": "Служба дорог",
    housing: "Министерство жилищно-коммунального хозяйства",
    cities: "Администрация города",
    waste: "Региональный оператор по обращению с отходами",
    health: "Министерство здравоохранения",
    grid: "Электрические сети",
    transport: "Министерство транспорта",
    education: "Министерство образования",
  },
}

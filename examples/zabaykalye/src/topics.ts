import type { Topic } from "@otklik/core"

/** Raised importance: danger to life, or many people at once. It shortens the term of the first reply. */
type Weight = "normal" | "raised"

/** Whether "fixed" asks for a photo: yes where a photo can show it. */
type Proof = "photo" | "none"

const housing = group("Жилищно-коммунальное хозяйство", [
  ["broken-wires", "Оборванные и искрящие провода, опасные опоры", "raised", "photo"],
  ["electricity", "Отключение и качество электричества", "raised", "none"],
  ["heating", "Отопление", "raised", "none"],
  ["water", "Холодная и горячая вода", "normal", "none"],
  ["sewage", "Канализация и водоотведение", "normal", "photo"],
  ["gas-leak", "Запах и утечка газа", "raised", "none"],
  ["gas", "Газоснабжение и газификация", "normal", "none"],
  ["elevators", "Лифты", "normal", "photo"],
  ["roofs-and-entrances", "Крыши, подъезды, подвалы многоквартирных домов", "normal", "photo"],
  ["management-companies", "Управляющие компании и их службы", "normal", "none"],
  ["utility-bills", "Плата за жильё и коммунальные услуги", "normal", "none"],
  ["unsafe-housing", "Аварийное жильё и переселение", "normal", "none"],
])

const roads = group("Дороги", [
  ["road-repair", "Ямы и ремонт дорог", "normal", "photo"],
  ["regional-roads", "Трассы и дороги между населёнными пунктами", "normal", "photo"],
  ["unpaved-roads", "Грунтовые дороги, грейдирование, нет твёрдого покрытия", "normal", "photo"],
  ["snow-and-ice", "Снег и наледь на дорогах", "normal", "photo"],
  ["traffic-lights", "Светофоры", "raised", "photo"],
  ["road-signs", "Дорожные знаки, разметка, искусственные неровности", "normal", "photo"],
  ["pedestrian-crossings", "Пешеходные переходы", "normal", "photo"],
  ["school-routes", "Безопасная дорога в школу", "raised", "photo"],
  ["parking", "Парковка и проезд во дворах", "normal", "photo"],
  ["bridges", "Мосты и переправы", "normal", "photo"],
  ["road-lighting", "Освещение проезжей части", "normal", "photo"],
])

const improvement = group("Благоустройство", [
  ["open-manholes", "Открытые люки и колодцы", "raised", "photo"],
  ["street-lights", "Уличное освещение", "normal", "photo"],
  ["fallen-trees", "Упавшие и аварийные деревья", "raised", "photo"],
  ["grass", "Трава, кусты, газоны и клумбы", "normal", "photo"],
  ["yard-snow", "Снег и наледь на тротуарах и во дворах", "normal", "photo"],
  ["sidewalks", "Тротуары и дворовые проезды", "normal", "photo"],
  ["storm-drains", "Ливневая канализация и подтопление", "normal", "photo"],
  ["playgrounds", "Детские и спортивные площадки", "normal", "photo"],
  ["parks", "Парки, скверы, места отдыха", "normal", "photo"],
  ["yards", "Дворы, лавочки, урны, ограждения", "normal", "photo"],
  ["digging", "Раскопки и невосстановленное благоустройство", "normal", "photo"],
  ["street-cleaning", "Уборка улиц и дворов", "normal", "photo"],
  ["buildings", "Фасады и заброшенные здания", "normal", "photo"],
  ["advertising", "Незаконная реклама и надписи", "normal", "photo"],
  ["cemeteries", "Кладбища и погребение", "normal", "photo"],
])

const nature = group("Отходы и экология", [
  ["waste-collection", "Вывоз мусора и контейнерные площадки", "normal", "photo"],
  ["dumps", "Стихийные свалки", "normal", "photo"],
  ["air", "Дым, запахи, загрязнение воздуха", "normal", "none"],
  ["water-pollution", "Загрязнение водоёмов и почвы, слив нечистот", "normal", "photo"],
  ["tree-felling", "Вырубка деревьев и леса", "normal", "none"],
  ["wildfires", "Палы травы и лесные пожары", "raised", "none"],
  ["stray-animals", "Безнадзорные животные", "raised", "none"],
  ["sanitary", "Крысы, насекомые, санитарная обработка", "normal", "none"],
])

const people = group("Социальная сфера", [
  ["vaccination", "Прививки, справки и сертификаты о вакцинации", "normal", "none"],
  ["medicines", "Лекарства", "raised", "none"],
  ["health-care", "Больницы, врачи, запись на приём", "normal", "none"],
  ["social-benefits", "Пособия, выплаты, льготы", "normal", "none"],
  ["schools", "Школы", "normal", "none"],
  ["kindergartens", "Детские сады", "normal", "none"],
  ["culture", "Культура и памятники", "normal", "none"],
  ["sport", "Спорт", "normal", "none"],
  ["labour", "Труд и занятость", "normal", "none"],
])

const services = group("Транспорт, связь, услуги", [
  ["public-transport", "Общественный транспорт", "normal", "none"],
  ["rail", "Пригородные поезда и вокзалы", "normal", "none"],
  ["passenger-shelters", "Остановки и павильоны", "normal", "photo"],
  ["internet-and-mobile", "Интернет и сотовая связь", "normal", "none"],
  ["post", "Почта", "normal", "none"],
  ["construction", "Стройки и самовольные постройки", "normal", "none"],
  ["trade", "Торговля и права потребителей", "normal", "none"],
  ["public-services", "Госуслуги и МФЦ", "normal", "none"],
  ["noise", "Шум и нарушение тишины", "normal", "none"],
])

const rest = group("Прочее", [["other", "Обращение к власти на другую тему", "normal", "none"]])

/** The topics of the region's rubricator. */
export const topics: readonly Topic[] = [...housing, ...roads, ...improvement, ...nature, ...people, ...services, ...rest]

function group(title: string, rows: readonly (readonly [id: string, title: string, weight: Weight, proof: Proof])[]): Topic[] {
  return rows.map(([id, topicTitle, importance, proof]) => ({
    id,
    title: topicTitle,
    group: title,
    importance,
    evidenceRequired: proof === "photo",
  }))
}

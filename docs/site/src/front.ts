interface Front {
  readonly tagline: string
  readonly actions: readonly (readonly [text: string, link: string, kind: "primary" | "secondary" | "minimal"])[]
  readonly picture: Picture
}

/** A complaint and what the desk makes of it: the words that matched are between asterisks. */
interface Picture {
  readonly place: string
  readonly text: string
  readonly steps: readonly (readonly [what: string, how: string])[]
  readonly answer: string
}

const fronts: Readonly<Record<string, Front>> = {
  index: {
    tagline: "People complain where they already are. Find it, register it, and answer under the same post in time.",
    actions: [
      ["Quick start", "quick-start/", "primary"],
      ["Try rules", "playground/", "secondary"],
      ["In one picture", "road/", "minimal"],
    ],
    picture: {
      place: "A town's group · 08:15",
      text: "*Ice-cold* *radiators* for three days now, the whole house is freezing!",
      steps: [
        ["Rule", "cold-radiators"],
        ["Owner", "Heat networks"],
        ["Answer due", "today, 16:15"],
      ],
      answer: "A crew is at the boiler house. We write here when it is warm again.",
    },
  },
  ru: {
    tagline: "Жители жалуются там, где они уже есть. Найти, зарегистрировать и в срок ответить под тем же сообщением.",
    actions: [
      ["Быстрый старт", "quick-start/", "primary"],
      ["Попробовать правила", "playground/", "secondary"],
      ["Рабочее место", "office/", "minimal"],
    ],
    picture: {
      place: "Группа города · 08:15",
      text: "Третий день дома *ледяные* *батареи*, весь подъезд мёрзнет!",
      steps: [
        ["Правило", "холодные батареи"],
        ["Ответственный", "Тепловые сети"],
        ["Ответить", "сегодня до 16:15"],
      ],
      answer: "Бригада уже в котельной. Напишем здесь, когда тепло вернётся.",
    },
  },
}

function pictureOf({ place, text, steps, answer }: Picture): string {
  const marked = text.replaceAll(/\*([^*]+)\*/g, "<mark>$1</mark>")
  const rows = steps.map(([what, how]) => `<div><dt>${what}</dt><dd>${how}</dd></div>`)
  return `<figure class="complaint" aria-hidden="true"><p class="post"><small>${place}</small>${marked}</p><dl>${rows.join("")}</dl><p class="post answer">${answer}</p></figure>`
}

/**
 * What a front page has above its text; nothing for any other page.
 *
 * @param id - of the page
 */
export function frontOf(id: string): object {
  const front = fronts[id]
  if (front === undefined) return {}
  const actions = front.actions.map(([text, link, variant]) => ({ text, link, variant }))
  return {
    template: "splash",
    hero: { tagline: front.tagline, actions, image: { html: pictureOf(front.picture) } },
    tableOfContents: false,
  }
}

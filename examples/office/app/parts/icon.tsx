import type { ReactNode } from "react"

const paths = {
  inbox: "M3 12h4l1.5 3h7L17 12h4M5 5h14l2 7v6a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-6z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0",
  check: "m4.5 12.5 5 5 10-11",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  chart: "M4 20V10m5.3 10V4m5.4 16v-7M20 20V8",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  pulse: "M3 12h4l2.5-7 5 14 2.5-7h4",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
  plus: "M12 5v14M5 12h14",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM20 20l-4.9-4.9",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.3l3.3 2",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  pen: "m4 20 1-4L16 5l3 3L8 19zM14 7l3 3",
  close: "m6 6 12 12M18 6 6 18",
  back: "M14.5 5 8 12l6.5 7",
  down: "m6 9.5 6 6 6-6",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  filter: "M4 6h16M7 12h10M10 18h4",
  link: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  note: "M5 4h14v10l-5 6H5zM14 20v-6h5",
  flag: "M6 21V4h11l-2 4 2 4H6",
  star: "m12 4 2.5 5.2 5.7.7-4.2 3.9 1.1 5.6-5.1-2.8-5.1 2.8L8 13.8 3.8 9.9l5.7-.7z",
  out: "M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9",
  menu: "M4 6h16M4 12h16M4 18h16",
  alert: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01",
  building: "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
} as const

/** The name of a picture. */
export type IconName = keyof typeof paths

/** A small picture beside a word: it says nothing that the word does not. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}

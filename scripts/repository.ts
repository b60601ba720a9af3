/** Where the repository lies, as every package.json says. */
export const repository = "https://github.com/otklik/otklik"

/** The address of a file or a folder of the repository. */
export function addressOf(path: string, kind: "blob" | "tree" = "blob"): string {
  return `${repository}/${kind}/main/${path}`
}

/** The file or folder of the repository behind an address without an anchor; undefined for any other address. */
export function fileAt(address: string): string | undefined {
  const path = ["blob", "tree"].map((kind) => `${repository}/${kind}/main/`).find((start) => address.startsWith(start))
  return path === undefined ? undefined : decodeURIComponent(address.slice(path.length)).replace(/\/$/, "")
}

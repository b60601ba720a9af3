import { pageWithTable, tablePage } from "../network-table.ts"
import type { Check } from "../tree.ts"

/** The table of networks is what the certificates of the connectors say. */
export const checkNetworkTable: Check = (tree) => {
  if (!tree.has(tablePage)) return [{ file: tablePage, message: "the table of networks is missing" }]
  return pageWithTable(tree) === tree.read(tablePage)
    ? []
    : [{ file: tablePage, message: "not what the certificates say: npm run docs:networks" }]
}

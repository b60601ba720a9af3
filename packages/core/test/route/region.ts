import { routingSchema } from "../../src/route/index.ts"

/** A region of two districts, small enough to check by eye. */
export const region = routingSchema.parse({
  authorities: [
    { id: "ministry-health", title: "Ministry of Health", kind: "ministry" },
    { id: "adm-north", title: "Administration of the North", kind: "administration" },
    { id: "adm-south", title: "Administration of the South", kind: "administration" },
    { id: "heat-south", title: "Heat of the South", kind: "utility" },
    { id: "press", title: "Press office", kind: "government" },
  ],
  territories: [
    { id: "region", title: "The Region", kind: "region", center: { latitude: 52, longitude: 113, radiusKm: 500 } },
    {
      id: "north",
      title: "North",
      kind: "district",
      parentId: "region",
      owners: { administration: "adm-north" },
      communities: ["vk:-10"],
      mention: "northville | north*",
    },
    {
      id: "south",
      title: "South",
      kind: "district",
      parentId: "region",
      owners: { administration: "adm-south", heating: "heat-south" },
      mention: "southern",
    },
    {
      id: "south-town",
      title: "Озёрный",
      kind: "settlement",
      parentId: "south",
      names: ["Озерный посёлок"],
      communities: ["vk:-20"],
      mention: "озерный | озерном",
      center: { latitude: 51, longitude: 114, radiusKm: 10 },
    },
  ],
  rules: [
    { id: "x-press", when: { networks: ["x"], topics: ["statement"] }, assign: { authorityId: "press" } },
    { id: "health", when: { topics: ["health"] }, assign: { authorityId: "ministry-health" } },
    { id: "heating-by-role", when: { topics: ["heating"] }, assign: { role: "heating" } },
    { id: "old-roads", when: { topics: ["roads"] }, assign: { authorityId: "adm-north" }, validTo: "2026-01-01T00:00:00Z" },
    { id: "municipal", when: { topics: ["heating", "roads"], territoryIds: ["region"] }, assign: { role: "administration" } },
  ],
})

/**
 * The errors that the functions of the schema raise, by SQLSTATE: nobody else uses the class `OT`. The detail names the
 * thing.
 */
export const raised = {
  lostLease: "OT001",
  takenClaims: "OT002",
  staleIncident: "OT003",
  movedCursor: "OT004",
  movedMessage: "OT005",
  takenTenant: "OT006",
  otherImport: "OT007",
  unheldClaim: "OT008",
} as const

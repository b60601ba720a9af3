import { duplicateClaims, type Claim, claimHolders } from "@otklik/core/storage"
import { instead, names, plainMutant, turns, type Mutants } from "../mutant.ts"

const folded = (key: string) => key.toLowerCase().normalize("NFC")

/** The last of each folded key goes, unless the key itself is given twice. */
function withoutFoldedMutants(claims: readonly Claim[]): readonly Claim[] {
  return claims.filter(
    (claim, index) => !claims.slice(0, index).some((earlier) => earlier.key !== claim.key && folded(earlier.key) === folded(claim.key)),
  )
}

/** Storages that mishandle claims. */
export const claimMutants: Mutants = {
  "claim: those that are taken are found with their incident, the others are not": plainMutant((storage) => ({
    async findClaims(keys) {
      const found = await claimHolders(storage, keys)
      const isOfMessages = keys.every((key) => key.startsWith("message:"))
      return found.size === 0 || !isOfMessages ? found : new Map([...keys.map((key) => [key, ""] as const), ...found])
    },
  })),
  "claim: a taken one fails with duplicate and is named": plainMutant((storage) => ({
    commit: (unit) =>
      instead(
        storage.commit(unit),
        "duplicate",
        () => {
          throw duplicateClaims([])
        },
        () => unit.claims?.every(({ shared }) => shared === undefined) === true,
      ),
  })),
  "claim: a duplicate in a unit fails with duplicate": plainMutant((storage) => ({
    commit: (unit) => storage.commit({ ...unit, claims: [...new Map((unit.claims ?? []).map((claim) => [claim.key, claim])).values()] }),
  })),
  "claim: a shared one that the same incident holds is no error, and is kept": plainMutant((storage) => ({
    commit: (unit) => storage.commit({ ...unit, claims: (unit.claims ?? []).map(({ key, incidentId }) => ({ key, incidentId })) }),
  })),
  "claim: a shared one that another incident holds fails with duplicate and is named": plainMutant((storage) => ({
    async commit(unit) {
      const shared = (unit.claims ?? []).filter((claim) => claim.shared === true)
      const taken = await claimHolders(
        storage,
        shared.map(({ key }) => key),
      )
      return storage.commit({ ...unit, claims: (unit.claims ?? []).filter((claim) => claim.shared !== true || !taken.has(claim.key)) })
    },
  })),
  "claim: one that is released goes, and another incident may take it in the same unit": plainMutant((storage) => ({
    // What is held and not taken again stays.
    async commit(unit) {
      const releases = unit.releases ?? []
      const held = await claimHolders(
        storage,
        releases.map(({ key }) => key),
      )
      const stays = ({ key, incidentId }: { readonly key: string; readonly incidentId: string }): boolean =>
        held.get(key) === incidentId && unit.claims?.some((claim) => claim.key === key) !== true
      return storage.commit({ ...unit, releases: releases.filter((release) => !stays(release)) })
    },
  })),
  "claim: a release of what the incident does not hold fails with conflict, and nothing is stored": plainMutant((storage) => ({
    async commit(unit) {
      const held = await claimHolders(
        storage,
        (unit.releases ?? []).map(({ key }) => key),
      )
      return storage.commit({ ...unit, releases: (unit.releases ?? []).filter(({ key }) => held.has(key)) })
    },
  })),
  "claim: of two that race for it exactly one gets it": plainMutant((storage) => ({
    async commit(unit) {
      const keys = (unit.claims ?? []).map((claim) => claim.key)
      const looksFree = (await claimHolders(storage, keys)).size === 0 && new Set(keys).size === keys.length
      if (!looksFree || !keys.includes("command:race")) return storage.commit(unit)
      await turns(20)
      return instead(storage.commit(unit), "duplicate", () => storage.commit({ ...unit, claims: [] }))
    },
  })),
  "text: names with quotes, percent signs and other scripts are kept apart and found": plainMutant((storage) => ({
    findClaims: (keys) =>
      claimHolders(
        storage,
        keys.filter((key) => !key.includes("'")),
      ),
  })),
  "text: names that differ only in case or in composition are different": plainMutant((storage) => ({
    async commit(unit) {
      const claims = withoutFoldedMutants(unit.claims ?? []).map((claim) => ({ ...claim, key: folded(claim.key) }))
      return storage.commit({ ...unit, claims })
    },
    findClaims: (keys) => claimHolders(storage, keys.map(folded)),
  })),
  "text: a name with U+0000 or a lone surrogate is refused": plainMutant((storage) => ({
    commit: (unit) => instead(storage.commit(unit), "config", () => ({ numbers: new Map() }), names("claims[")),
  })),
}

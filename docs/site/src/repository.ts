declare const repositoryRoot: string

/** The root of the repository, as astro.config.mjs knows it: what is bundled does not know where it was. */
export const root = new URL(repositoryRoot)

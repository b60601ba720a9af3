export { createSigner, createVerifier, faultOfSecret, type Signer, type Verifier } from "./standard-webhooks.ts"

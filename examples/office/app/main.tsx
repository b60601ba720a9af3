import { QueryClientProvider } from "@tanstack/react-query"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { client } from "./api/queries.ts"
import { App } from "./app.tsx"

const root = document.querySelector("#root")
if (root === null) throw new Error("#root is missing")
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)

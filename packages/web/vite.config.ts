import { join } from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * Two documents: `index.html` is the hub's, for all its addresses; `workshop.html` is the workshop's, for `/`, `/faults`,
 * `/checks`, `/checks/<id>`, `/problems` and `/problems/<CODE>`. Each has a style sheet and an entry of its own.
 *
 * Both servers send them with `default-src 'none'`: nothing inline, nothing remote, no data: fonts. That is why assets
 * are never inlined and everything with a hash lies below /assets.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind()],
  build: {
    outDir: "dist",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [join(import.meta.dirname, "index.html"), join(import.meta.dirname, "workshop.html")],
    },
  },
});

import { ensurePages } from "../pages/ensure-pages.ts";

const startedAt = performance.now();
await ensurePages({ force: true });
console.log(`pages → packages/web/dist (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);

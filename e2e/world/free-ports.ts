import { createServer } from "node:net";

const LOWEST = 20_000;
/** Above, systems give out ports by themselves (Linux from 32768 on), and what is free now may be taken before it is used. */
const HIGHEST = 32_000;
const TRIES = 100;

/** Finds a port that is free together with the ones that follow it, on both loopback addresses. */
export async function findFreePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const first = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.flatMap((port) => [isFree("127.0.0.1", port), isFree("::1", port)]));
    if (free.every((port) => port)) return first;
  }
  throw new Error("There are no free ports.");
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // Where there is no ::1 nothing can be in its way.
    server.once("error", (error) => resolve("code" in error && error.code === "EADDRNOTAVAIL"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

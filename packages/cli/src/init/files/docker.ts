/** A small image: no build, no development packages, no root. */
export function dockerfile(): string {
  return `# glibc, not Alpine: the same system that the tests ran on.
FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src ./src
USER node
EXPOSE 3000
CMD ["node", "src/main.ts"]
`;
}

/** What does not belong into the image. */
export function dockerignore(): string {
  return `*
!package.json
!package-lock.json
!src
**/*.test.ts
`;
}

import { VERSION } from "../../version.ts";
import { kindFlag, type Plan } from "../plan.ts";

/** Runs tests and conformance for every change. */
export function ciFile(plan: Plan): string {
  return `name: ci
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm ci
      - run: npm run types
      - run: npm test
      - run: npx joinery conformance${kindFlag(plan)} --reporter junit --output conformance.xml -- node src/main.ts
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: conformance
          path: conformance.xml
`;
}

/** Runs conformance against a server in another language. */
export function otherCiFile(plan: Plan): string {
  return `name: joinery
on: [push, pull_request]
permissions:
  contents: read
jobs:
  conformance:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      # Put here what your server needs to be started.
      - run: |
          npx --yes --package @joinery/cli@${VERSION} joinery conformance${kindFlag(plan)} --profile core --reporter junit --output conformance.xml -- ${plan.start}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: conformance
          path: conformance.xml
`;
}

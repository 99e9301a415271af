/** The pages that explain a check or a refusal. */
export const workshopExplain = {
  checks: {
    title: "Checks",
    lead: "What an integration must do, one sentence each. Conformance asks all of this; the inspector looks at what passes by.",
    back: "All checks",
    why: "Why",
    example: "Example",
    fix: "What to do",
    unknown: { title: "There is no such check", body: "It may belong to another version, or the address is mistyped." },
  },
  problems: {
    title: "Refusals",
    lead: "Every code with which the hub, or an integration built with the SDK, says no: whose fault it is, and what to do.",
    back: "All refusals",
    when: "When it happens",
    whose: "Who has to do something",
    whoseSentence: (who: string) =>
      who === "nobody" ? "Nobody. It is how it should be." : `${who.charAt(0).toLocaleUpperCase()}${who.slice(1)}.`,
    todo: "What to do",
    example: "Example",
    status: (status: number) => `Status ${status}`,
    unknown: {
      title: "There is no such code",
      body: "It may be one of your own integration, or the address is mistyped.",
    },
  },
};

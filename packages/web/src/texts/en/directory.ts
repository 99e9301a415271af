/** How people come into the organisation and leave it: by a file, or by the identity provider's directory. */
export const directory = {
  importLink: "Import a file",
  scimLink: "Directory (SCIM)",
  import: {
    title: "Import people",
    lead: "A CSV file adds people, changes them, and offboards who has left.",
    choose: "CSV file",
    columns:
      "The first line names the columns: email is required; first_name, second_name, employee_id, job_title, department and active are welcome. Where active is false, the person is offboarded. Who is not in the file stays as they are.",
    tooBig: "This file is larger than 900 kB. Split it, and import one part after the other.",
    unreadable: "This file can't be read. Choose it again.",
    notText: "This is no text in UTF-8. Save it as CSV, in Excel as CSV UTF-8, and choose that file.",
    reading: "Looking at the file…",
    nothingYet: "Nothing is written before you have seen what would happen.",
    faults: {
      title: { one: "line can't be used", other: "lines can't be used" },
      body: "Nothing was written. Mend the file and choose it again.",
      line: (line: number) => `Line ${line}`,
    },
    would: "This would happen",
    counts: { added: "Added", changed: "Changed", unchanged: "As before", offboarded: "Offboarded" },
    leavers: "These people would be offboarded: signed out at once, and all their links removed.",
    accounts: { one: "linked account", other: "linked accounts" },
    apply: "Import",
    applyAndOffboard: (people: string) => `Import, and offboard ${people}`,
    people: { one: "person", other: "people" },
    applying: "Importing…",
    nothingToDo: "Everybody in the file is here already, exactly so. There is nothing to import.",
    done: {
      title: "The file is imported",
      reports: "Reports of those who left",
      again: "Import another file",
      toPeople: "See everybody",
    },
  },
  scim: {
    title: "Directory",
    lead: "Your identity provider can add, change and offboard people here by itself, with SCIM 2.0. Microsoft Entra ID and Okta both know it.",
    connection: "For the identity provider",
    baseUrl: "Base URL",
    bearer: "It asks for this address, and for a token from below as a bearer token.",
  },
};

/** What a guide takes for granted, for real: servers that its reader has, values that its reader copied from a page. */
export interface GuideWorld extends AsyncDisposable {
  /** Added to the reader's environment. */
  env: Readonly<Record<string, string>>;
  /** A folder with programs that the reader has, put on the PATH. */
  tools?: string;
  /** Looks at what following the guide has come to; gets the folder in which the reader began. */
  expectResult?(folder: string): Promise<void>;
}

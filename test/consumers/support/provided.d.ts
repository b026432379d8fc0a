import 'vitest';

declare module 'vitest' {
  /** What the setup hands to the tests of the package and its consumers. */
  interface ProvidedContext {
    consumers: {
      /** A folder for projects, which holds `dry.wav` too. */
      folder: string;
      /** The unpacked package. */
      packed: string;
      /** What the command line makes of `dry.wav`. */
      reference: number[];
    };
  }
}

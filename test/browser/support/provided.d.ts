import 'vitest';

declare module 'vitest' {
  /** What the setup hands to the tests in the browser. */
  interface ProvidedContext {
    /** The reference project's A1 standard model as JSON text; empty where it is not at hand. */
    a1Standard: string;
  }
}

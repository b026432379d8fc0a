/** The version of this package, as the manifest has it. */
export const VERSION = '0.1.0';

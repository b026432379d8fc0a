import { createRequire } from 'node:module';

/** The version of this package. */
export function version(): string {
  // A package may ask for itself by name: this finds the manifest from src/ as well as from dist/.
  const manifest: { version: string } = createRequire(import.meta.url)('dilatone/package.json');
  return manifest.version;
}

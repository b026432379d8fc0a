/** Modules kept for the next network of the same shape. */
const KEPT_MODULES = 4;

interface Compiled {
  readonly bytes: Uint8Array;
  readonly module: Promise<WebAssembly.Module>;
}

/** Latest last. */
const kept: Compiled[] = [];

/**
 * Compiles a module, or returns one that was lately compiled from the same bytes. Weights are not in a module: networks that
 * differ in nothing else, such as those of one model at different settings of its controls, share it, warm as it is.
 */
export function compileModule(bytes: Uint8Array): Promise<WebAssembly.Module> {
  const index = kept.findIndex((known) => isEqual(known.bytes, bytes));
  const [entry] = index < 0 ? [{ bytes, module: WebAssembly.compile(bytes) }] : kept.splice(index, 1);
  kept.push(entry);
  if (kept.length > KEPT_MODULES) kept.shift();
  entry.module.catch(() => forget(entry));
  return entry.module;
}

function forget(entry: Compiled): void {
  const index = kept.indexOf(entry);
  if (index >= 0) kept.splice(index, 1);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

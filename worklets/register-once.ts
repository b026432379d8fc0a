/**
 * Registers a processor, unless its name is taken. Names contain the version, so that whoever registered it did so with the
 * same code: a page may hold several copies of this package (an app's and a WAM's), and may reach one context through two
 * objects (Tone wraps contexts).
 */
export function registerOnce(name: string, processor: Parameters<typeof registerProcessor>[1]): void {
  try {
    registerProcessor(name, processor);
  } catch (error) {
    if ((error as Error).name !== 'NotSupportedError') throw error;
  }
}

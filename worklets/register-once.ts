/**
 * Registers a processor under a name that tells its version. A page may hold several copies of this package, such as that of
 * an app and that of a WAM, and a context may be known by two names, as Tone wraps it: who comes first registers for all.
 */
export function registerOnce(name: string, processor: Parameters<typeof registerProcessor>[1]): void {
  try {
    registerProcessor(name, processor);
  } catch (error) {
    if ((error as Error).name !== 'NotSupportedError') throw error;
  }
}

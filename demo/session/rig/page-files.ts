import { browserFiles, type FileStore, memoryFiles } from '../../../src/rig/index.js';

/** Files of the visitor by hash: they last in this browser, and at least as long as the page where it keeps nothing. */
export function pageFiles(): FileStore {
  const memory = memoryFiles();
  const browser = browserFiles();
  return {
    get: async (sha256) => (await memory.get(sha256)) ?? browser.get(sha256),
    put: async (sha256, bytes) => {
      await memory.put(sha256, bytes);
      await browser.put(sha256, bytes);
    },
  };
}

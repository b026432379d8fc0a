import { DilatoneError } from '../../errors.js';

/**
 * Loads a package that users install for themselves where they need it. Where it is missing, throws a DilatoneError
 * `unsupported` that says how to get it; `where` names the file that asks for it.
 */
export async function optionalPackage<T>(load: () => Promise<T>, name: string, where: string): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    const detail = `expected the package ${name} to read it with, got none; npm install ${name} brings it`;
    throw new DilatoneError('unsupported', where, detail, { cause });
  }
}

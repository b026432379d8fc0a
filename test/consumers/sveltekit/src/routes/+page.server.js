import { readFile } from 'node:fs/promises';
import { parseModel } from 'dilatone/formats';

/** What the server tells of the model before the browser has it. */
export async function load() {
  const { info } = parseModel(await readFile('static/model.nam'));
  return { architecture: info.architecture, receptiveField: info.receptiveField };
}

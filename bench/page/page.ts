import { raceDilations } from './dilation.js';
import { timeHandOver } from './hand-over.js';
import { countInstances } from './instances.js';
import { timeLoads } from './loading.js';
import { postWhatIsAskedFor } from './posting.js';
import { raceShape } from './race.js';
import { timeBlocks } from './steadiness.js';
import { raceTilings } from './tilings.js';

/** What the page measures; `measure-in-page.ts` calls it from Node. */
const measurements = { raceShape, raceDilations, raceTilings, timeLoads, timeHandOver, timeBlocks, countInstances };

export type Measurements = typeof measurements;

Object.assign(globalThis, { measurements });
void postWhatIsAskedFor(measurements);

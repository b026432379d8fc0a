import { raceDilations } from './dilation.js';
import { timeHandOver } from './hand-over.js';
import { countInstances } from './instances.js';
import { timeLoads } from './loading.js';
import { postRequestedMeasurement } from './posting.js';
import { raceShape } from './race.js';
import { timeBlocks } from './steadiness.js';
import { raceTilings } from './tilings.js';

/** What the page measures; the runner in Node calls it. */
const measurements = { raceShape, raceDilations, raceTilings, timeLoads, timeHandOver, timeBlocks, countInstances };

/** The measurements by name. */
export type Measurements = typeof measurements;

Object.assign(globalThis, { measurements });
void postRequestedMeasurement(measurements);

// Prints the counts of the last test run as its closing line: N passed, N failed.
import { readFileSync } from 'node:fs';

/** @returns {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} */
function readResults() {
  try {
    return JSON.parse(readFileSync(new URL('../build/test-results.json', import.meta.url), 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

const results = readResults();
const skipped = results.numPendingTests + results.numTodoTests;
const closing = `${results.numPassedTests} passed, ${results.numFailedTests} failed`;
console.log(skipped === 0 ? closing : `${closing}, ${skipped} skipped`);

// Prints the counts of the last test run; the last line is always N passed, N failed.
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
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${results.numPassedTests} passed, ${results.numFailedTests} failed`);

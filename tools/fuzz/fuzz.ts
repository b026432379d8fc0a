export { fuzzFile } from '../../test/support/fuzz/fuzz-file.js';
export { tryFile } from '../../test/support/fuzz/try-file.js';

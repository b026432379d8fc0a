import { fileURLToPath } from 'node:url';

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

/** The page as built for the tests. */
export const BUILT = path('build/test-demo');

/** Where the tests leave pictures of the page, to be looked at. */
export const SCREENSHOTS = path('build/screenshots');

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

/** All files of the unpacked package; declarations, which follow the sources, and the demo's own in one line each. */
function content(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.replace(/^dist\/types\/.*\.d\.ts$/, 'dist/types/**/*.d.ts'))
    .map((file) => file.replace(/^dist\/demo\/assets\/.*$/, 'dist/demo/assets/*'));
  return `${[...new Set(files)].sort().join('\n')}\n`;
}

test('the package holds the files that are listed, and no others', async () => {
  await expect(content(inject('consumers').packed)).toMatchFileSnapshot('content.txt');
});

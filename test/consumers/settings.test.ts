import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeBlocks } from '../docs/code-blocks.js';

/** The JSON that the guide shows for apps and their tests. */
const settings = codeBlocks()
  .filter(({ place, language }) => place.startsWith('docs/guides/embed.md') && language === 'json')
  .map(({ code }) => JSON.parse(code));

test.each(['parcel/package.json', 'jest/transformed.config.json'])(
  '%s has the settings that the guide names',
  (file) => {
    const used = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
    const named = settings.filter((setting) => Object.keys(setting).every((key) => key in used));
    expect(named).toHaveLength(1);
    expect(used).toMatchObject(named[0]);
  },
);

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mixColours } from '../../demo/drawing/palette.js';

const css = readFileSync(new URL('../../demo/styles.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]));
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT_ON = [
  ['ink', 'panel'],
  ['ink', 'background'],
  ['ink', 'line'],
  ['muted', 'panel'],
  ['muted-on-background', 'background'],
  ['on-wet', 'wet'],
];

describe.each([
  ['dark', ':root'],
  ['light', ':root[data-theme="light"]'],
])('the %s theme', (_, selector) => {
  const tokens = tokensOf(selector);
  // Of the tokens that a theme does not set, those of the first one hold.
  const colour = (name: string) => tokens.get(name) ?? tokensOf(':root').get(name)!;

  test.each(TEXT_ON)('text of %s on %s has a contrast of at least 4.5', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['dry', 'wet', 'fine', 'wrong'])('what is drawn in %s has a contrast of at least 3', (name) => {
    expect(contrast(colour(name), colour('panel'))).toBeGreaterThanOrEqual(3);
  });
});

test('a mixture of colours lies between them', () => {
  expect(mixColours('#000000', '#ffffff', 0.5)).toBe('#808080');
  expect(mixColours('#5cc8ff', '#ffb454', 0)).toBe('#5cc8ff');
  expect(mixColours('#5cc8ff', '#ffb454', 1)).toBe('#ffb454');
});

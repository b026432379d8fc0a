import { describe, expect, it } from 'vitest';
import { dilationPlot } from '../../bench/report/dilation-plot.js';
import type { RaceResult } from '../../bench/report/results.js';
import { speedPlot } from '../../bench/report/speed-plot.js';
import { element, label, logScale, logTicks } from '../../bench/report/svg.js';

/** A race of which only the speeds matter: nanoseconds per frame by engine. */
function raceOf(title: string, engines: Record<string, number>): RaceResult {
  return {
    shape: 's',
    title,
    sampleRate: 48_000,
    blockFrames: 1,
    macsPerFrame: 1,
    receptiveField: 1,
    multiplyAdd: 'plain',
    engines: Object.entries(engines).map(([name, ns]) => ({ name, ns: [ns] })),
    ceilings: [{ name: 'ceiling, plain', ns: [1] }],
  };
}

/** Attributes of all elements of a kind and class. */
function positions(svg: string, name: string, kind: string, attribute: string): number[] {
  const elements = [...svg.matchAll(new RegExp(`<${name} [^>]*class="${kind}"`, 'g'))].map(([text]) => text);
  return elements.map((text) => Number(text.match(new RegExp(` ${attribute}="([^"]*)"`))?.[1]));
}

describe('the plot of speeds', () => {
  const svg = speedPlot(
    [
      raceOf('A & B', { Dilatone: 500, '@opendaw/nam-wasm': 5000, 'onnxruntime-web': 4000 }),
      raceOf('C', { Dilatone: 50, 'onnxruntime-web': 400 }),
    ],
    'P; B 1',
  );

  it('has a dot for each engine that took part, beside that of the legend', () => {
    expect(positions(svg, 'circle', 'ours', 'cx')).toHaveLength(1 + 2);
    expect(positions(svg, 'circle', 'peer0', 'cx')).toHaveLength(1 + 1);
    expect(positions(svg, 'circle', 'peer1', 'cx')).toHaveLength(1 + 2);
  });

  it('shows equal ratios as equal distances', () => {
    const ours = positions(svg, 'circle', 'ours', 'cx').slice(1);
    const others = positions(svg, 'circle', 'peer0', 'cx').slice(1);
    expect(ours[1] - ours[0]).toBeCloseTo(ours[0] - others[0], 0);
  });

  it('marks real time, stays within its frame, and holds text that is safe', () => {
    const [limit] = positions(svg, 'line', 'limit', 'x1');
    for (const cx of positions(svg, 'circle', '[a-z0-9]+', 'cx')) {
      expect(cx).toBeGreaterThanOrEqual(limit);
      expect(cx).toBeLessThan(760);
    }
    expect(svg).toContain('A &amp; B');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

it('the plot of dilations shows the receptive fields in order, at the height of their cost', () => {
  const stack = (title: string, receptiveField: number, ns: number) => {
    return { title, receptiveField, memoryBytes: 1, blockFrames: 1, ns: [ns, ns] };
  };
  const svg = dilationPlot([stack('1', 27, 100), stack('64', 1665, 100), stack('8', 209, 200)], 'P');
  const dots = positions(svg, 'circle', 'ours', 'cx');
  expect(dots).toEqual([...dots].sort((a, b) => a - b));
  const [first, middle, last] = positions(svg, 'circle', 'ours', 'cy');
  expect(last).toBe(first);
  expect(middle).toBeLessThan(first);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

describe('the parts of a picture', () => {
  it('escape what text and attributes could break', () => {
    expect(label('<a & "b">', [1.234, 5], 'end')).toBe(
      '<text x="1.2" y="5" text-anchor="end" class="ink">&lt;a &amp; &quot;b&quot;&gt;</text>',
    );
    expect(element('g', { id: '"' })).toBe('<g id="&quot;"/>');
  });

  it('a logarithmic axis puts powers at equal distances', () => {
    const scale = logScale(1, 100, 10, 30);
    expect([1, 10, 100].map(scale)).toEqual([10, 20, 30]);
    expect(logTicks(1, 40)).toEqual([1, 3, 10, 30]);
    expect(logTicks(0.5, 1)).toEqual([1]);
  });
});

import { describe, expect, it } from 'vitest';
import { digits, grouped, kib, percent, spread } from '../../bench/report/figures.js';
import {
  dilationTable,
  failed,
  handOverTable,
  instancesTable,
  loadTable,
  steadinessTable,
} from '../../bench/report/other-tables.js';
import { costTable, ratioTable, summaryTable } from '../../bench/report/race-tables.js';
import { replaceBetween, tablesOf } from '../../bench/report/report.js';
import type { RaceResult } from '../../bench/report/results.js';
import { markdownTable, textTable } from '../../bench/report/table.js';
import { MACS_PER_TURN } from '../../src/timing/contenders.js';

const MACHINE = { processor: 'P', cores: 2, browser: 'B 1', date: '2026-01-02T03:04:05Z', loadBefore: 0 };

/** One frame per block, so that laps are nanoseconds per frame. */
const RACE: RaceResult = {
  shape: 's',
  title: 'Network',
  sampleRate: 50_000,
  blockFrames: 1,
  macsPerFrame: 10 * MACS_PER_TURN,
  receptiveField: 3,
  multiplyAdd: 'plain',
  engines: [
    { name: 'Dilatone', ns: [100, 200] },
    { name: '@opendaw/nam-wasm', ns: [700, 1400] },
    { name: 'onnxruntime-web', ns: [500, 1000] },
  ],
  ceilings: [
    { name: 'ceiling, plain', ns: [9, 18] },
    { name: 'ceiling, relaxed', ns: [5, 10] },
  ],
};

describe('figures', () => {
  it.each([
    [0.123456, '0.123'],
    [1, '1.00'],
    [12.345, '12.3'],
    [999.9, '1000'],
    [1234.5, '1230'],
    [123_456, '123\u202f000'],
    [0.00001234, '0.000'],
    [0, '0.00'],
    [Number.NaN, '–'],
  ])('%d to three digits is %s', (value, text) => {
    expect(digits(value)).toBe(text);
  });

  it('groups the digits of long numbers only', () => {
    expect([1, 1234, 12_345, 1_234_567].map(grouped)).toEqual(['1', '1234', '12\u202f345', '1\u202f234\u202f567']);
    expect(grouped('12345.678')).toBe('12\u202f345.678');
  });

  it('has forms for spreads, shares and sizes', () => {
    expect(spread({ median: 590, low: 580, high: 612.3 })).toBe('590 (580 … 612)');
    expect(percent(0.8049)).toBe('80 %');
    expect(kib(20_480)).toBe('20.0 KiB');
  });
});

describe('a table', () => {
  const table = {
    title: 'T',
    columns: ['name', 'n'],
    rows: [
      ['a', '1'],
      ['longer', '23'],
    ],
    notes: ['Note.'],
  };

  it('is aligned for a terminal', () => {
    expect(textTable(table)).toBe('T\n  name     n\n  a        1\n  longer  23\n  Note.\n');
  });

  it('is Markdown for a page', () => {
    expect(markdownTable({ ...table, rows: [['a|b', '1']] })).toBe(
      '**T**\n\n| name | n |\n|---|--:|\n| a\\|b | 1 |\n\nNote.\n',
    );
  });
});

describe('a race', () => {
  it('becomes nanoseconds per frame, with a dash for who did not take part', () => {
    const { columns, rows } = costTable([RACE]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveLength(columns.length);
    expect(rows[0]).toEqual(
      expect.arrayContaining(['Network', '1', '150 (125 … 175)', '1050 (875 … 1230)', '750 (625 … 875)', '–']),
    );
  });

  it('becomes ratios of the same round, and shares of the faster ceiling', () => {
    const [row] = ratioTable([RACE]).rows;
    // 1e9 / 50 kHz / 150 ns; 7 and 5 times as fast in every round; 10 turns of 5 ns in 100 ns.
    expect(row).toEqual(['Network', '1', '133', '7.00', '–', '5.00', '–', '50 %', '–', digits(MACS_PER_TURN / 7.5)]);
  });

  it('and, in brief, what a newcomer asks for', () => {
    const { columns, rows } = summaryTable([RACE]);
    expect(columns).toEqual(['network', '× real time', '× nam-wasm', '× onnxruntime-web', 'of ceiling']);
    expect(rows).toEqual([['Network', '133', '7.00', '5.00', '50 %']]);
  });
});

describe('the other measurements', () => {
  it('hold stacks against the first, round by round', () => {
    const stack = { blockFrames: 10, receptiveField: 30_000, memoryBytes: 65_536 };
    const stacks = [
      { ...stack, title: '1', ns: [1000, 2000] },
      { ...stack, title: '8', ns: [1100, 2200] },
    ];
    expect(dilationTable(stacks).rows.map((row) => row.at(-1))).toEqual(['1.00 (1.00 … 1.00)', '1.10 (1.10 … 1.10)']);
    expect(dilationTable(stacks).rows[1]).toContain('165 (138 … 193)');
  });

  it('show the usual load, and the first', () => {
    const times = { parseMs: 1, compileMs: 2, moduleMs: 3, startMs: 4 };
    const first = { parseMs: 10, compileMs: 20, moduleMs: 30, startMs: 40 };
    const sizes = { moduleBytes: 1024, imageBytes: 2048, memoryBytes: 65_536 };
    expect(loadTable([{ shape: 's', title: 'N', first, again: [times, times], sizes }]).rows).toEqual([
      ['N', '1.0 (10)', '2.0 (20)', '3.0 (30)', '6.0 (60)', '4.0 (40)', '1.00 KiB', '2.00 KiB', '64.0 KiB'],
    ]);
  });

  it('hold the first second against the median of the others, page by page', () => {
    const pages = [
      [30, 10, 20, 90],
      [60, 40, 40, 40],
    ];
    const [row] = handOverTable([{ shape: 's', title: 'N', pages }]).rows;
    expect(row).toEqual(['N', '45.0 (37.5 … 52.5)', '30.0 (25.0 … 35.0)', '1.50 (1.50 … 1.50)']);
  });

  it('take off what an empty loop shows', () => {
    const engine = { medianUs: 100, slowestUs: 300, mostUs: 900 };
    const loop = { medianUs: 100, slowestUs: 200, mostUs: 900 };
    const result = { shape: 's', title: 'N', seconds: 60, blocks: 20_000, pinnedCore: null, engine, loop };
    expect(steadinessTable([result]).rows[0].slice(-3)).toEqual(['3.00', '2.00', '1.50']);
    expect(steadinessTable([result]).notes[0]).not.toContain('pinned');
    expect(steadinessTable([{ ...result, pinnedCore: 1 }]).notes[0]).toContain('pinned');
  });

  it('count as sustained what one attempt sustained, and say who saw it', () => {
    const trial = (instances: number, underruns: number | null, lagSeconds = 0) => ({
      instances,
      underruns,
      lagSeconds,
    });
    const counted = [trial(8, 0), trial(16, 1), trial(16, 1), trial(12, 3), trial(12, 0), trial(14, 1), trial(14, 1)];
    expect(instancesTable([{ shape: 's', title: 'N', seconds: 5, trials: counted }]).rows).toEqual([
      ['N', '12', '14', '5', 'playbackStats'],
    ]);
    const unseen = [trial(1, null, 0.01), trial(2, null, 0.2)];
    expect(instancesTable([{ shape: 's', title: 'N', seconds: 5, trials: unseen }]).rows).toEqual([
      ['N', '1', '2', '5', "the context's clock"],
    ]);
    expect(failed(trial(1, 0, 9))).toBe(false);
  });
});

describe('a report', () => {
  it('has no table about what was not measured', () => {
    expect(tablesOf({ machine: MACHINE })).toEqual([]);
    expect(tablesOf({ machine: MACHINE, races: [RACE] })).toHaveLength(2);
  });

  it('goes between its marks and leaves the rest of the page alone', () => {
    const page = 'before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n';
    const replaced = replaceBetween(page, 'bench', 'new $& text\n');
    expect(replaced).toBe('before\n<!-- bench -->\nnew $& text\n<!-- /bench -->\nafter\n');
    expect(replaceBetween(replaced, 'bench', 'old')).toBe(page);
  });

  it('refuses a page without marks', () => {
    expect(() => replaceBetween('text', 'bench', 'new')).toThrow('expected the marks <!-- bench -->');
  });
});

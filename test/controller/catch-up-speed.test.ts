import { describe, expect, it } from 'vitest';
import { catchUpSpeed, loadOf, noteLoad, realtimeShare } from '../../src/controller/node/live-engine.js';

describe('an engine that catches up', () => {
  it.each([
    ['a tenth of real time', 480, 1, 1],
    ['a fifteenth', 720, 1, 3],
    ['a fifteenth, for each of two channels', 720, 2, 1],
    ['a fiftieth', 2400, 1, 12],
    ['next to nothing', 1e6, 1, 16],
    ['who knows how long', null, 1, 1],
  ])('and takes %s is as fast as a quarter of the time allows', (_, framesPerMs, engines, speed) => {
    expect(catchUpSpeed(realtimeShare(framesPerMs, 48_000, engines), 0)).toBe(speed);
  });

  it.each([
    [0.5, 12],
    [0.7, 7],
    [0.9, 1],
    [1.2, 1],
  ])('takes no more than half of what other nodes leave: beside a load of %f it has speed %i', (busy, speed) => {
    expect(catchUpSpeed(0.02, busy)).toBe(speed);
  });
});

describe('the load of a context', () => {
  it('is the sum of what is known, and only its own', () => {
    const [context, another, first, second] = [{}, {}, {}, {}];
    noteLoad(context, first, 0.25);
    noteLoad(context, second, 0.5);
    noteLoad(another, second, 0.125);
    expect(loadOf(context)).toBe(0.75);
    noteLoad(context, first, 0.125);
    expect(loadOf(context)).toBe(0.625);
    noteLoad(context, first, null);
    noteLoad(context, second, null);
    expect(loadOf(context)).toBe(0);
    expect(loadOf(another)).toBe(0.125);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChannelPicker } from '../../src/controller/microphone/channel-picker.js';

const meanSquare = (db: number) => 10 ** (db / 10);
const TICK = 0.08;

/** Hears both channels at these levels in dB for some seconds. */
function hear(picker: ChannelPicker, firstDb: number, secondDb: number, seconds: number) {
  let choice = picker.hear(meanSquare(firstDb), meanSquare(secondDb), TICK);
  for (let n = 1; n < seconds / TICK; n++) choice = picker.hear(meanSquare(firstDb), meanSquare(secondDb), TICK);
  return choice;
}

describe('the first choice', () => {
  it.each([
    ['the left socket', -20, -80, 0],
    ['the right socket', -80, -20, 1],
    ['the right socket, while the left one hums', -48, -25, 1],
    ['both, where they carry the same', -20, -20, 'mix'],
    ['both, where they carry a stereo sound', -20, -28, 'mix'],
  ] as const)('is %s', (_, firstDb, secondDb, choice) => {
    expect(hear(new ChannelPicker(), firstDb, secondDb, 0.5)).toBe(choice);
  });

  it('waits for sound, however long', () => {
    const picker = new ChannelPicker();
    expect(hear(picker, -60, -90, 60)).toBeNull();
    expect(hear(picker, -90, -20, 1)).toBe(1);
  });

  it('waits for more than one click', () => {
    const picker = new ChannelPicker();
    expect(hear(picker, -10, -90, TICK)).toBeNull();
    expect(hear(picker, -90, -10, 1)).toBe('mix');
    expect(hear(picker, -90, -10, 4)).toBe(1);
  });
});

describe('a later choice', () => {
  it('follows where the chosen channel is dead while the other one plays for a while', () => {
    const picker = new ChannelPicker();
    expect(hear(picker, -20, -80, 1)).toBe(0);
    expect(hear(picker, -80, -20, 2)).toBe(0);
    expect(hear(picker, -80, -20, 2)).toBe(1);
  });

  it('does not come in the pauses of a player beside another one', () => {
    const picker = new ChannelPicker();
    hear(picker, -20, -80, 1);
    for (let round = 0; round < 20; round++) {
      expect(hear(picker, -80, -20, 2)).toBe(0);
      expect(hear(picker, -20, -20, 0.5)).toBe(0);
    }
  });

  it('is not pressed by silence, and not prevented by it', () => {
    const picker = new ChannelPicker();
    hear(picker, -20, -80, 1);
    expect(hear(picker, -80, -70, 60)).toBe(0);
    hear(picker, -80, -20, 2);
    hear(picker, -80, -70, 60);
    expect(hear(picker, -80, -20, 2)).toBe(1);
  });

  it('leaves both for one where the other was only humming at first', () => {
    const picker = new ChannelPicker();
    expect(hear(picker, -48, -48, 1)).toBe('mix');
    expect(hear(picker, -48, -15, 4)).toBe(1);
  });
});

it('never chooses the quieter channel alone, whatever is heard', () => {
  const level = fc.double({ min: -90, max: 0, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 40 }), (heard) => {
      const picker = new ChannelPicker();
      let before: unknown = null;
      for (const [first, second] of heard) {
        const choice = hear(picker, first, second, 4);
        if (choice !== before && choice !== 'mix')
          expect([first, second][choice as 0 | 1]).toBe(Math.max(first, second));
        before = choice;
      }
    }),
    { seed: 1 },
  );
});

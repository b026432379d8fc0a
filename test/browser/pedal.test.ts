import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDilatone, type Dilatone } from '../../src/index.js';
import { type DilatonePedal, definePedal } from '../../src/pedal/index.js';
import { feather, modelFile, nano } from './support/models.js';

definePedal();

let context: AudioContext;
let amp: Dilatone;
let pedal: DilatonePedal;
beforeEach(async () => {
  context = new AudioContext({ sampleRate: 48_000 });
  amp = await createDilatone(context, { model: feather() });
  amp.connect(context.destination);
  pedal = document.createElement('dilatone-pedal');
  pedal.device = amp;
  document.body.append(pedal);
});
afterEach(async () => {
  pedal.remove();
  amp.dispose();
  await context.close();
});

const find = <Kind extends Element = HTMLElement>(selector: string) => pedal.shadowRoot!.querySelector<Kind>(selector)!;
const knob = (label: string) => find<HTMLInputElement>(`input[aria-label="${label}"]`);
const text = (selector: string) => find(selector).textContent;

describe('the pedal', () => {
  it('defines itself once, however often it is asked', () => {
    expect(() => definePedal()).not.toThrow();
  });

  it('shows what the device does, whoever changed it', async () => {
    amp.mix.value = 0.5;
    amp.bypass = true;
    await vi.waitFor(() => expect(knob('Mix').getAttribute('aria-valuetext')).toBe('50\u00a0%'));
    expect(find('[role=switch]').getAttribute('aria-checked')).toBe('true');
  });

  it('turns by keys as a range does: what is typed is heard', () => {
    const drive = knob('Drive');
    drive.stepUp(2);
    drive.dispatchEvent(new Event('input'));
    expect(amp.inputGainDb.value).toBe(1);
    expect(drive.getAttribute('aria-valuetext')).toBe('+1\u00a0dB');
  });

  it('turns by dragging up, and goes home with a double click', () => {
    const dial = knob('Level').parentElement!;
    const pointer = (type: string, clientY: number) =>
      dial.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientY, bubbles: true, cancelable: true }));
    // A pointer that was made up cannot be captured.
    dial.setPointerCapture = () => {};
    pointer('pointerdown', 100);
    pointer('pointermove', 60);
    pointer('lostpointercapture', 60);
    expect(amp.outputGainDb.value).toBe(12);
    pointer('pointermove', 0);
    expect(amp.outputGainDb.value).toBe(12);
    dial.dispatchEvent(new MouseEvent('dblclick'));
    expect(amp.outputGainDb.value).toBe(0);
  });

  it('switches on a limiter that is off, and leaves one that is on; its attribute decides otherwise', async () => {
    expect(amp.limitDb).toBe(-0.3);
    pedal.setAttribute('limit-db', 'off');
    expect(amp.limitDb).toBe(null);
    pedal.setAttribute('limit-db', '-6');
    expect(amp.limitDb).toBe(-6);
    pedal.setAttribute('limit-db', 'loud');
    expect(amp.limitDb).toBe(-6);
    expect(text('.status')).toContain('limitDb: expected null');
    pedal.removeAttribute('limit-db');
    amp.limitDb = -9;
    pedal.device = null;
    pedal.device = amp;
    expect(amp.limitDb).toBe(-9);
  });

  it('shows when the limiter acts', async () => {
    const source = new OscillatorNode(context);
    amp.mix.value = 0;
    amp.limitDb = -20;
    source.connect(amp.node);
    source.start();
    const [, out] = pedal.shadowRoot!.querySelectorAll('[role=meter]');
    await vi.waitFor(() => expect(out.getAttribute('aria-valuetext')).toBe('-20 dB, limited by 20 dB'));
  });

  it('bypasses and comes back with its switch', () => {
    find('[role=switch]').click();
    expect(amp.bypass).toBe(true);
    find('[role=switch]').click();
    expect(amp.bypass).toBe(false);
  });

  it('shows levels while sound runs, and silence when it is taken out of the page', async () => {
    const source = new OscillatorNode(context);
    source.connect(amp.node);
    source.start();
    await vi.waitFor(() => expect(Number(find('[role=meter]').getAttribute('aria-valuenow'))).toBeGreaterThan(-6));
    pedal.remove();
    expect(find('[role=meter]').getAttribute('aria-valuetext')).toBe('silence');
  });

  it('plays a model file that is dropped on it, and tells the page', async () => {
    const loaded = new Promise((resolve) => pedal.addEventListener('modelload', resolve, { once: true }));
    const before = amp.info.model;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(modelFile('nano'));
    find('.pedal').dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    await loaded;
    expect(amp.info.model).not.toBe(before);
    await vi.waitFor(() => expect(text('.facts')).toBe('WaveNet · 48 kHz'));
  });

  it('tells of a file that is none, and the old model goes on', async () => {
    const before = amp.info.model;
    await pedal.loadFile(new Blob(['{']));
    expect(text('[role=status]')).toMatch(/expected/);
    expect(amp.info.model).toBe(before);
    expect(find<HTMLButtonElement>('.load').disabled).toBe(false);
  });

  it('takes its title from the attribute, else from the model', async () => {
    expect(text('.title')).toBe('WaveNet');
    pedal.setAttribute('label', 'Lead');
    expect(text('.title')).toBe('Lead');
  });

  it('without a device offers nothing to press', () => {
    pedal.device = null;
    expect(text('.title')).toBe('No amp');
    expect([...pedal.shadowRoot!.querySelectorAll('button')].every((button) => button.disabled)).toBe(true);
    expect(find('.knobs').childElementCount).toBe(0);
  });

  it('takes any object of that shape for a device', async () => {
    const played: unknown[] = [];
    const model = nano();
    pedal.device = {
      inputGainDb: { value: 3, defaultValue: 0 },
      outputGainDb: { value: 0, defaultValue: 0 },
      mix: { value: 1, defaultValue: 1 },
      bypass: false,
      controls: {},
      info: {
        engine: 'wasm',
        latencyFrames: 480,
        sampleRate: 48_000,
        model: { ...model.info, controls: [{ name: 'tone', minimum: 0, maximum: 10, default: 5 }] },
      },
      setControls: async (values) => played.push(values),
      setModel: async (model) => played.push(model),
      on: () => () => {},
    };
    expect(text('.facts')).toBe('WaveNet · 48 kHz · 10.0 ms');
    const tone = knob('tone');
    expect(tone.getAttribute('aria-valuetext')).toBe('5');
    tone.value = '7';
    tone.dispatchEvent(new Event('input'));
    expect(played).toEqual([{ tone: 7 }]);
  });
});

import { DilatoneError } from '../../src/index.js';
import { bindMidi, type MidiBinding, type MidiMapping, type MidiTarget, type RigSurface } from '../../src/rig/index.js';
import type { MidiState } from '../midi-state.js';
import type { Desk } from './desk.js';
import { findBlock } from './rig/edit-document.js';
import type { Presets } from './rig/presets.js';
import * as messages from './rig/rig-messages.js';
import type { RigSession } from './rig/rig-session.js';

const STORAGE_KEY = 'dilatone midi';

/** Lets MIDI pedals and knobs play the page's rig: program changes choose presets, controllers move what they have learned. */
export class MidiDesk {
  readonly #desk: Desk;
  readonly #rig: RigSession;
  readonly #presets: Presets;
  #binding: MidiBinding | null = null;
  #lesson: AbortController | null = null;

  constructor(desk: Desk, rig: RigSession, presets: Presets) {
    this.#desk = desk;
    this.#rig = rig;
    this.#presets = presets;
    rig.onTouch = (target) => this.#teach(target);
  }

  /** Asks the browser for MIDI, and listens to all inputs. */
  async open(): Promise<void> {
    if (this.#desk.state.midi.status !== 'off') return;
    this.#show({ status: 'asking' });
    try {
      this.#binding = await bindMidi(this.#surface(), {
        presets: (program) => this.#presets.documentOf(program),
        mappings: keptMappings(),
        takeOver: 'pickup',
        onInputs: () => this.#show({}),
        onError: (error) => this.#desk.tell(messages.describeMidiFailure(error)),
      });
      this.#show({ status: 'on' });
    } catch (error) {
      this.#show({ status: 'off' });
      this.#desk.tell(messages.describeMidiFailure(error));
    }
  }

  /** Listens no more. */
  close(): void {
    this.#binding?.dispose();
    this.#binding = null;
    this.#show({ status: 'off' });
  }

  /** The next knob or bypass that is touched on the page learns the next controller that is moved. A second call ends it. */
  learn(): void {
    if (!this.#binding) return;
    const isLearning = this.#desk.state.midi.status !== 'on';
    this.#lesson?.abort();
    this.#lesson = null;
    this.#show({ status: isLearning ? 'on' : 'waiting' });
  }

  /** No controller moves anything any more. */
  forget(): void {
    this.#binding?.setMappings([]);
    this.#keep();
  }

  /** A knob or a bypass was touched on the page. */
  #teach(target: MidiTarget): void {
    const binding = this.#binding;
    const { status } = this.#desk.state.midi;
    if (!binding || (status !== 'waiting' && status !== 'listening')) return;
    const lesson = new AbortController();
    this.#lesson?.abort();
    this.#lesson = lesson;
    this.#show({ status: 'listening' });
    binding.learn(target, { signal: lesson.signal }).then(
      () => this.#learned(lesson),
      (error: unknown) => {
        if (this.#lesson === lesson && !isAborted(error)) this.#desk.tell(messages.describeMidiFailure(error));
      },
    );
  }

  #learned(lesson: AbortController): void {
    if (this.#lesson !== lesson) return;
    this.#lesson = null;
    this.#keep();
    this.#show({ status: 'on' });
  }

  #keep(): void {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#binding?.mappings ?? []));
    } catch {
      // Storage may be forbidden or full; what was learned then lasts until the page is closed.
    }
    this.#show({});
  }

  #show(changes: Partial<MidiState>): void {
    const { midi } = this.#desk.state;
    const inputs = this.#binding?.inputs.map(({ name }) => name) ?? [];
    this.#desk.store.update({ midi: { ...midi, inputs, mappings: this.#binding?.mappings.length ?? 0, ...changes } });
  }

  /** The rig as MIDI sees it: what it does is shown, kept and undone as if done on the page. */
  #surface(): RigSurface {
    const document = () => this.#desk.state.rig.document;
    const rig = this.#rig;
    return {
      get document() {
        return document();
      },
      set: (id, values) => rig.turn(id, values),
      setBypass: (id, bypass) => rig.switch(id, bypass),
      setState: async (next) => {
        const preset = this.#presets.idOf(next);
        await (preset === undefined ? rig.replace(next) : rig.choosePreset(preset));
        return 'done';
      },
      block: (id) => findBlock(document(), id),
    };
  }
}

function keptMappings(): readonly MidiMapping[] {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
  } catch {
    return [];
  }
}

function isAborted(error: unknown): boolean {
  return error instanceof DilatoneError && error.code === 'aborted';
}

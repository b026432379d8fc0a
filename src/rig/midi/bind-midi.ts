import { DilatoneError } from '../../errors.js';
import { makeOpaque } from '../../model/opaque.js';
import { expectOptions } from '../../model/untrusted.js';
import type { RigDocument } from '../document/rig-document.js';
import type { RigSurface } from '../rig-surface.js';
import { LatestValues } from './latest-values.js';
import { type MidiAccessLike, requestMidi } from './midi-access.js';
import { type ControlSite, createControl, type MidiControl, type TakeOver } from './midi-control.js';
import { type InputChoice, type MidiInputInfo, MidiInputs } from './midi-inputs.js';
import { MidiLearning } from './midi-learning.js';
import { type MidiMapping, type MidiTarget, readMappings, readTarget, targetKey } from './midi-mapping.js';
import type { MidiMessage } from './midi-message.js';
import { MidiPresets, type PresetFinder } from './midi-presets.js';
import { findParameter } from './parameter-range.js';

/** How to bind MIDI to a rig. */
export interface MidiOptions {
  /** Access that the page has already; default: the browser is asked, without system exclusive messages. */
  readonly access?: MidiAccessLike | undefined;
  /** Which inputs to listen to, by id or name; default: all. */
  readonly inputs?: InputChoice | undefined;
  /** The only channel to listen to, 1 … 16; default: all. */
  readonly channel?: number | undefined;
  /** Rigs to change to where a program changes: a list, with 128 entries for each bank, or a function. Default: none. */
  readonly presets?: readonly RigDocument[] | PresetFinder | undefined;
  /** What moves what: as `MidiBinding.mappings` gave it. */
  readonly mappings?: unknown;
  /** `pickup`: a knob moves its parameter only after it has passed by the parameter's value. Default `jump`: at once. */
  readonly takeOver?: TakeOver | undefined;
  /** Told of what fails later: a preset that cannot be loaded, an input that another program uses. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Called when inputs are plugged in or out. */
  readonly onInputs?: ((inputs: MidiInputInfo[]) => void) | undefined;
  /** Ends the wait for the user: the promise rejects with a DilatoneError `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets MIDI pedals and knobs play a rig, on the main thread: program changes choose presets, controllers move parameters, controllers and
 * notes switch blocks. What is plugged in later is listened to as well. Mappings of blocks that are not in the rig are kept,
 * and work again when they are.
 *
 * Rejects with a DilatoneError: `midi`, whose message says what to do, where the browser has or gives no MIDI; `aborted`;
 * `malformed` or `limit` for wrong mappings. RangeError or TypeError for other wrong options.
 */
export async function bindMidi(rig: RigSurface, options: MidiOptions = {}): Promise<MidiBinding> {
  const { channel, takeOver = 'jump', presets = [], inputs = 'all', access: known } = expectOptions(options);
  // A missing `await` is the usual mistake.
  if (typeof rig?.block !== 'function') throw new TypeError(`rig: expected a Rig, got ${kindOf(rig)}`);
  if (known !== undefined && typeof known?.addEventListener !== 'function') {
    throw new TypeError(`access: expected a MIDIAccess, got ${kindOf(known)}`);
  }
  if (channel !== undefined && !(Number.isInteger(channel) && channel >= 1 && channel <= 16)) {
    throw new RangeError(`channel: expected 1 to 16, got ${channel}`);
  }
  if (takeOver !== 'jump' && takeOver !== 'pickup') {
    throw new RangeError(`takeOver: expected jump or pickup, got ${takeOver}`);
  }
  if (!Array.isArray(presets) && typeof presets !== 'function') {
    throw new TypeError(`presets: expected a list or a function, got ${typeof presets}`);
  }
  expectChoice(inputs);
  const mappings = options.mappings === undefined ? [] : readMappings(options.mappings);
  const access = known ?? (await requestMidi(options.signal));
  return new MidiBinding(rig, access, options, mappings);
}

/** MIDI that plays a rig, made by `bindMidi`. */
export class MidiBinding {
  readonly #channel: number | undefined;
  readonly #site: ControlSite;
  readonly #inputs: MidiInputs;
  readonly #presets: MidiPresets;
  readonly #learning = new MidiLearning();
  #controls: readonly MidiControl[];
  #isDisposed = false;

  /** Apps call `bindMidi`. */
  constructor(rig: RigSurface, access: MidiAccessLike, options: MidiOptions, mappings: readonly MidiMapping[]) {
    const { channel, takeOver = 'jump', presets = [], inputs = 'all', onError = () => {}, onInputs } = options;
    this.#channel = channel;
    this.#site = { rig, takeOver, onError, latest: new LatestValues() };
    this.#presets = new MidiPresets(presets, this.#site);
    this.#controls = mappings.map((mapping) => createControl(mapping, this.#site));
    this.#inputs = new MidiInputs(access, options.access === undefined, inputs, {
      onMessage: (message) => this.#receive(message),
      onChange: () => onInputs?.(this.inputs),
      onError,
    });
    makeOpaque(this, MidiBinding);
  }

  /** The inputs that the browser knows now. */
  get inputs(): MidiInputInfo[] {
    return this.#inputs.list();
  }

  /** Listens to other inputs from now on: all, or those of an id or a name in a list. */
  selectInputs(inputs: InputChoice): void {
    this.#expectInUse();
    expectChoice(inputs);
    this.#inputs.select(inputs);
  }

  /** What moves what: plain JSON, to save and to give to `setMappings` again. */
  get mappings(): readonly MidiMapping[] {
    return this.#controls.map(({ mapping }) => mapping);
  }

  /** Takes other mappings in place of all that there are. Throws a DilatoneError `malformed` with the place, or `limit`. */
  setMappings(mappings: unknown): void {
    this.#expectInUse();
    this.#controls = readMappings(mappings).map((mapping) => createControl(mapping, this.#site));
  }

  /**
   * Waits for the next controller that is moved, or for a bypass also for a note, and has it move a target from then on, in place of
   * what moved it before. Resolves with the mapping.
   *
   * Rejects with a DilatoneError: `aborted` by the signal or by a later call, `disposed`, `malformed` for a target that is none; with a
   * RangeError for a block or a parameter that the rig does not have.
   */
  async learn(target: MidiTarget, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<MidiMapping> {
    const { signal } = expectOptions(options);
    this.#expectInUse();
    const read = readTarget(target, 'target');
    expectTarget(this.#site.rig, read);
    return this.#learning.learn(read, signal);
  }

  /** Removes what moves a target. */
  unlearn(target: MidiTarget): void {
    this.#expectInUse();
    const key = targetKey(readTarget(target, 'target'));
    this.#controls = this.#controls.filter(({ mapping }) => targetKey(mapping) !== key);
  }

  /** Listens no more. Everything else then throws a DilatoneError `disposed`, but for `inputs` and `mappings`. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#inputs.dispose();
    this.#presets.dispose();
    this.#site.latest.dispose();
    this.#learning.end(disposed());
  }

  #receive(message: MidiMessage): void {
    if (this.#channel !== undefined && message.channel !== this.#channel) return;
    const learned = this.#learning.receive(message);
    if (learned !== null) {
      const key = targetKey(learned);
      const others = this.#controls.filter(({ mapping }) => targetKey(mapping) !== key);
      const control = createControl(learned, this.#site);
      // The press that it was learned from switches nothing.
      control.remember(message);
      this.#controls = [...others, control];
      return;
    }
    this.#presets.receive(message);
    for (const control of this.#controls) control.receive(message);
  }

  #expectInUse(): void {
    if (this.#isDisposed) throw disposed();
  }
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a Promise; is an await missing?';
  return value === null ? 'null' : typeof value;
}

function disposed(): DilatoneError {
  return new DilatoneError('disposed', 'midi', 'expected a binding in use, got one that was disposed');
}

function expectChoice(inputs: unknown): void {
  if (inputs === 'all' || (Array.isArray(inputs) && inputs.every((one) => typeof one === 'string'))) return;
  throw new TypeError(`inputs: expected 'all' or a list of ids and names, got ${typeof inputs}`);
}

/** What is learned is there: a mistake shows at once. */
function expectTarget(rig: RigSurface, target: MidiTarget): void {
  const { id } = target;
  if ('bypass' in target) {
    if (rig.block(id) === undefined) throw new RangeError(`target.id: expected that of a block in the rig, got ${id}`);
  } else if (findParameter(rig, target) === undefined) {
    throw new RangeError(`target: expected a parameter of a block in the rig, got ${target.parameter} of ${id}`);
  }
}

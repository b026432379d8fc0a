import type { BlockParameter } from '../../live/rig/block-parameters.js';
import type { RigSurface } from '../rig-surface.js';
import type { LatestValues } from './latest-values.js';
import { type BypassMapping, type MidiMapping, type ParameterMapping, targetKey } from './midi-mapping.js';
import type { MidiMessage } from './midi-message.js';
import { currentValue, findParameter, type KnobScale, knobScale } from './parameter-range.js';

/** Whether a knob moves its parameter at once, or only after it has passed by the parameter's value. */
export type TakeOver = 'jump' | 'pickup';

/** What a control works on. */
export interface ControlSite {
  readonly rig: RigSurface;
  readonly latest: LatestValues;
  readonly takeOver: TakeOver;
  readonly onError: (error: unknown) => void;
}

/** One mapping at work. */
export interface MidiControl {
  readonly mapping: MidiMapping;
  /** Takes a message; ignores those that are not its own. */
  receive(message: MidiMessage): void;
  /** Takes a message that moves nothing, as where the control stands. */
  remember(message: MidiMessage): void;
}

/** Puts a mapping to work. */
export function createControl(mapping: MidiMapping, site: ControlSite): MidiControl {
  return 'bypass' in mapping ? new SwitchControl(mapping, site) : new KnobControl(mapping, site);
}

/** From here on a controller counts as a switch that is held. */
export const HELD = 64;

/** How near a knob has to come to a parameter's value to take it over: a step and a half of 127. */
const NEAR = 1.5 / 127;

class KnobControl implements MidiControl {
  readonly mapping: ParameterMapping;
  readonly #site: ControlSite;
  readonly #key: string;
  #coarse = 0;
  /** Where the knob was last; null before its first message. */
  #position: number | null = null;

  constructor(mapping: ParameterMapping, site: ControlSite) {
    this.mapping = mapping;
    this.#site = site;
    this.#key = targetKey(mapping);
  }

  remember(message: MidiMessage): void {
    if (message.kind === 'controller') this.#position = message.value / 127;
  }

  receive(message: MidiMessage): void {
    const { controller, channel, bits = 7 } = this.mapping;
    if (message.kind !== 'controller' || (channel !== undefined && message.channel !== channel)) return;
    if (message.controller === controller) {
      this.#coarse = message.value;
      // The fine part starts again from 0, and follows in a message of its own.
      if (bits === 14) this.#move((this.#coarse * 128) / 16_383, true);
      else this.#move(message.value / 127);
    } else if (bits === 14 && message.controller === controller + 32) {
      this.#move((this.#coarse * 128 + message.value) / 16_383);
    }
  }

  #move(position: number, isPartial = false): void {
    const { rig, latest, takeOver } = this.#site;
    const parameter = findParameter(rig, this.mapping);
    // Its block is in another preset.
    if (parameter === undefined) return;
    const scale = knobScale(this.mapping, parameter);
    if (takeOver === 'pickup' && !this.#hasTakenOver(position, scale, parameter)) return;
    const value = scale.valueAt(position);
    latest.put(this.#key, value, () => this.#set(value), isPartial);
  }

  #set(value: number): void {
    const { rig, onError } = this.#site;
    const { id, parameter } = this.mapping;
    // A preset may have come in between.
    if (findParameter(rig, this.mapping) === undefined) return;
    try {
      rig.set(id, { [parameter]: value });
    } catch (error) {
      onError(error);
    }
  }

  /** Whether the knob stands, or stood, where the parameter does, or has passed by it. */
  #hasTakenOver(position: number, scale: KnobScale, parameter: BlockParameter): boolean {
    const { rig, latest } = this.#site;
    const before = this.#position;
    this.#position = position;
    const waiting = latest.get(this.#key) as number | undefined;
    const target = scale.positionOf(waiting ?? currentValue(rig, this.mapping.id, parameter));
    const isNear = (place: number) => Math.abs(place - target) <= NEAR;
    if (isNear(position)) return true;
    return before !== null && (isNear(before) || before < target !== position < target);
  }
}

class SwitchControl implements MidiControl {
  readonly mapping: BypassMapping;
  readonly #site: ControlSite;
  readonly #key: string;
  /** The controller's last value; a note has 127 and 0. */
  #value = 0;

  constructor(mapping: BypassMapping, site: ControlSite) {
    this.mapping = mapping;
    this.#site = site;
    this.#key = targetKey(mapping);
  }

  remember(message: MidiMessage): void {
    if (message.kind === 'controller') this.#value = message.value;
    else if (message.kind === 'note') this.#value = message.isOn ? 127 : 0;
  }

  receive(message: MidiMessage): void {
    const { controller, note, channel, mode = 'toggle' } = this.mapping;
    if (channel !== undefined && message.channel !== channel) return;
    if (message.kind === 'controller' && message.controller === controller) this.#turn(message.value, mode);
    else if (message.kind === 'note' && message.note === note) this.#turn(message.isOn ? 127 : 0, mode);
  }

  #turn(value: number, mode: 'toggle' | 'momentary'): void {
    const before = this.#value;
    this.#value = value;
    const isHeld = value >= HELD;
    // Some switches send the same value with every press, and nothing in between.
    const isPressed = isHeld && (before < HELD || before === value);
    if (mode === 'momentary') this.#put(!isHeld);
    else if (isPressed) this.#put(!this.#bypass());
  }

  /** As it was last asked for. */
  #bypass(): boolean {
    const { rig, latest } = this.#site;
    const wanted = latest.get(this.#key) as boolean | undefined;
    return wanted ?? rig.block(this.mapping.id)?.bypass ?? false;
  }

  #put(bypass: boolean): void {
    const { rig, latest } = this.#site;
    if (rig.block(this.mapping.id) === undefined || bypass === this.#bypass()) return;
    latest.put(this.#key, bypass, () => this.#set(bypass));
  }

  #set(bypass: boolean): void {
    const { rig, onError } = this.#site;
    const { id } = this.mapping;
    if (rig.block(id) === undefined) return;
    try {
      rig.setBypass(id, bypass);
    } catch (error) {
      onError(error);
    }
  }
}

import { markRaw } from '../../model/opaque.js';
import { expectContext } from '../link/in-use.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { expectListener } from '../listeners.js';
import { contextWith } from './inner-context.js';
import { listOutputs, setOutput, watchOutputs } from './outputs.js';
import { type DeviceIdentity, findDevice } from './same-device.js';

/** What happened to the output of a context. */
export interface OutputChange {
  /**
   * `gone`: the preferred device was unplugged, and the default plays. `back`: it is there again, and plays. `default`: the default
   * plays, and the system has another one now.
   */
  readonly reason: 'gone' | 'back' | 'default';
  /** The id in use; empty for the system's default. */
  readonly deviceId: string;
  /** The name of the device in use; empty where the browser does not tell. */
  readonly label: string;
}

/** A context's output, which follows what is plugged in. */
export interface ManagedOutput {
  /** The id in use; empty for the system's default. */
  readonly deviceId: string;
  /** The id of the device that is wanted; empty for the system's default. */
  readonly preferredId: string;
  /** Prefers another device. Resolves with the id in use, and rejects as `setOutput` does; then the one before stays preferred. */
  set(deviceId: string): Promise<string>;
  /** Leaves the output as it is from now on. */
  dispose(): void;
}

/** How to manage an output. */
export interface ManageOutputOptions {
  /** A `deviceId` of `listOutputs()`; default: the system's default. */
  readonly deviceId?: string | undefined;
  /** Called on the main thread after each change that `set` did not ask for. */
  readonly onchange?: ((change: OutputChange) => void) | undefined;
}

/**
 * Plays a context through a preferred output while it is plugged in, and through the system's default while it is not. Where a
 * device failed and the browser suspended the context for that, the context is resumed.
 *
 * Rejects as `setOutput` does; without a `deviceId` it works in every browser with `navigator.mediaDevices`, and tells of another
 * default.
 */
export async function manageOutput(
  context: AnyAudioContext,
  { deviceId = '', onchange = () => {} }: ManageOutputOptions = {},
): Promise<ManagedOutput> {
  expectContext(context);
  expectListener(onchange);
  const keeper = new OutputKeeper(context, onchange);
  await keeper.prefer(deviceId);
  keeper.watch();
  return markRaw({
    get deviceId() {
      return keeper.inUse;
    },
    get preferredId() {
      return keeper.preferred.deviceId;
    },
    set: (id: string) => keeper.prefer(id),
    dispose: () => keeper.dispose(),
  });
}

const SYSTEM: DeviceIdentity = { deviceId: '', label: '', groupId: '' };

class OutputKeeper {
  inUse = '';
  preferred = SYSTEM;
  readonly #context: AnyAudioContext;
  readonly #onchange: (change: OutputChange) => void;
  #default: string | undefined;
  #disposed = false;
  #stopWatching = () => {};
  /** Changes of the output come one after the other. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(context: AnyAudioContext, onchange: (change: OutputChange) => void) {
    this.#context = context;
    this.#onchange = onchange;
  }

  prefer(deviceId: string): Promise<string> {
    return this.#next(async () => {
      const devices = await listOutputs();
      this.inUse = await setOutput(this.#context, deviceId);
      const known = devices.find((device) => device.deviceId === deviceId);
      this.preferred = deviceId === 'default' ? SYSTEM : (known ?? { ...SYSTEM, deviceId });
      this.#default = nameOfDefault(devices);
      return this.inUse;
    });
  }

  watch(): void {
    const stopOutputs = watchOutputs((devices) => void this.#update(devices));
    const target = contextWith<EventTarget>(this.#context, 'addEventListener');
    const onerror = () => void this.#recover();
    target?.addEventListener('error', onerror);
    this.#stopWatching = () => {
      stopOutputs();
      target?.removeEventListener('error', onerror);
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#stopWatching();
  }

  #next<Value>(change: () => Promise<Value>): Promise<Value> {
    const done = this.#work.then(change);
    this.#work = done.catch(() => {});
    return done;
  }

  /** Chooses anew among the devices that are there. Where the browser refuses, the next change tries again. */
  #update(devices: readonly MediaDeviceInfo[]): Promise<void> {
    return this.#next(async () => {
      if (this.#disposed) return;
      if (this.#context.state === 'closed') return this.dispose();
      const device = findDevice(devices, this.preferred);
      const before = this.inUse;
      const wanted = device?.deviceId ?? '';
      // The id may be new. So is the device under its old one, where it was gone in between.
      if (wanted !== before) this.inUse = await setOutput(this.#context, wanted);
      if (device !== undefined && this.inUse === wanted) this.preferred = device;
      const name = nameOfDefault(devices);
      const isAnother = name !== this.#default;
      this.#default = name;
      if (this.#disposed) return;
      if (this.inUse !== before) this.#tell(this.inUse === '' ? 'gone' : 'back', devices);
      else if (this.inUse === '' && isAnother) this.#tell('default', devices);
    }).catch(() => {});
  }

  /** The browser suspends a context whose device fails, and tells by the event `error`. */
  async #recover(): Promise<void> {
    const devices = await listOutputs().catch(() => []);
    await this.#update(devices);
    const { state } = this.#context;
    if (this.#disposed || state !== 'suspended') return;
    await contextWith<Pick<AudioContext, 'resume'>>(this.#context, 'resume')
      ?.resume()
      .catch(() => {});
  }

  #tell(reason: OutputChange['reason'], devices: readonly MediaDeviceInfo[]): void {
    const playing = devices.find(({ deviceId }) => deviceId === this.inUse) ?? devices[0];
    this.#onchange({ reason, deviceId: this.inUse, label: playing?.label ?? '' });
  }
}

/** What tells one default from another: browsers list it first, and Chromium under an id that stays the same. */
function nameOfDefault([first]: readonly MediaDeviceInfo[]): string | undefined {
  return first && `${first.deviceId} ${first.groupId} ${first.label}`;
}

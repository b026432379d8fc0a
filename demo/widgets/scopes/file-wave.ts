import type WaveSurfer from 'wavesurfer.js';
import type { Region } from 'wavesurfer.js/plugins/regions';
import type { LoopRegion, SoundState } from '../../state.js';

/** Colours of the waveform, as style sheets write them. */
export interface WaveColours {
  readonly waveColor: string;
  readonly progressColor: string;
  readonly cursorColor: string;
}

/** Receives what the visitor does on a FileWave. */
interface WaveListener {
  /** Called when the visitor clicks a position. */
  seek(seconds: number): void;
  /** Called when the visitor drags a new part to repeat, or moves its ends. */
  loop(startSeconds: number, endSeconds: number): void;
}

const REGION_COLOUR = 'color-mix(in srgb, var(--dry) 22%, transparent)';

/** Draws a sound, the position of playback and the part that repeats. It plays nothing itself. */
export class FileWave {
  readonly #surfer: WaveSurfer;
  readonly #listener: WaveListener;
  readonly #addRegion: (loop: LoopRegion) => void;
  #region: Region | null = null;

  /** Loads the drawing code, which nothing else needs, and draws into `container`. */
  static async create(container: HTMLElement, colours: WaveColours, listener: WaveListener): Promise<FileWave> {
    const [{ default: Surfer }, { default: Regions }] = await Promise.all([
      import('wavesurfer.js'),
      import('wavesurfer.js/plugins/regions'),
    ]);
    const regions = Regions.create();
    const surfer = Surfer.create({
      container,
      height: container.clientHeight,
      barWidth: 2,
      barGap: 1,
      cursorWidth: 1,
      normalize: true,
      plugins: [regions],
      ...colours,
    });
    const wave = new FileWave(surfer, listener, ({ startSeconds, endSeconds }) => {
      regions.addRegion({ start: startSeconds, end: endSeconds });
    });
    surfer.on('interaction', (seconds) => listener.seek(seconds));
    regions.enableDragSelection({ color: 'transparent' });
    regions.on('region-created', (region) => wave.#take(region));
    regions.on('region-updated', ({ start, end }) => listener.loop(start, end));
    return wave;
  }

  private constructor(surfer: WaveSurfer, listener: WaveListener, addRegion: (loop: LoopRegion) => void) {
    this.#surfer = surfer;
    this.#listener = listener;
    this.#addRegion = addRegion;
  }

  /** Draws another sound. */
  async show({ overview, seconds }: SoundState, loop: LoopRegion | null): Promise<void> {
    this.#region?.remove();
    this.#region = null;
    // The empty address makes wavesurfer draw the given peaks and load no sound.
    await this.#surfer.load('', [overview], seconds);
    this.setLoop(loop);
  }

  setPlace(seconds: number): void {
    this.#surfer.setTime(seconds);
  }

  setLoop(loop: LoopRegion | null): void {
    if (loop && this.#region?.start === loop.startSeconds && this.#region.end === loop.endSeconds) return;
    this.#region?.remove();
    this.#region = null;
    if (loop) this.#addRegion(loop);
  }

  setColours(colours: WaveColours): void {
    this.#surfer.setOptions(colours);
  }

  destroy(): void {
    this.#surfer.destroy();
  }

  /** Only one part repeats at a time: a new region replaces the old one. */
  #take(region: Region): void {
    if (this.#region !== region) this.#region?.remove();
    this.#region = region;
    region.setOptions({ color: REGION_COLOUR });
    this.#listener.loop(region.start, region.end);
  }
}

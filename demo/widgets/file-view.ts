import { css, html, LitElement, type PropertyValues } from 'lit';
import type WaveSurfer from 'wavesurfer.js';
import type { Region } from 'wavesurfer.js/plugins/regions';
import type { LiveSignals } from '../audio/live-signals.js';
import { formatClock } from '../format.js';
import type { LoopRegion, SoundState } from '../state.js';
import { onThemeChange } from '../theme.js';
import { SeekEvent } from './clip-view.js';
import { chipStyles } from './range-styles.js';
import { sharedStyles } from './shared-styles.js';

/** A part of the file, or all of it (null), shall repeat. */
export class LoopEvent extends Event {
  readonly loop: LoopRegion | null;

  constructor(loop: LoopRegion | null) {
    super('loop');
    this.loop = loop;
  }
}

const SHORTEST_LOOP_SECONDS = 0.05;
/** What the Loop button repeats, from the place being played. */
const NEW_LOOP_SECONDS = 2;
/** The place is shown at this interval: the eye sees no difference, and each showing costs a layout. */
const SHOW_SECONDS = 0.05;

/** The file's waveform: click to jump, drag to repeat a part of it. */
export class FileView extends LitElement {
  static override properties = {
    live: { attribute: false },
    sound: { attribute: false },
    loop: { attribute: false },
    position: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    chipStyles,
    css`
      .file {
        display: flex;
        align-items: center;
        gap: 14px;
      }
      .wave {
        flex: 1;
        min-width: 0;
        height: 52px;
        border-radius: 6px;
      }
      .clock {
        min-width: 84px;
        color: var(--muted);
        font-size: 12px;
        text-align: right;
      }
      @media (max-width: 599px) {
        .file {
          flex-wrap: wrap;
        }
        .wave {
          flex-basis: 100%;
        }
        .clock {
          flex: 1;
        }
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare sound: SoundState | null;
  declare loop: LoopRegion | null;
  /** Reads the place being played, in seconds. */
  declare position: () => number;
  #surfer: WaveSurfer | null = null;
  #region: Region | null = null;
  #placeRegion: (loop: LoopRegion | null) => void = () => {};
  #sinceShown = 0;
  #endings: (() => void)[] = [];

  constructor() {
    super();
    this.live = null;
    this.sound = null;
    this.loop = null;
    this.position = () => 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.#endings.splice(0)) end();
    this.#surfer?.destroy();
    this.#surfer = null;
  }

  protected override firstUpdated(): void {
    this.#endings.push(onThemeChange(() => this.#surfer?.setOptions(this.#colours())));
    if (this.live) this.#endings.push(this.live.subscribe((live) => this.#follow(live)));
    void this.#create();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('sound') && this.#surfer) this.#show();
    if (changed.has('loop')) this.#placeRegion(this.loop);
    this.#showClock();
    this.#announce();
  }

  protected override render(): unknown {
    return html`
      <div class="file">
        <div
          class="wave"
          role="slider"
          tabindex="0"
          aria-label="Place in the file"
          aria-valuemin="0"
          title="Click to jump, drag to repeat a part; the keys [ and ] set its ends"
          @keydown=${this.#key}
          @focus=${this.#announce}
        ></div>
        <button
          class="chip"
          aria-pressed=${this.loop !== null}
          title="Repeats a part of the file; drag on the waveform to choose it"
          @click=${this.#toggleLoop}
        >
          Loop
        </button>
        <span class="clock"></span>
      </div>
    `;
  }

  /** The waveform comes when it is needed: the page is shown and plays without it. */
  async #create(): Promise<void> {
    const [{ default: Surfer }, { default: Regions }] = await Promise.all([
      import('wavesurfer.js'),
      import('wavesurfer.js/plugins/regions'),
    ]);
    if (!this.isConnected || this.#surfer) return;
    const regions = Regions.create();
    this.#surfer = Surfer.create({
      container: this.#wave,
      height: 52,
      barWidth: 2,
      barGap: 1,
      cursorWidth: 1,
      normalize: true,
      plugins: [regions],
      ...this.#colours(),
    });
    this.#surfer.on('interaction', (seconds) => this.dispatchEvent(new SeekEvent(seconds)));
    regions.enableDragSelection({ color: 'transparent' });
    regions.on('region-created', (region) => this.#takeRegion(region));
    regions.on('region-updated', ({ start, end }) => this.#askForLoop(start, end));
    this.#placeRegion = (loop) => {
      if (loop && this.#region?.start === loop.startSeconds && this.#region.end === loop.endSeconds) return;
      regions.clearRegions();
      this.#region = null;
      if (loop) regions.addRegion({ start: loop.startSeconds, end: loop.endSeconds });
    };
    this.#show();
  }

  get #wave(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.wave')!;
  }

  #colours(): { waveColor: string; progressColor: string; cursorColor: string } {
    const token = (name: string) => getComputedStyle(this).getPropertyValue(name).trim();
    return { waveColor: token('--muted'), progressColor: token('--dry'), cursorColor: token('--ink') };
  }

  #show(): void {
    if (!this.sound) return;
    this.#region = null;
    // The page plays the sound itself: it is only drawn here. That no sound comes with it is what the empty address says.
    this.#surfer?.load('', [this.sound.overview], this.sound.seconds).then(
      () => this.#placeRegion(this.loop),
      () => {},
    );
  }

  /** One part at a time repeats: a new one takes the place of the old. */
  #takeRegion(region: Region): void {
    if (this.#region && this.#region !== region) this.#region.remove();
    this.#region = region;
    region.setOptions({ color: 'color-mix(in srgb, var(--dry) 22%, transparent)' });
    this.#askForLoop(region.start, region.end);
  }

  #askForLoop(startSeconds: number, endSeconds: number): void {
    if (startSeconds === this.loop?.startSeconds && endSeconds === this.loop.endSeconds) return;
    const long = endSeconds - startSeconds >= SHORTEST_LOOP_SECONDS;
    this.dispatchEvent(new LoopEvent(long ? { startSeconds, endSeconds } : null));
  }

  #toggleLoop(): void {
    if (!this.sound) return;
    const start = Math.min(this.position(), this.sound.seconds - SHORTEST_LOOP_SECONDS);
    const end = Math.min(this.sound.seconds, start + NEW_LOOP_SECONDS);
    this.dispatchEvent(new LoopEvent(this.loop ? null : { startSeconds: Math.max(0, start), endSeconds: end }));
  }

  #follow(live: LiveSignals): void {
    this.#sinceShown += live.elapsedSeconds;
    if (this.#sinceShown < SHOW_SECONDS) return;
    this.#sinceShown = 0;
    this.#surfer?.setTime(this.position());
    this.#showClock();
  }

  #showClock(): void {
    const clock = this.renderRoot.querySelector('.clock')!;
    clock.textContent = this.sound ? `${formatClock(this.position())} / ${formatClock(this.sound.seconds)}` : '';
  }

  #key(event: KeyboardEvent): void {
    if (!this.sound) return;
    const { seconds } = this.sound;
    const now = this.position();
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const { startSeconds = 0, endSeconds = seconds } = this.loop ?? {};
    if (step !== undefined) this.#seek((now + step + seconds) % seconds);
    else if (event.key === 'Home') this.#seek(startSeconds);
    else if (event.key === '[') this.#askForLoop(now, endSeconds);
    else if (event.key === ']') this.#askForLoop(startSeconds, now);
    else return;
    event.preventDefault();
  }

  #seek(seconds: number): void {
    this.dispatchEvent(new SeekEvent(seconds));
    this.#surfer?.setTime(seconds);
    this.#announce();
  }

  readonly #announce = (): void => {
    const wave = this.renderRoot.querySelector('.wave');
    if (!this.sound || !wave) return;
    wave.setAttribute('aria-valuemax', String(Math.round(this.sound.seconds)));
    wave.setAttribute('aria-valuenow', String(Math.round(this.position())));
    wave.setAttribute('aria-valuetext', `${formatClock(this.position())} of ${formatClock(this.sound.seconds)}`);
  };
}

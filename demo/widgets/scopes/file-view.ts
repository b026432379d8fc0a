import { css, html, LitElement, type PropertyValues } from 'lit';
import type { LiveSignals } from '../../audio/live-signals.js';
import { formatClock } from '../../format.js';
import type { LoopRegion, SoundState } from '../../state.js';
import { onThemeChange } from '../../theme.js';
import { chipStyles, sharedStyles } from '../controls/styles.js';
import { SeekEvent } from '../events.js';
import { FileWave, type WaveColours } from './file-wave.js';

/** The visitor chose the part of the file that repeats; null repeats all of it. */
export class LoopEvent extends Event {
  readonly loop: LoopRegion | null;

  constructor(loop: LoopRegion | null) {
    super('loop');
    this.loop = loop;
  }
}

const SHORTEST_LOOP_SECONDS = 0.05;
/** Length of the part that the Loop button repeats, from the position of playback. */
const NEW_LOOP_SECONDS = 2;
/** Interval at which the position is shown: each update costs a layout. */
const SHOW_SECONDS = 0.05;

/** The file's waveform: click to jump, drag to repeat a part. Emits SeekEvent and LoopEvent. */
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
  /** Reads the position of playback, in seconds. */
  declare position: () => number;
  #drawing: FileWave | null = null;
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
    this.#drawing?.destroy();
    this.#drawing = null;
  }

  protected override firstUpdated(): void {
    this.#endings.push(onThemeChange(() => this.#drawing?.setColours(this.#colours())));
    if (this.live) this.#endings.push(this.live.subscribe((live) => this.#follow(live)));
    // If the drawing code does not load, the file still plays and the keys still work.
    this.#draw().catch(() => {});
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('sound') && this.sound) this.#drawing?.show(this.sound, this.loop).catch(() => {});
    else if (changed.has('loop')) this.#drawing?.setLoop(this.loop);
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

  /** Loads the drawing code only now: the page starts without it. */
  async #draw(): Promise<void> {
    const drawing = await FileWave.create(this.#wave, this.#colours(), {
      seek: (seconds) => this.dispatchEvent(new SeekEvent(seconds)),
      loop: (start, end) => this.#askForLoop(start, end),
    });
    if (!this.isConnected) {
      drawing.destroy();
      return;
    }
    this.#drawing = drawing;
    if (this.sound) await drawing.show(this.sound, this.loop);
  }

  get #wave(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.wave')!;
  }

  #colours(): WaveColours {
    const token = (name: string) => getComputedStyle(this).getPropertyValue(name).trim();
    return { waveColor: token('--muted'), progressColor: token('--dry'), cursorColor: token('--ink') };
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
    this.#drawing?.setPlace(this.position());
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
    this.#drawing?.setPlace(seconds);
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

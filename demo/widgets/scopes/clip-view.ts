import type { PropertyValues } from 'lit';
import { css } from 'lit';
import { formatClock } from '../../format.js';
import type { SoundState } from '../../state.js';
import { SeekEvent } from '../events.js';
import { CanvasView, type Surface } from './canvas-view.js';

const BAR_PITCH = 3;
const BAR_WIDTH = 2;

/** Overview of a sound with the position of playback. Clicks and arrow keys emit SeekEvent. */
export class ClipView extends CanvasView {
  static override properties = {
    ...CanvasView.properties,
    sound: { attribute: false },
    position: { attribute: false },
  };

  static override styles = [
    CanvasView.styles,
    css`
      :host {
        cursor: pointer;
        border-radius: 6px;
      }
      :host(:focus-visible) {
        outline: 2px solid var(--ink);
        outline-offset: 4px;
      }
    `,
  ];

  declare sound: SoundState | null;
  /** Reads the position of playback, in seconds. */
  declare position: () => number;

  constructor() {
    super();
    this.sound = null;
    this.position = () => 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute('role', 'slider');
    this.setAttribute('aria-label', 'Place in the sound');
    this.setAttribute('aria-valuemin', '0');
    this.setAttribute('aria-valuenow', '0');
    this.addEventListener('click', this.#jump);
    this.addEventListener('keydown', this.#step);
    this.addEventListener('focus', this.#announce);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#announce();
  }

  protected override paint({ context, width, height, palette }: Surface): void {
    if (!this.sound) return;
    const { overview, seconds } = this.sound;
    const playedX = (this.position() / seconds) * width;
    const bars = Math.floor(width / BAR_PITCH);
    const loudest = overview.reduce((peak, value) => Math.max(peak, value), 1e-4);
    for (let bar = 0; bar < bars; bar++) {
      const start = Math.floor((bar * overview.length) / bars);
      const end = Math.max(start + 1, Math.floor(((bar + 1) * overview.length) / bars));
      let peak = 0;
      for (let i = start; i < end; i++) peak = Math.max(peak, overview[i]);
      const barHeight = Math.max(2, (peak / loudest) ** 0.7 * height);
      const x = bar * BAR_PITCH;
      context.fillStyle = x < playedX ? palette.dry : palette.muted;
      context.globalAlpha = x < playedX ? 1 : 0.45;
      context.fillRect(x, (height - barHeight) / 2, BAR_WIDTH, barHeight);
    }
    context.globalAlpha = 1;
  }

  #seek(seconds: number): void {
    if (!this.sound) return;
    const target = (seconds + this.sound.seconds) % this.sound.seconds;
    this.dispatchEvent(new SeekEvent(target));
    this.repaint();
    this.#announce();
  }

  readonly #jump = (event: MouseEvent): void => {
    if (this.sound) this.#seek((event.offsetX / this.clientWidth) * this.sound.seconds);
  };

  readonly #step = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step === undefined && event.key !== 'Home') return;
    event.preventDefault();
    this.#seek(event.key === 'Home' ? 0 : this.position() + (step ?? 0));
  };

  readonly #announce = (): void => {
    if (!this.sound) return;
    const seconds = this.position();
    this.setAttribute('aria-valuemax', String(Math.round(this.sound.seconds)));
    this.setAttribute('aria-valuenow', String(Math.round(seconds)));
    this.setAttribute('aria-valuetext', `${formatClock(seconds)} of ${formatClock(this.sound.seconds)}`);
  };
}

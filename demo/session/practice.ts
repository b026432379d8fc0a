import type { MetronomeSettings } from '../audio/metronome.js';
import { MOST_BEATS, TapTempo, withinTempi } from '../practice/beats.js';
import type { Desk } from './desk.js';
import { setEnds } from './ends-desk.js';

/** What helps to practise: the tuner's silence, and the metronome. */
export class Practice {
  readonly #desk: Desk;
  readonly #taps = new TapTempo();
  #muted = false;

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.store.subscribe(() => this.#mute());
    desk.onStudio(() => this.#mute());
  }

  toggleTuner(): void {
    this.#desk.store.update({ tuning: !this.#desk.state.tuning });
  }

  /** Whether nothing is heard while the tuner is open. */
  setTunerMutes(tunerMutes: boolean): void {
    setEnds(this.#desk, { tunerMutes });
  }

  /** The beat of the bar that is heard now; null while nothing ticks. */
  get beat(): number | null {
    return this.#desk.studio?.ends.metronome.beat ?? null;
  }

  /** Starts or stops the metronome. Call it within a click or a key press. */
  async toggleMetronome(): Promise<void> {
    const { metronome } = this.#desk.state.ends;
    const running = !metronome.running;
    setEnds(this.#desk, { metronome: { ...metronome, running } });
    const { ends } = this.#desk.openStudio();
    if (running) await ends.startMetronome(metronome).catch(() => {});
    // It may have been stopped while the browser started its output.
    if (!this.#desk.state.ends.metronome.running) ends.stopMetronome();
  }

  /** Changes settings of the metronome; what is out of range is brought into it. */
  setMetronome(changes: Partial<MetronomeSettings>): void {
    const { metronome } = this.#desk.state.ends;
    const next = { ...metronome, ...changes };
    const beats = Math.min(MOST_BEATS, Math.max(1, Math.round(next.beats)));
    const settings = { ...next, bpm: withinTempi(next.bpm), beats };
    setEnds(this.#desk, { metronome: settings });
    this.#desk.studio?.ends.metronome.apply(settings);
  }

  /** Taps the tempo; the second tap sets it. */
  tap(): void {
    const bpm = this.#taps.tap(performance.now());
    if (bpm !== null) this.setMetronome({ bpm });
  }

  #mute(): void {
    const { tuning, ends } = this.#desk.state;
    const muted = tuning && ends.tunerMutes;
    const { studio } = this.#desk;
    if (!studio || muted === this.#muted) return;
    this.#muted = muted;
    studio.ends.output.setMuted(muted);
  }
}

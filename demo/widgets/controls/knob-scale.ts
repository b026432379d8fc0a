/** How a knob's turn relates to its value. */
export interface KnobScale {
  readonly min: number;
  readonly max: number;
  /** Step of an arrow key, on a linear scale. */
  readonly step: number;
  /** `log` where equal turns mean equal ratios. */
  readonly kind: 'linear' | 'log';
}

/** One notch of a common mouse wheel, in pixels. */
const NOTCH_PIXELS = 100;
/** A notch is three lines. */
const LINE_PIXELS = NOTCH_PIXELS / 3;
/** What a page counts as: five notches. */
const PAGE_PIXELS = 5 * NOTCH_PIXELS;
/** Arrow steps from one end of a log scale to the other. */
const LOG_STEPS = 60;
/** Fine steps in a step. */
const FINE = 10;

/** Share 0 … 1 of the whole turn that a value stands at; values beyond the ends are at the ends. */
export function shareOf({ min, max, kind }: KnobScale, value: number): number {
  const share = kind === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(1, Math.max(0, share));
}

/** The value at a share of the whole turn, rounded to what a hand can mean. */
export function valueAt(scale: KnobScale, share: number): number {
  const { min, max, kind } = scale;
  const within = Math.min(1, Math.max(0, share));
  return rounded(scale, kind === 'log' ? min * (max / min) ** within : min + within * (max - min));
}

/** The value a number of steps away; parts of steps count. */
export function stepped(scale: KnobScale, value: number, steps: number): number {
  if (scale.kind === 'log') return valueAt(scale, shareOf(scale, value) + steps / LOG_STEPS);
  return rounded(scale, value + steps * scale.step);
}

/** The nearest value on the scale: fine steps, three digits on a log scale. */
export function rounded({ min, max, step, kind }: KnobScale, value: number): number {
  const within = Math.min(max, Math.max(min, value));
  if (kind === 'log') return within === min || within === max ? within : Number(within.toPrecision(3));
  const fine = step / FINE;
  return Number((Math.round(within / fine) * fine).toFixed(6));
}

/** Notches that a wheel was turned, upwards positive, whatever unit the browser counts in. */
export function notchesOf({ deltaX, deltaY, deltaMode }: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode'>): number {
  const unit = [1, LINE_PIXELS, PAGE_PIXELS][deltaMode] ?? 1;
  // With Shift, browsers turn the wheel sideways.
  const pixels = unit * (deltaY === 0 ? deltaX : deltaY);
  return pixels === 0 ? 0 : -pixels / NOTCH_PIXELS;
}

/** The first number of a text, with either minus; null without one. */
export function readNumber(text: string): number | null {
  const found = /-?\d*[.,]?\d+/.exec(text.replace(/\u2212/g, '-').replace(/[\s\u202f]/g, ''));
  return found ? Number(found[0].replace(',', '.')) : null;
}

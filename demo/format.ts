// Neither breaks the line: the thin one stands between groups of digits, the other before a unit.
const THIN_SPACE = '\u202f';
const SPACE = '\u00a0';
const MINUS = '\u2212';

/** Whole numbers in groups of three digits: `13 802`. */
export function formatInteger(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** A count and what is counted: `1 layer`, `20 layers`. */
export function formatNumberOf(count: number, noun: string): string {
  return `${formatInteger(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Large counts to three digits: `13.3 k`, `1.24 M`. */
export function formatCount(value: number): string {
  for (const [size, suffix] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (value >= size) return `${threeDigits(suffix === 'k' ? value / 1e3 : value / size)}${SPACE}${suffix}`;
  }
  return formatInteger(value);
}

/** Durations to two digits, longer ones to three: `0.04 ms`, `1.3 ms`, `85 ms`, `1.37 s`. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${threeDigits(ms / 1000)}${SPACE}s`;
  return `${ms >= 10 ? Math.round(ms) : Number(ms.toPrecision(2))}${SPACE}ms`;
}

/** Gains with their sign: `+6 dB`, `−3.5 dB`, `0 dB`. */
export function formatDb(db: number): string {
  const rounded = Math.round(db * 10) / 10;
  const sign = rounded > 0 ? '+' : rounded < 0 ? MINUS : '';
  return `${sign}${Math.abs(rounded)}${SPACE}dB`;
}

/** A share 0 … 1 in percent: `100 %`, `4.6 %`. */
export function formatPercent(share: number): string {
  // 0.07 · 100 is a little more than 7.
  const percent = Math.round(share * 1e9) / 1e7;
  return `${percent < 10 && percent % 1 !== 0 ? percent.toFixed(1) : Math.round(percent)}${SPACE}%`;
}

/** Sampling rates and frequencies: `44.1 kHz`, `440 Hz`. */
export function formatHz(hz: number): string {
  return hz >= 1000 ? `${Number((hz / 1000).toFixed(2))}${SPACE}kHz` : `${Math.round(hz)}${SPACE}Hz`;
}

/** Sizes of files and memory: `407 kB`, `12.5 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes}${SPACE}bytes`;
  return bytes < 1e6 ? `${threeDigits(bytes / 1e3)}${SPACE}kB` : `${threeDigits(bytes / 1e6)}${SPACE}MB`;
}

/** A file's name without its extension. */
export function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '');
}

/** What kind of network a model is, in words of players: a container is named for what is in it. */
export function formatArchitecture(architecture: string): string {
  return architecture === 'SlimmableContainer' ? 'several sizes' : architecture;
}

/** Minutes and seconds: `0:14`. */
export function formatClock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function threeDigits(value: number): string {
  return value >= 99.95 ? formatInteger(value) : Number(value.toPrecision(3)).toString();
}

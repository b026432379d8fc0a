/** A logarithmic time axis with the current frame at the right edge, so that recent frames get most of the width. */
export interface TimeAxis {
  readonly left: number;
  readonly right: number;
  /** Frames back at the left edge. */
  readonly frames: number;
}

/** Position of a frame, in pixels. */
export function xOfFramesBack(axis: TimeAxis, framesBack: number): number {
  const share = Math.log1p(framesBack) / Math.log1p(axis.frames);
  return axis.right - share * (axis.right - axis.left);
}

/** Inverse of `xOfFramesBack`; not rounded. */
export function framesBackOfX(axis: TimeAxis, x: number): number {
  const share = (axis.right - x) / (axis.right - axis.left);
  return Math.expm1(share * Math.log1p(axis.frames));
}

/** Marks at round times within the axis, the most recent first: 1 ms, 10 ms … */
export function timeMarks(axis: TimeAxis, sampleRate: number): { framesBack: number; label: string }[] {
  const marks: { framesBack: number; label: string }[] = [];
  for (const ms of [0.1, 1, 10, 100, 1000, 10_000]) {
    const framesBack = (ms / 1000) * sampleRate;
    if (framesBack >= 1 && framesBack < axis.frames * 0.9) marks.push({ framesBack, label: markLabel(ms) });
  }
  return marks;
}

function markLabel(ms: number): string {
  return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}

import { type Fan, fansOf } from '../analysis/fan.js';
import type { LayerPicture, NetworkPicture } from '../analysis/network-picture.js';
import type { TimeAxis } from '../analysis/time-axis.js';

/** A fan with the y of each of its rows: `rowYs[i]` belongs to `fan.offsets[i]`. */
export interface FanRows {
  readonly fan: Fan;
  readonly rowYs: readonly number[];
  /** Channels of the fan's band; set for the first fan of a band only. */
  readonly bandChannels: number | null;
}

/** Layout of the network view, in CSS pixels. */
export interface NetworkLayout {
  readonly width: number;
  readonly height: number;
  readonly axis: TimeAxis;
  /** From the output down to the input. */
  readonly fans: readonly FanRows[];
  /** Distance between neighbouring rows. */
  readonly rowPitch: number;
  readonly outputY: number;
  readonly inputY: number;
  /** Half the height of the ribbons of sound at the output and the input. */
  readonly ribbonHeight: number;
  readonly timeLabelsY: number;
  readonly showsLabels: boolean;
  /** Whether there are several bands. */
  readonly showsBands: boolean;
}

const LABEL_COLUMN = 78;
const EDGE = 14;
const TIME_LABELS_HEIGHT = 20;
/** Gaps before a fan, in rows: within a band and between bands. */
const FAN_GAP = 0.9;
const BAND_GAP = 1.7;
const LARGEST_PITCH = 56;
/** Length of the time axis for networks without layers, which have no receptive field to show: 85 ms at 48 kHz. */
const UNKNOWN_FRAMES = 4095;

/** Lays out ribbons, rows and labels; narrow views have no labels. */
export function layoutNetwork(picture: NetworkPicture, width: number, height: number): NetworkLayout {
  const showsLabels = width >= 520;
  const ribbonHeight = Math.max(8, Math.min(18, height * 0.045));
  const outputY = ribbonHeight + 2;
  const timeLabelsY = height - 5;
  const inputY = height - TIME_LABELS_HEIGHT - ribbonHeight;

  const bands = picture.bands.map((band) => ({ channels: band.channels, fans: fansOf(band.layers) }));
  let units = 0;
  const starts: number[][] = bands.map(({ fans }, b) =>
    fans.map((fan, f) => {
      if (b > 0 || f > 0) units += f === 0 ? BAND_GAP : FAN_GAP;
      const start = units;
      units += fan.layers.length;
      return start;
    }),
  );
  const top = outputY + ribbonHeight + 8;
  const available = inputY - ribbonHeight - 8 - top;
  const rowPitch = Math.min(LARGEST_PITCH, available / Math.max(1, units));
  const offset = top + (available - rowPitch * units) / 2;

  return {
    width,
    height,
    axis: {
      left: showsLabels ? LABEL_COLUMN : EDGE,
      right: width - EDGE,
      frames: bands.length > 0 ? Math.max(1, picture.receptiveField - 1) : UNKNOWN_FRAMES,
    },
    fans: bands.flatMap(({ channels, fans }, b) =>
      fans.map((fan, f) => ({
        fan,
        rowYs: fan.offsets.map((_, row) => offset + rowPitch * (starts[b][f] + row)),
        bandChannels: f === 0 ? channels : null,
      })),
    ),
    rowPitch,
    outputY,
    inputY,
    ribbonHeight,
    timeLabelsY,
    showsLabels,
    showsBands: bands.length > 1,
  };
}

/** All layers from the output to the input, the order of the arrow keys. */
export function layersOf(layout: NetworkLayout): LayerPicture[] {
  return layout.fans.flatMap(({ fan }) => [...fan.layers]);
}

/** The layer whose taps are at a height, or null. */
export function layerAtY(layout: NetworkLayout, y: number): LayerPicture | null {
  for (const { fan, rowYs } of layout.fans) {
    const row = fan.layers.findIndex((_, i) => y >= rowYs[i] && y < rowYs[i + 1]);
    if (row >= 0) return fan.layers[row];
  }
  return null;
}

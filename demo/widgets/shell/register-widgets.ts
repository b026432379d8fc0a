import { FactsPanel } from '../cards/facts-panel.js';
import { MicrophoneCard } from '../cards/microphone-card.js';
import { SourceCard } from '../cards/source-card.js';
import { TakeAwayChip } from '../cards/take-away-chip.js';
import { BypassButton } from '../controls/bypass-button.js';
import { Knob } from '../controls/knob.js';
import { Menu } from '../controls/menu.js';
import { RoundButton } from '../controls/round-button.js';
import { SegmentedControl } from '../controls/segmented-control.js';
import { InputCard } from '../ends/input-card.js';
import { MetronomeSheet } from '../ends/metronome-sheet.js';
import { OutputCard } from '../ends/output-card.js';
import { PeakBar } from '../ends/peak-bar.js';
import { PlayerTools } from '../ends/player-tools.js';
import { StatusPills } from '../ends/status-pills.js';
import { TunerSheet } from '../ends/tuner-sheet.js';
import { BlockCard } from '../rig/block-card.js';
import { BlockPanel } from '../rig/block-panel.js';
import { CompareCard } from '../rig/compare-card.js';
import { CurveGraph } from '../rig/curve-graph.js';
import { PresetRow } from '../rig/preset-row.js';
import { RigStrip } from '../rig/rig-strip.js';
import { ClipView } from '../scopes/clip-view.js';
import { FileView } from '../scopes/file-view.js';
import { LevelView } from '../scopes/level-view.js';
import { LoadMeter } from '../scopes/load-meter.js';
import { NetworkPanel } from '../scopes/network-panel.js';
import { NetworkView } from '../scopes/network-view.js';
import { PlotExport } from '../scopes/plot-export.js';
import { ScopePanel } from '../scopes/scope-panel.js';
import { SpectrogramView } from '../scopes/spectrogram-view.js';
import { SpectrumView } from '../scopes/spectrum-view.js';
import { TransferView } from '../scopes/transfer-view.js';
import { WaveformView } from '../scopes/waveform-view.js';
import { DemoApp } from './demo-app.js';
import { DropZone } from './drop-zone.js';
import { KeyList } from './key-list.js';
import { NoticeBar } from './notice-bar.js';
import { PlaceNav } from './place-nav.js';
import { PlaceOutlet } from './place-outlet.js';
import { SignalStrip } from './signal-strip.js';
import { Welcome } from './welcome.js';

/** The widgets by the names of their elements. The page is last: it is upgraded when its parts are defined. */
const WIDGETS: Readonly<Record<string, CustomElementConstructor>> = {
  'demo-block-card': BlockCard,
  'demo-block-panel': BlockPanel,
  'demo-bypass-button': BypassButton,
  'demo-clip-view': ClipView,
  'demo-compare-card': CompareCard,
  'demo-curve-graph': CurveGraph,
  'demo-drop-zone': DropZone,
  'demo-facts-panel': FactsPanel,
  'demo-file-view': FileView,
  'demo-input-card': InputCard,
  'demo-key-list': KeyList,
  'demo-knob': Knob,
  'demo-level-view': LevelView,
  'demo-load-meter': LoadMeter,
  'demo-menu': Menu,
  'demo-metronome-sheet': MetronomeSheet,
  'demo-microphone-card': MicrophoneCard,
  'demo-network-panel': NetworkPanel,
  'demo-network-view': NetworkView,
  'demo-notice-bar': NoticeBar,
  'demo-output-card': OutputCard,
  'demo-peak-bar': PeakBar,
  'demo-player-tools': PlayerTools,
  'demo-place-nav': PlaceNav,
  'demo-place-outlet': PlaceOutlet,
  'demo-plot-export': PlotExport,
  'demo-preset-row': PresetRow,
  'demo-rig-strip': RigStrip,
  'demo-round-button': RoundButton,
  'demo-scope-panel': ScopePanel,
  'demo-segmented-control': SegmentedControl,
  'demo-signal-strip': SignalStrip,
  'demo-source-card': SourceCard,
  'demo-spectrogram-view': SpectrogramView,
  'demo-spectrum-view': SpectrumView,
  'demo-status-pills': StatusPills,
  'demo-take-away-chip': TakeAwayChip,
  'demo-tuner-sheet': TunerSheet,
  'demo-transfer-view': TransferView,
  'demo-waveform-view': WaveformView,
  'demo-welcome': Welcome,
  'demo-app': DemoApp,
};

/** Defines the custom elements. Importing defines nothing: the package declares its modules free of side effects. */
export function registerWidgets(): void {
  for (const [name, widget] of Object.entries(WIDGETS)) customElements.define(name, widget);
}

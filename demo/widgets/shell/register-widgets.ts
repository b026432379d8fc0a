import { FactsPanel } from '../cards/facts-panel.js';
import { GateChip } from '../cards/gate-chip.js';
import { KnobPanel } from '../cards/knob-panel.js';
import { MicrophoneCard } from '../cards/microphone-card.js';
import { ModelCard } from '../cards/model-card.js';
import { SourceCard } from '../cards/source-card.js';
import { TakeAwayChip } from '../cards/take-away-chip.js';
import { BypassButton } from '../controls/bypass-button.js';
import { CompareFader } from '../controls/compare-fader.js';
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
import { ClipView } from '../scopes/clip-view.js';
import { DilationExplorer } from '../scopes/dilation-explorer.js';
import { FileView } from '../scopes/file-view.js';
import { LevelView } from '../scopes/level-view.js';
import { LoadMeter } from '../scopes/load-meter.js';
import { NetworkPanel } from '../scopes/network-panel.js';
import { NetworkView } from '../scopes/network-view.js';
import { ScopePanel } from '../scopes/scope-panel.js';
import { SpectrogramView } from '../scopes/spectrogram-view.js';
import { SpectrumView } from '../scopes/spectrum-view.js';
import { StackView } from '../scopes/stack-view.js';
import { TransferView } from '../scopes/transfer-view.js';
import { WaveformView } from '../scopes/waveform-view.js';
import { DemoApp } from './demo-app.js';
import { DropZone } from './drop-zone.js';
import { NoticeBar } from './notice-bar.js';
import { SignalStrip } from './signal-strip.js';
import { SoundChain } from './sound-chain.js';
import { Welcome } from './welcome.js';

/** The widgets by the names of their elements. The page is last: it is upgraded when its parts are defined. */
const WIDGETS: Readonly<Record<string, CustomElementConstructor>> = {
  'demo-bypass-button': BypassButton,
  'demo-clip-view': ClipView,
  'demo-compare-fader': CompareFader,
  'demo-dilation-explorer': DilationExplorer,
  'demo-drop-zone': DropZone,
  'demo-facts-panel': FactsPanel,
  'demo-file-view': FileView,
  'demo-gate-chip': GateChip,
  'demo-input-card': InputCard,
  'demo-knob': Knob,
  'demo-knob-panel': KnobPanel,
  'demo-level-view': LevelView,
  'demo-load-meter': LoadMeter,
  'demo-menu': Menu,
  'demo-metronome-sheet': MetronomeSheet,
  'demo-microphone-card': MicrophoneCard,
  'demo-model-card': ModelCard,
  'demo-network-panel': NetworkPanel,
  'demo-network-view': NetworkView,
  'demo-notice-bar': NoticeBar,
  'demo-output-card': OutputCard,
  'demo-peak-bar': PeakBar,
  'demo-player-tools': PlayerTools,
  'demo-round-button': RoundButton,
  'demo-scope-panel': ScopePanel,
  'demo-segmented-control': SegmentedControl,
  'demo-signal-strip': SignalStrip,
  'demo-sound-chain': SoundChain,
  'demo-source-card': SourceCard,
  'demo-spectrogram-view': SpectrogramView,
  'demo-spectrum-view': SpectrumView,
  'demo-status-pills': StatusPills,
  'demo-take-away-chip': TakeAwayChip,
  'demo-stack-view': StackView,
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

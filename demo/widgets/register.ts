import { BypassButton } from './bypass-button.js';
import { ClipView } from './clip-view.js';
import { CompareFader } from './compare-fader.js';
import { DemoApp } from './demo-app.js';
import { DilationExplorer } from './dilation-explorer.js';
import { DropZone } from './drop-zone.js';
import { FactsPanel } from './facts-panel.js';
import { FileView } from './file-view.js';
import { GateChip } from './gate-chip.js';
import { Knob } from './knob.js';
import { KnobPanel } from './knob-panel.js';
import { LevelMeters } from './level-meters.js';
import { LevelView } from './level-view.js';
import { LoadMeter } from './load-meter.js';
import { Menu } from './menu.js';
import { MicrophoneCard } from './microphone-card.js';
import { ModelCard } from './model-card.js';
import { NetworkPanel } from './network-panel.js';
import { NetworkView } from './network-view.js';
import { NoticeBar } from './notice-bar.js';
import { RoundButton } from './round-button.js';
import { ScopePanel } from './scope-panel.js';
import { SegmentedControl } from './segmented-control.js';
import { SignalStrip } from './signal-strip.js';
import { SoundChain } from './sound-chain.js';
import { SourceCard } from './source-card.js';
import { SpectrogramView } from './spectrogram-view.js';
import { SpectrumView } from './spectrum-view.js';
import { StackView } from './stack-view.js';
import { TakeAwayChip } from './take-away-chip.js';
import { TransferView } from './transfer-view.js';
import { TunerChip } from './tuner-chip.js';
import { WaveformView } from './waveform-view.js';
import { Welcome } from './welcome.js';

/** Every widget by the name of its element; the page comes last, when all that it consists of is known. */
const WIDGETS: Readonly<Record<string, CustomElementConstructor>> = {
  'demo-bypass-button': BypassButton,
  'demo-clip-view': ClipView,
  'demo-compare-fader': CompareFader,
  'demo-dilation-explorer': DilationExplorer,
  'demo-drop-zone': DropZone,
  'demo-facts-panel': FactsPanel,
  'demo-file-view': FileView,
  'demo-gate-chip': GateChip,
  'demo-knob': Knob,
  'demo-knob-panel': KnobPanel,
  'demo-level-meters': LevelMeters,
  'demo-level-view': LevelView,
  'demo-load-meter': LoadMeter,
  'demo-menu': Menu,
  'demo-microphone-card': MicrophoneCard,
  'demo-model-card': ModelCard,
  'demo-network-panel': NetworkPanel,
  'demo-network-view': NetworkView,
  'demo-notice-bar': NoticeBar,
  'demo-round-button': RoundButton,
  'demo-scope-panel': ScopePanel,
  'demo-segmented-control': SegmentedControl,
  'demo-signal-strip': SignalStrip,
  'demo-sound-chain': SoundChain,
  'demo-source-card': SourceCard,
  'demo-spectrogram-view': SpectrogramView,
  'demo-spectrum-view': SpectrumView,
  'demo-take-away-chip': TakeAwayChip,
  'demo-tuner-chip': TunerChip,
  'demo-stack-view': StackView,
  'demo-transfer-view': TransferView,
  'demo-waveform-view': WaveformView,
  'demo-welcome': Welcome,
  'demo-app': DemoApp,
};

/** Makes the widgets known to the browser. Nothing happens on import: the package declares its modules free of effects. */
export function registerWidgets(): void {
  for (const [name, widget] of Object.entries(WIDGETS)) customElements.define(name, widget);
}

import { createDilatone, loadModel } from 'dilatone';
import * as Tone from 'tone';

const model = await loadModel('model.nam');

/** The context that Tone makes for itself is of standardized-audio-context; it takes native ones, too. */
const contexts = {
  standardized: (dry) => new Tone.OfflineContext(1, dry.duration, dry.sampleRate),
  native: (dry) => new Tone.OfflineContext(new OfflineAudioContext(1, dry.length, dry.sampleRate)),
};

/** Which of them `throughAmp` renders in. */
window.kind = 'standardized';

window.throughAmp = async (dry) => {
  const live = Tone.getContext();
  const context = contexts[window.kind](dry);
  Tone.setContext(context);
  try {
    const amp = await createDilatone(context, { model });
    const player = new Tone.Player(dry);
    const before = new Tone.Gain(1);
    const after = new Tone.Gain(1).toDestination();
    player.chain(before, amp.node, after);
    player.start(0);
    return (await context.render()).get();
  } finally {
    Tone.setContext(live);
  }
};

/** Plays a tone through the amp of the live context until it is heard behind it. */
window.hearLive = async (context) => {
  await Tone.start();
  const amp = await createDilatone(context, { model });
  const oscillator = new Tone.Oscillator(220).start();
  oscillator.chain(new Tone.Gain(0.5), amp.node, Tone.getDestination());
  const peak = await new Promise((resolve) => {
    amp.on('meters', ({ output }) => output.peak > 0 && resolve(output.peak));
  });
  oscillator.dispose();
  amp.dispose();
  return peak;
};

/** The same in Tone's context of either kind, and in the context that it wraps. */
window.hearAll = async () => {
  const peaks = [];
  for (const context of [Tone.getContext(), new Tone.Context(new AudioContext())]) {
    Tone.setContext(context);
    peaks.push(await window.hearLive(context), await window.hearLive(context.rawContext));
  }
  return peaks;
};

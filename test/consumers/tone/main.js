import { createDilatone, loadModel } from 'dilatone';
import * as Tone from 'tone';

const model = await loadModel('model.nam');

window.throughAmp = async (dry) => {
  const wet = await Tone.Offline(
    async (context) => {
      const amp = await createDilatone(context, { model });
      const player = new Tone.Player(dry);
      const before = new Tone.Gain(1);
      const after = new Tone.Gain(1).toDestination();
      player.chain(before, amp.node, after);
      player.start(0);
    },
    dry.duration,
    1,
    dry.sampleRate,
  );
  return wet.get();
};

/** Plays a tone through the amp of the live context until it is heard behind it. */
window.hearLive = async () => {
  await Tone.start();
  const amp = await createDilatone(Tone.getContext(), { model });
  const oscillator = new Tone.Oscillator(220).start();
  oscillator.chain(new Tone.Gain(0.5), amp.node, Tone.getDestination());
  const peak = await new Promise((resolve) => {
    amp.on('meters', ({ output }) => output.peak > 0 && resolve(output.peak));
  });
  oscillator.dispose();
  amp.dispose();
  return peak;
};

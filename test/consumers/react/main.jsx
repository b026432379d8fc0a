import { DilatonePedal, useDilatone } from 'dilatone/react';
import { StrictMode, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** Renders a sound through a node of its own, which is there for that long. */
function Rendering({ dry, onDone }) {
  const context = useMemo(() => new OfflineAudioContext(1, dry.length, dry.sampleRate), [dry]);
  const { amp } = useDilatone(context, 'model.nam');
  useEffect(() => {
    if (!amp) return;
    const source = new AudioBufferSourceNode(context, { buffer: dry });
    source.connect(amp.node);
    amp.connect(context.destination);
    source.start();
    context.startRendering().then(onDone);
  }, [amp, context, dry, onDone]);
  return null;
}

function Live({ url, mix }) {
  const context = useMemo(() => new AudioContext(), []);
  const { amp, error, loading } = useDilatone(context, url, { mix });
  useEffect(() => {
    Object.assign(window, { amp, amps: [...(window.amps ?? []), amp] });
  }, [amp]);
  return (
    <>
      <p id="status">{error ? error.code : loading ? 'loading' : amp ? 'ready' : 'none'}</p>
      <DilatonePedal device={amp} label={`mix ${mix}`} className="pedal" limitDb={-3} />
    </>
  );
}

function App() {
  const [live, setLive] = useState({ url: 'model.nam', mix: 0.5 });
  const [job, setJob] = useState(null);
  useEffect(() => {
    window.setLive = setLive;
    window.throughAmp = (dry) => new Promise((onDone) => setJob({ dry, onDone }));
  }, []);
  return (
    <>
      {live && <Live {...live} />}
      {job && <Rendering {...job} />}
    </>
  );
}

createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

import { createDilatone, loadModel } from 'dilatone';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** A model that is loaded while the component is there. */
function useModel(url) {
  const [model, setModel] = useState(null);
  useEffect(() => {
    const ending = new AbortController();
    loadModel(url, { signal: ending.signal }).then(setModel, (error) => {
      if (error.code !== 'aborted') throw error;
    });
    return () => ending.abort();
  }, [url]);
  return model;
}

function Amp({ url }) {
  const model = useModel(url);
  useEffect(() => {
    if (model) window.throughAmp = (dry) => render(model, dry);
  }, [model]);
  return <p>{model ? model.info.architecture : 'Loading …'}</p>;
}

async function render(model, dry) {
  const context = new OfflineAudioContext(1, dry.length, dry.sampleRate);
  const amp = await createDilatone(context, { model });
  const source = new AudioBufferSourceNode(context, { buffer: dry });
  source.connect(amp.node);
  amp.connect(context.destination);
  source.start();
  return context.startRendering();
}

createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <Amp url="model.nam" />
  </StrictMode>,
);

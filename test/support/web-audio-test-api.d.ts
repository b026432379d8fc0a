/** The package has no types. Beside this, it defines the globals of Web Audio of its time. */
declare module 'web-audio-test-api';

declare const WebAudioTestAPI: {
  /** A stream that its contexts accept; pages cannot construct it. */
  readonly MediaStream: { readonly prototype: object };
};
